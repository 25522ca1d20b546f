#!/usr/bin/env bash
# The tally beside pabutools (process by process and inside, the same files, the same run), reading beside finding separators, growth with
# ballots and projects, then Criterion. All of it takes some 20 minutes on two quiet cores once everything is compiled.
#
#   scripts/bench-tally.sh            all of it
#   scripts/bench-tally.sh pabutools  only the comparison; further arguments go to tests/load/tally.py
#   scripts/bench-tally.sh reading    only reading
#   scripts/bench-tally.sh growth     only growth; further arguments are numbers of ballots
#   scripts/bench-tally.sh criterion  only Criterion
set -euo pipefail
cd "$(dirname "$0")/.."
what=${1:-all}
shift || true
venv=target/bench-venv
work=target/bench-tally
release=${CARGO_TARGET_DIR:-target}/release
fixtures=tests/fixtures/pabulib
mkdir -p "$work"
trap 'rm -f "$work/city.pb"' EXIT

cargo build --release -p tally --examples
# The comparison counts by the command itself, where it has been built for release before.
if [ -x "$release/qatysu" ]; then cargo build --release -p cli; fi

case $what in all | pabutools)
    [ -x $venv/bin/python ] || python3 -m venv $venv
    $venv/bin/pip install --quiet --disable-pip-version-check -r tests/load/requirements.txt
    $venv/bin/python tests/load/tally.py --release "$release" "$@" ;;
esac
case $what in all | reading)
    "$release/examples/synthetic" 100000 300 >"$work/city.pb"
    "$release/examples/reading" 100 $fixtures/*.pb "$work/city.pb" ;;
esac
case $what in all | growth)
    [ "$what" = growth ] && [ $# -gt 0 ] || set -- 10000 100000 1000000
    for ballots in "$@"; do
        for projects in 100 300; do
            "$release/examples/synthetic" "$ballots" $projects >"$work/city.pb"
            echo "$ballots ballots, $projects projects:"
            /usr/bin/env time -f "%U s user, %M kB at most" "$release/examples/time" "$work/city.pb" greedy mes mes-add1u |
                sed -E 's/"winners":\[[^]]*\]/"winners":[]/g' || true
        done
    done ;;
esac
case $what in all | criterion)
    cargo bench --manifest-path crates/tally/benches/Cargo.toml ;;
esac
