#!/usr/bin/env bash
# The Rust suites of the workspace, by cargo-nextest where it is installed, else by cargo test. Every suite runs to its
# end, also after a failure. QATYSU_TEST_PG names the PostgreSQL (see pg.sh).
#
#   scripts/rust-suites.sh ordinary|fault|ignored
set -euo pipefail
cd "$(dirname "$0")/.."
if [ "$1" = fault ] && ! grep -rqE '^\s*#\[.*test' tests/fault; then
    echo "tests/fault has no test yet"
    exit 0
fi
crates=(--workspace)
# Suites that start servers take this binary instead of building one each: cargo-nextest runs every test in a process of its own.
case $1 in fault | ignored)
    cargo build --quiet --workspace --exclude frontend
    QATYSU_BIN=$(realpath "${CARGO_TARGET_DIR:-target}")/debug/qatysu
    export QATYSU_BIN ;;
esac
if cargo nextest --version >/dev/null 2>&1; then
    run=(cargo nextest run --no-fail-fast --status-level fail --final-status-level slow "${crates[@]}")
    case $1 in
    ordinary) "${run[@]}" -E 'not binary(fault)' && cargo test --doc --no-fail-fast "${crates[@]}" ;;
    fault) "${run[@]}" -E 'binary(fault)' ;;
    ignored) "${run[@]}" --run-ignored only ;;
    esac
else
    run=(cargo test --no-fail-fast)
    others=()
    for suite in tests/*/main.rs; do
        suite=$(basename "$(dirname "$suite")")
        [ "$suite" = fault ] || others+=(--test "$suite")
    done
    case $1 in
    ordinary)
        status=0
        "${run[@]}" "${crates[@]}" --exclude qatysu-tests || status=1
        "${run[@]}" -p qatysu-tests --lib "${others[@]}" || status=1
        exit $status
        ;;
    fault) "${run[@]}" -p qatysu-tests --test fault ;;
    ignored) "${run[@]}" "${crates[@]}" -- --ignored ;;
    esac
fi
