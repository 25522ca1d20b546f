"""Our tally beside pabutools, in the same run on the same files: `make bench-tally`.

    tally.py [--runs N] [--within SECONDS] [--rules RULE…] [FILE.pb…]

Every row is measured in two ways, with the same for both sides in each:

* process: from start to exit of a process that reads the file, counts and prints the winners, as one would run it. Ours is
  `qatysu tally` (or the example `time`, which does the same without options, texts and logging), the middle of `--runs`. Theirs
  starts Python, imports what of pabutools the count needs, reads, counts, prints; once.
* inside: reading and counting alone, in a process that is warm. Ours is the least of up to 200 times in 2 s (the example `time
  --repeat`). Theirs is in a Python that has loaded its packages; if it takes less than 0.5 s, the least of up to 10 times in 1 s.

Theirs counts exact fractions (gmpy2), identical ballots merged where the rule takes that. It is stopped once it is so much slower
than our process that the aim is met for sure (100 times, 1,000 times for equal shares with Add1 above 10,000 ballots, and half as
much again), at least after 3 s and at most after 60 s ("over"); `--within` ends the whole run in time: what is left then is not run.
The aims are judged by process against process and inside against inside; the third figure, our process against their inside,
compares unlike things in their favour and is told for information. Winners are compared; welfare by its worth, because different sets
may be worth most.
"""

import argparse
import json
import os
import signal
import statistics
import subprocess
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


def theirs(file, rule, repeat, worth_of):
    """What the child process does: a line once the packages are loaded, then one with the winners and the seconds inside."""
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

    if rule.startswith("cstv"):
        from pabutools import fractions

        sys.path.insert(0, str(FIXTURES))
        import cstv as cstv_reference

        fractions.FRACTION = fractions.FLOAT_FRAC  # with exact ones its minimal transfers never end

    def once():
        instance, profile = parse_pabulib(str(file))
        if isinstance(profile, AbstractApprovalProfile):
            satisfaction = Cost_Sat
        elif isinstance(profile, AbstractCardinalProfile):
            satisfaction = Additive_Cardinal_Sat
        else:
            satisfaction = Additive_Borda_Sat
        if rule.startswith("cstv"):
            money = cstv_reference.in_shares(instance, profile)
            return cstv_reference.count(instance, money, "mt" if rule == "cstv-mt" else "ewtc"), None
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
        return sorted(project.name for project in winners), (instance, profile, satisfaction)

    print(json.dumps({"ready": time.monotonic()}), flush=True)
    times = []
    while not times or (len(times) < repeat and sum(times) < 1):
        start = time.perf_counter()
        winners, election = once()
        times.append(time.perf_counter() - start)
    answer = {"winners": winners, "inside": min(times)}
    if worth_of is not None:
        instance, profile, satisfaction = election
        worth = profile.as_sat_profile(sat_class=satisfaction).total_satisfaction
        sets = [[project for project in instance if project.name in names] for names in (winners, worth_of)]
        answer["as_good"] = worth(sets[0]) == worth(sets[1])
    print(json.dumps(answer), flush=True)


def run_theirs(file, rule, limit, *arguments):
    """Seconds of the whole process and of its inside so far, and its answer; None instead of an answer if it was stopped."""
    with tempfile.TemporaryFile() as out:
        start = time.monotonic()
        command = [sys.executable, __file__, "--theirs", file, rule, *arguments]
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            ended = process.wait(timeout=limit) == 0
        except subprocess.TimeoutExpired:
            ended = None
            os.killpg(process.pid, signal.SIGKILL)  # with the solvers that it started
            process.wait()
        whole = time.monotonic() - start
        out.seek(0)
        lines = [json.loads(line) for line in out.read().splitlines()]
    if ended is None:
        return whole, start + whole - lines[0]["ready"] if lines else 0, None
    return (whole, lines[1]["inside"], lines[1]) if ended else (whole, 0, {})


