#!/usr/bin/env bash
# `make test`: every part in turn, each with its time; the last line sums all tests: "N passed, N failed".
#
#   scripts/test.sh          all parts
#   scripts/test.sh full     also mutants of the pure crates, the tests marked `#[ignore]` (long faults) and fuzzing
#   scripts/test.sh check    fmt, clippy, licences, spectral
#   scripts/test.sh NAME…    single parts: setup fmt clippy deny spectral build spa rust browser clients
#
# A part that ends with an error counts as failed even when its own summary counts no failed test.
# A part is left out only while the files that it would test do not exist, and it says so.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=${CARGO_TERM_COLOR:-never} FORCE_COLOR=0 NO_COLOR=1
if [ -n "${CI:-}" ]; then export CARGO_INCREMENTAL=0; fi
logs=target/test-logs
mkdir -p "$logs"
passed=0 failed=0 last=0 times=() level=test

# ---- the parts; each runs in a subshell with `set -e`

setup() { scripts/setup.sh "$level"; }

fmt() { cargo fmt --all --check; }

clippy() {
    cargo clippy --workspace --exclude frontend --all-targets -- -D warnings
    cargo clippy -p frontend --target wasm32-unknown-unknown -- -D warnings
}

# cargo-deny compiles for minutes, so that it is used only where it is installed (`make setup-full`). The suite `tidy`
# checks licences and sources of every crate against the same deny.toml in each run.
deny() {
    if cargo deny --version >/dev/null 2>&1; then cargo deny check bans licenses sources
    else cargo test -q -p qatysu-tests --test tidy licences; fi
}

spectral() {
    local file=${1:-openapi/openapi.json}
    [ -e "$file" ] || { echo "$file does not exist yet: nothing to lint"; return; }
    NODE_NO_WARNINGS=1 tests/clients/node_modules/.bin/spectral lint --ruleset openapi/spectral.yaml --fail-severity warn "$file"
}

build() {
    cargo build --workspace --exclude frontend
    cargo test --workspace --no-run
}

# Ordinary suites: PostgreSQL without fsync. The suite `fault` kills servers: PostgreSQL with fsync.
rust() {
    local status=0
    scripts/pg.sh scripts/rust-suites.sh ordinary || status=1
    scripts/pg.sh --durable scripts/rust-suites.sh fault || status=1
    return $status
}

spa() { target/debug/xtask spa; }

browser() {
    ls tests/e2e/*.spec.* >/dev/null 2>&1 || { echo "no spec in tests/e2e yet"; return; }
    scripts/with-server.sh npm test --prefix tests/e2e
}

clients() {
    [ -e openapi/openapi.json ] || { echo "openapi/openapi.json does not exist yet"; return; }
    scripts/with-server.sh .venv/bin/pytest -q -ra -p no:cacheprovider tests/clients
}

# The rules that decide: machines, permissions, money, who may. All of domain and tally would take a day.
mutants() {
    cargo mutants --no-shuffle -p domain --timeout 120 --output target -f 'crates/domain/src/ledger/*.rs' \
        -f 'crates/domain/src/{cycle,contest,proposal,work,contract,verdict,appeal,permission,eligibility,ledger,money,machine}.rs'
}

# Ten minutes of the Pabulib reader and one of other texts (FUZZ_SECONDS overrides the first). What the fuzzer learns stays in
# target/; the corpus in the repository is only where it starts.
fuzz() {
    local target seconds
    for target in pabulib texts; do
        seconds=60
        [ $target = texts ] || seconds=${FUZZ_SECONDS:-600}
        mkdir -p target/fuzz-corpus/$target
        cargo +nightly fuzz run $target target/fuzz-corpus/$target fuzz/corpus/$target -- \
            -max_len=4096 -max_total_time=$seconds -timeout=10 -print_final_stats=1
    done
}

ignored() { scripts/pg.sh --durable scripts/rust-suites.sh ignored; }

# ---- running and counting

# Sums of the summary lines of cargo test, nextest, Playwright and pytest in a log: "passed failed".
count() {
    sed -E 's/\x1b\[[0-9;]*m//g' "$1" | awk '
        function number(word,  m) { return match($0, "[0-9]+ " word) ? substr($0, RSTART) + 0 : 0 }
        /^test result: /                     { p += number("passed"); f += number("failed") }          # cargo test
        /^ *Summary \[.*tests? run: /        { p += number("passed"); f += number("failed") + number("timed out") }
        /^ +[0-9]+ passed( \([0-9.hms]+\))?$/ { p += $1 }                                             # Playwright
        /^ +[0-9]+ (failed|flaky|interrupted|did not run)$/ { f += $1 }
        /^=*[ ]?([0-9]+ [a-z]+, )*[0-9]+ [a-z]+ in [0-9.]+s/ { p += number("passed"); f += number("failed") + number("error") }
        END { print p + 0, f + 0 }'
}

# Never call it in a condition: there bash ignores `set -e`, inside the part too.
part() {
    local name=$1 begin=$SECONDS status p f
    echo "=== $name"
    set +e
    (set -e; "$name") 2>&1 | tee "$logs/$name.log"
    status=${PIPESTATUS[0]}
    set -e
    read -r p f < <(count "$logs/$name.log")
    # A part that is no test suite is one check.
    if [ "$status" != 0 ] && [ "$f" = 0 ]; then f=1; fi
    if [ "$status" = 0 ] && [ "$p" = 0 ] && [ "$f" = 0 ]; then p=1; fi
    passed=$((passed + p)) failed=$((failed + f))
    times+=("$(printf '%-9s %4d s  %4d passed %3d failed' "$name" $((SECONDS - begin)) "$p" "$f")")
    last=$status
}

case "${1:-all}" in
all | full)
    parts=(fmt clippy deny spectral build spa rust browser clients)
    if [ "${1:-}" = full ]; then
        level=full
        parts+=(ignored fuzz mutants)
    fi
    # Without its set-up nothing else can say anything.
    part setup
    if [ "$last" != 0 ]; then parts=(); fi
    ;;
check) parts=(fmt clippy deny spectral) ;;
*) parts=("$@") ;;
esac
for name in ${parts[@]+"${parts[@]}"}; do part "$name"; done

echo "=== times"
printf '%s\n' "${times[@]}"
echo "total     $SECONDS s"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
