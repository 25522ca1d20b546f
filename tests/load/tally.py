"""Our tally beside pabutools, in the same run on the same files: `make bench-tally`.

    tally.py [--runs N] [--within SECONDS] [--rules RULE…] [FILE.pb…]

Ours is a whole process from start to exit: read, count, print. It runs `--runs` times; the least and the middle wall-clock time and
the least CPU time (user and system) are told. Theirs is reading and counting inside a Python that has already loaded its
packages, identical ballots merged where the rule takes that, exact fractions (gmpy2): the comparison favours them. It runs once,
until it is so much slower than our middle time that the aim is met for sure (100 times, 1,000 times for equal shares with Add1
above 10,000 ballots, and half as much again), at least 3 s and at most 60 s; `--within` ends the whole run in time. "Times faster" is
their wall-clock time over our middle one, first for the whole process, then for reading and counting inside a process, as theirs is
timed (the example `time`, least of five): a process alone takes about as long to start as a small file to count. Winners are compared; welfare by its worth, because different sets may be worth most.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests/fixtures/pabulib"
FILES = [
    "Poland_Lodz_2022.pb",
    "Poland_Katowice_2023.pb",
    "Poland_Gdynia_2020.pb",
    "Netherlands_Amsterdam_309.pb",
    "Poland_Wieliczka_2023_Green_Budget.pb",
    "US_Stanford_Dataset_PB_Cambridge_2019_vote_approvals.pb",
    "France_Toulouse_2019.pb",
    "Switzerland_Zurich_D5.pb",
]
# What `qatysu tally` is told. Their ties and ours go by name.
RULES = {
    "greedy": ["greedy"],
    "mes": ["mes"],
    "mes-greedy": ["mes", "--completion", "greedy"],
    "mes-add1": ["mes", "--completion", "add1"],
    "mes-add1u": ["mes", "--completion", "add1u"],
    "phragmen": ["phragmen"],
    "maximin": ["maximin"],
    "welfare": ["welfare"],
    "cstv": ["cstv"],
    "cstv-mt": ["cstv", "--variant", "mt"],
}


def theirs(file, rule, ours, answer):
    """Reads and counts with pabutools; answers "ready", then (seconds, whether the winners are ours)."""
    sys.path.insert(0, str(FIXTURES))
    import cstv as cstv_reference
    from pabutools import fractions
    from pabutools.election import (
        AbstractApprovalProfile,
        AbstractCardinalProfile,
        Additive_Borda_Sat,
        Additive_Cardinal_Sat,
        Cost_Sat,
        parse_pabulib,
    )
    from pabutools.rules import (
        completion_by_rule_combination,
        greedy_utilitarian_welfare,
        max_additive_utilitarian_welfare,
        maximin_support,
        method_of_equal_shares,
        sequential_phragmen,
    )
    from pabutools.tiebreaking import lexico_tie_breaking

    answer.put("ready")
    start = time.perf_counter()
    instance, profile = parse_pabulib(str(file))
    approval = isinstance(profile, AbstractApprovalProfile)
    if approval:
        satisfaction = Cost_Sat
    elif isinstance(profile, AbstractCardinalProfile):
        satisfaction = Additive_Cardinal_Sat
    else:
        satisfaction = Additive_Borda_Sat
    if rule.startswith("cstv"):
        fractions.FRACTION = fractions.FLOAT_FRAC  # with exact ones its minimal transfers never end
        money = cstv_reference.in_shares(instance, profile)
        winners = cstv_reference.count(instance, money, "mt" if rule == "cstv-mt" else "ewtc")
        seconds = time.perf_counter() - start
        answer.put((seconds, "" if winners is None else ("same" if winners == ours else "DIFFERENT")))
        return
    if rule != "maximin":  # which refuses merged ballots
        profile = profile.as_multiprofile()
    ties = {"tie_breaking": lexico_tie_breaking}
    options = {"sat_class": satisfaction, **ties}
    add1 = {**options, "voter_budget_increment": 1}
    match rule:
        case "greedy":
            winners = greedy_utilitarian_welfare(instance, profile, **options)
        case "mes":
            winners = method_of_equal_shares(instance, profile, **options)
        case "mes-greedy" | "mes-add1u":
            winners = completion_by_rule_combination(
                instance,
                profile,
                [method_of_equal_shares, greedy_utilitarian_welfare],
                [add1 if rule == "mes-add1u" else options, options],
            )
        case "mes-add1":
            winners = method_of_equal_shares(instance, profile, **add1)
        case "phragmen":
            winners = sequential_phragmen(instance, profile, **ties)
        case "maximin":
            winners = maximin_support(instance, profile, **ties)
        case "welfare":
            winners = max_additive_utilitarian_welfare(instance, profile, sat_class=satisfaction)
    seconds = time.perf_counter() - start
    same = sorted(project.name for project in winners) == ours
    if rule == "welfare" and not same:
        worth = profile.as_sat_profile(sat_class=satisfaction).total_satisfaction
        same = worth(winners) == worth([project for project in instance if project.name in ours])
    answer.put((seconds, "same" if same else "DIFFERENT"))


def time_theirs(file, rule, ours, limit):
    """Seconds and how the winners compare: (limit, None) on time-out, (None, why) if it failed."""
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=theirs, args=(file, rule, ours, answer))
    process.start()
    try:
        answer.get(timeout=60)  # loading the packages is not counted
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline:
            try:
                return answer.get(timeout=0.2)
            except Exception:  # noqa: BLE001 - still nothing in the queue
                if process.exitcode is not None and answer.empty():
                    return None, "failed"
        return limit, None
    finally:
        process.kill()
        process.join()


class Ours:
    """Our program: `qatysu`, or the example `time`, which does the same without options, texts and logging."""

    def __init__(self, program):
        self.program = str(program)
        self.is_example = program.name == "time"

    def arguments(self, file, rule):
        if self.is_example:
            return [self.program, str(file), rule]
        return [self.program, "tally", str(file), "--format", "json", "--rule", *RULES[rule]]

    def winners(self, file, rule):
        """Ids in text order; None if the rule cannot count these ballots."""
        with tempfile.TemporaryFile() as out:
            if self.run(self.arguments(file, rule), out.fileno())[2] != 0:
                return None
            out.seek(0)
            answer = json.load(out)
        return sorted(answer["counts"][0]["winners"] if self.is_example else answer["winners"])

    def inside(self, example, file, rule):
        """Seconds of reading and counting without the process around them, least of five; None without the example."""
        if not example.exists():
            return None
        least = None
        for _ in range(5):
            with tempfile.TemporaryFile() as out:
                if self.run([str(example), str(file), rule], out.fileno())[2] != 0:
                    return None
                out.seek(0)
                answer = json.load(out)
            milliseconds = answer["parse_ms"] + answer["counts"][0]["ms"]
            least = milliseconds if least is None else min(least, milliseconds)
        return least / 1e3

    def run(self, arguments, out):
        """Wall-clock and CPU seconds of a process, and how it ended."""
        actions = [(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)]
        start = time.perf_counter()
        child = os.posix_spawn(arguments[0], arguments, os.environ, file_actions=actions)
        _, status, used = os.wait4(child, 0)
        return time.perf_counter() - start, used.ru_utime + used.ru_stime, status

    def time(self, file, rule, runs):
        """The least and the middle wall-clock time, and the least CPU time; a slow count runs less often."""
        arguments = self.arguments(file, rule)
        with open(os.devnull, "wb") as out:
            once = self.run(arguments, out.fileno())
            runs = max(3, min(runs, int(3 / once[0])))
            all_runs = [once] + [self.run(arguments, out.fileno()) for _ in range(runs - 1)]
        walls = [run[0] for run in all_runs]
        return min(walls), statistics.median(walls), min(run[1] for run in all_runs)


def facts(file):
    """META of a file, roughly."""
    pairs = (line.split(";", 1) for line in file.read_text(encoding="utf-8-sig").split("PROJECTS")[0].splitlines())
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def applies(kind, rule):
    """Whether pabutools has the rule for ballots of the kind."""
    if rule in ("phragmen", "maximin"):
        return kind in ("approval", "choose-1")
    return kind != "ordinal" if rule.startswith("cstv") else True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=41)
    parser.add_argument("--within", type=float, default=480, help="seconds for the whole run; what is left then is not run")
    parser.add_argument("--rules", nargs="*", default=list(RULES), choices=list(RULES))
    parser.add_argument("--release", type=Path, default=ROOT / "target/release", help="folder of what `cargo build --release` makes")
    parser.add_argument("--ours", type=Path, help="qatysu, or the example `time`; without it whichever is in that folder")
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    end = time.perf_counter() + options.within
    found = [program for program in (options.release / "qatysu", options.release / "examples/time") if program.exists()]
    ours = Ours(options.ours or found[0])
    print(f"Ours is `{Path(ours.program).name}`.\n")
    print("| file | ballots | rule | ours, least ms | middle ms | CPU ms | inside, ms | pabutools, ms | times faster | inside | winners |")
    print("|---|---|---|---|---|---|---|---|---|---|---|")
    different, short, short_inside, left = 0, [], [], 0
    example = options.release / "examples/time"
    for file in options.files or [FIXTURES / name for name in FILES]:
        meta = facts(file)
        ballots = int(meta["num_votes"])
        for rule in options.rules:
            if not applies(meta["vote_type"], rule):
                continue
            winners = ours.winners(file, rule)
            if winners is None:
                print(f"| {file.stem} | {ballots:,} | {rule} | refused | | | | | | | |", flush=True)
                continue
            aim = 1000 if "add1" in rule and ballots > 10_000 else 100
            least, middle, cpu = ours.time(file, rule, options.runs)
            inside = ours.inside(example, file, rule) or middle
            row = f"| {file.stem} | {ballots:,} | {rule} | {least * 1e3:.2f} | {middle * 1e3:.2f} | {cpu * 1e3:.2f} | {inside * 1e3:.2f} |"
            limit = min(60.0, max(3.0, 1.5 * aim * middle))
            if time.perf_counter() + limit > end:
                left += 1
                print(f"{row} not run | | | |", flush=True)
                continue
            seconds, same = time_theirs(file, rule, winners, limit)
            if seconds is None:
                print(f"{row} {same} | | | |", flush=True)
                continue
            over = "over " if same is None else ""
            different += same == "DIFFERENT"
            if seconds / middle < aim:
                short.append(f"{file.stem} {rule}: {over}{seconds / middle:,.0f} of {aim:,}")
            if seconds / inside < aim:
                short_inside.append(f"{file.stem} {rule}: {over}{seconds / inside:,.0f} of {aim:,}")
            times = f"{over}{seconds / middle:,.0f} | {over}{seconds / inside:,.0f}"
            print(f"{row} {over}{seconds * 1e3:,.0f} | {times} | {same or ''} |", flush=True)
    print(f"\nDifferent winners: {different}. Not run: {left}.")
    print(f"Below the aim as whole processes: {'; '.join(short) or 'none'}.")
    print(f"Below the aim inside a process: {'; '.join(short_inside) or 'none'}.")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