class Theirs:
    """One count by pabutools: seconds of the process and inside, how its winners compare, whether it was stopped before."""

    def __init__(self, file, rule, ours, limit):
        self.process, self.inside, answer = run_theirs(file, rule, limit)
        self.over = answer is None
        self.failed = answer == {}
        self.same = None
        if not answer or answer["winners"] is None:
            return
        same = answer["winners"] == ours
        if self.inside < 0.5:
            self.inside = min(self.inside, run_theirs(file, rule, 60, "--repeat", "10")[1])
        if rule == "welfare" and not same:
            same = run_theirs(file, rule, 60, "--worth-of", json.dumps(ours))[2]["as_good"]
        self.same = "same" if same else "DIFFERENT"


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
            if self.run(self.arguments(file, rule), out.fileno())[1] != 0:
                return None
            out.seek(0)
            answer = json.load(out)
        return sorted(answer["counts"][0]["winners"] if self.is_example else answer["winners"])

    def inside(self, example, file, rule):
        """Seconds of reading and counting in a warm process."""
        with tempfile.TemporaryFile() as out:
            self.run([str(example), "--repeat", "200", str(file), rule], out.fileno())
            out.seek(0)
            return json.load(out)["counts"][0]["together_ms"] / 1e3

    def run(self, arguments, out):
        """Wall-clock seconds of a process, and how it ended."""
        actions = [(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0)]
        start = time.perf_counter()
        child = os.posix_spawn(arguments[0], arguments, os.environ, file_actions=actions)
        _, status = os.waitpid(child, 0)
        return time.perf_counter() - start, status

    def process(self, file, rule, runs):
        """The middle of the wall-clock times of whole processes; a slow count runs less often."""
        arguments = self.arguments(file, rule)
        with open(os.devnull, "wb") as out:
            times = [self.run(arguments, out.fileno())[0]]
            for _ in range(max(3, min(runs, int(3 / times[0]))) - 1):
                times.append(self.run(arguments, out.fileno())[0])
        return statistics.median(times)


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
    parser.add_argument("--within", type=float, default=600, help="seconds for the whole run; what is left then is not run")
    parser.add_argument("--rules", nargs="*", default=list(RULES), choices=list(RULES))
    parser.add_argument("--release", type=Path, default=ROOT / "target/release", help="folder of what `cargo build --release` makes")
    parser.add_argument("--ours", type=Path, help="qatysu, or the example `time`; without it whichever is in that folder")
    parser.add_argument("--theirs", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--repeat", type=int, default=1, help=argparse.SUPPRESS)
    parser.add_argument("--worth-of", type=json.loads, help=argparse.SUPPRESS)
    parser.add_argument("files", nargs="*", type=Path)
    options = parser.parse_args()
    if options.theirs:
        theirs(*options.theirs, options.repeat, options.worth_of)
        return
    end = time.monotonic() + options.within
    example = options.release / "examples/time"
    ours = Ours(options.ours or next(program for program in (options.release / "qatysu", example) if program.exists()))
    print(f"Our process is `{Path(ours.program).name}`. Times in ms: process (inside).\n")
    print("| file | ballots | rule | ours | pabutools | process | inside | ours process, theirs inside | winners |")
    print("|---|---|---|---|---|---|---|---|---|")
    different, left = 0, 0
    short = {"process": [], "inside": [], "our process, their inside": []}
    for file in options.files or [FIXTURES / name for name in FILES]:
        meta = facts(file)
        ballots = int(meta["num_votes"])
        for rule in options.rules:
            if not applies(meta["vote_type"], rule):
                continue
            row = f"| {file.stem} | {ballots:,} | {rule} |"
            winners = ours.winners(file, rule)
            if winners is None:
                print(f"{row} refused | | | | | |", flush=True)
                continue
            aim = 1000 if "add1" in rule and ballots > 10_000 else 100
            process, inside = ours.process(file, rule, options.runs), ours.inside(example, file, rule)
            row += f" {process * 1e3:.2f} ({inside * 1e3:.2f}) |"
            limit = min(60.0, max(3.0, 1.5 * aim * process))
            if time.monotonic() + limit > end:
                left += 1
                print(f"{row} not run | | | | |", flush=True)
                continue
            other = Theirs(file, rule, winners, limit)
            if other.failed:
                print(f"{row} failed | | | | |", flush=True)
                continue
            over = "over " if other.over else ""
            different += other.same == "DIFFERENT"
            times = [other.process / process, other.inside / inside, other.inside / process]
            for below, factor in zip(short.values(), times):
                if factor < aim:
                    below.append(f"{file.stem} {rule}: {over}{factor:,.0f} of {aim:,}")
            row += f" {over}{other.process * 1e3:,.0f} ({other.inside * 1e3:,.0f}) |"
            print(f"{row} {' | '.join(f'{over}{factor:,.0f}' for factor in times)} | {other.same or ''} |", flush=True)
    print(f"\nDifferent winners: {different}. Not run: {left}.")
    for how, below in short.items():
        print(f"Below the aim, {how}: {'; '.join(below) or 'none'}.")
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main()
