#!/usr/bin/env bash
# The tally beside pabutools (whole processes, the same files, the same run), growth with ballots and projects, then Criterion.
#
#   scripts/bench-tally.sh            all of it (minutes)
#   scripts/bench-tally.sh pabutools  only the comparison; further arguments go to tests/load/tally.py
#   scripts/bench-tally.sh growth     only growth; further arguments are numbers of ballots
#   scripts/bench-tally.sh criterion  only Criterion
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
shift || true
venv=target/bench-venv
work=target/bench-tally
mkdir -p "$work"

cargo build --release -p tally --examples

case $what in all | pabutools)
    [ -x $venv/bin/python ] || python3 -m venv $venv
    $venv/bin/pip install --quiet --disable-pip-version-check -r tests/load/requirements.txt
    $venv/bin/python tests/load/tally.py "$@" ;;
esac
case $what in all | growth)
    [ "$what" = growth ] && [ $# -gt 0 ] || set -- 10000 100000 1000000
    for ballots in "$@"; do
        for projects in 100 300; do
            target/release/examples/synthetic "$ballots" $projects >"$work/city.pb"
            echo "$ballots ballots, $projects projects:"
            /usr/bin/env time -f "%U s user, %M kB at most" target/release/examples/time "$work/city.pb" greedy mes mes-add1u |
                sed -E 's/"winners":\[[^]]*\]/"winners":[]/g' || true
        done
    done
    rm -f "$work/city.pb" ;;
esac
case $what in all | criterion)
    cargo bench --manifest-path crates/tally/benches/Cargo.toml ;;
esac
