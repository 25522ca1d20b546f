"""Our tally beside pabutools, in the same run on the same files: `make bench-tally`.

    tally.py [--limit SECONDS] [--runs N] FILE.pb…     (no file: the fixtures with more than 1,000 ballots)

Ours is a whole process: start, read, count, print. Theirs is reading and counting inside a Python that has already loaded
its packages, identical ballots merged, exact fractions (gmpy2): the comparison favours them. Each rule of theirs gets
`--limit` seconds. Winners are compared; the last column says whether they are the same set.
"""

import argparse
import json
import multiprocessing
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ROOT / "target/release/examples/time"
FIXTURES = ROOT / "tests/fixtures/pabulib"
RULES = ["greedy", "mes", "mes-add1", "phragmen", "maximin"]


def theirs(file, rule, answer):
    """Reads and counts with pabutools; answers (seconds, winners)."""
    from pabutools.election import (
        AbstractApprovalProfile,
        AbstractCardinalProfile,
        Additive_Borda_Sat,
        Additive_Cardinal_Sat,
        Cost_Sat,
        parse_pabulib,
    )
    from pabutools.rules import (
        greedy_utilitarian_welfare,
        maximin_support,
        method_of_equal_shares,
        sequential_phragmen,
    )
    from pabutools.tiebreaking import lexico_tie_breaking

    start = time.perf_counter()
    instance, profile = parse_pabulib(str(file))
    approval = isinstance(profile, AbstractApprovalProfile)
    if approval:
        satisfaction = Cost_Sat
    elif isinstance(profile, AbstractCardinalProfile):
        satisfaction = Additive_Cardinal_Sat
    else:
        satisfaction = Additive_Borda_Sat
    if not approval and rule in ("phragmen", "maximin"):
        answer.put(None)
        return
    if rule != "maximin":  # which refuses merged ballots
        profile = profile.as_multiprofile()
    options = {"tie_breaking": lexico_tie_breaking, "resoluteness": True}
    match rule:
        case "greedy":
            winners = greedy_utilitarian_welfare(instance, profile, sat_class=satisfaction, **options)
        case "mes":
            winners = method_of_equal_shares(instance, profile, sat_class=satisfaction, **options)
        case "mes-add1":
            winners = method_of_equal_shares(
                instance, profile, sat_class=satisfaction, voter_budget_increment=1, **options
            )
        case "phragmen":
            winners = sequential_phragmen(instance, profile, **options)
        case "maximin":
            winners = maximin_support(instance, profile, **options)
    answer.put((time.perf_counter() - start, sorted(project.name for project in winners)))


def time_theirs(file, rule, limit):
    """Seconds and winners; None if the ballots have no such rule; the limit as seconds and no winners on time-out."""
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=theirs, args=(file, rule, answer))
    process.start()
    try:
        # A few seconds for Python to load its packages, which are not counted.
        return answer.get(timeout=limit + 5)
    except Exception:  # noqa: BLE001 - empty queue: it took longer, or it failed
        failed = process.exitcode not in (None, 0)
        return ("failed", None) if failed else (limit, None)
    finally:
        process.kill()
        process.join()


def time_ours(ours, file, rule, runs):
    """The median of whole processes, the CPU time of the median and the winners."""
    walls, users = [], []
    for _ in range(runs):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        done = subprocess.run([ours, file, rule], check=True, capture_output=True)
        walls.append(time.perf_counter() - start)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        users.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    winners = sorted(json.loads(done.stdout)["counts"][0]["winners"])
    return statistics.median(walls), statistics.median(users), winners


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=float, default=60)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rules", nargs="*", default=RULES)
    parser.add_argument("--ours", type=Path, default=OURS, help="the program that `cargo build` makes of examples/time.rs")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    files = options.files
    if not files:
        index = (FIXTURES / "expected.json").read_text()
        names = [name for name in json.loads(index) if (FIXTURES / name).stat().st_size > 30_000]
        files = [FIXTURES / name for name in sorted(names)]
    print("| file | ballots | rule | ours, ms (CPU) | pabutools, ms | times faster | winners |")
    print("|---|---|---|---|---|---|---|")
    different = 0
    for file in files:
        ballots = json.loads(subprocess.run([options.ours, file], check=True, capture_output=True).stdout)["ballots"]
        for rule in options.rules:
            reference = time_theirs(file, rule, options.limit)
            if reference is None:
                continue
            seconds, expected = reference
            wall, cpu, winners = time_ours(options.ours, file, rule, options.runs)
            if seconds == "failed":
                print(f"| {file.stem} | {ballots:,} | {rule} | {wall * 1e3:.1f} ({cpu * 1e3:.1f}) | failed | | |")
                continue
            over = expected is None
            same = "" if over else ("same" if winners == expected else "DIFFERENT")
            different += same == "DIFFERENT"
            print(
                f"| {file.stem} | {ballots:,} | {rule} | {wall * 1e3:.1f} ({cpu * 1e3:.1f}) | "
                f"{'over ' if over else ''}{seconds * 1e3:,.0f} | {'over ' if over else ''}{seconds / wall:,.0f} | {same} |",
                flush=True,
            )
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
