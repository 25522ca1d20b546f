#!/usr/bin/env bash
# Runs a command beside a real `qatysu serve` on demo data: own folder, own port, gone afterwards.
#
#   scripts/with-server.sh COMMAND [ARG…]      the command finds the address in QATYSU_URL
#
# QATYSU_BIN names the binary (default target/debug/qatysu), DATABASE_URL the database (default a new SQLite file).
set -euo pipefail
binary=${QATYSU_BIN:-target/debug/qatysu}
[ -x "$binary" ] || { echo "with-server.sh: $binary is missing; build it: cargo build -p cli" >&2; exit 1; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/qatysu-server.XXXXXX")
pid=
cleanup() {
    trap - EXIT
    if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; fi
    rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

export DATABASE_URL=${DATABASE_URL:-sqlite://$dir/qatysu.db}
export QATYSU_SECRETS=$dir/secrets QATYSU_MAIL_DIR=$dir/mail QATYSU_RATE_ADDRESS=1000000 QATYSU_RATE_ACCOUNT=1000000
"$binary" demo >"$dir/demo.log" 2>&1 || { cat "$dir/demo.log" >&2; exit 1; }
export QATYSU_DEMO_LOG=$dir/demo.log

start() {
    export QATYSU_BIND=127.0.0.1:$((32100 + RANDOM % 600))
    export QATYSU_URL=http://$QATYSU_BIND
    "$binary" serve >"$dir/serve.log" 2>&1 &
    pid=$!
    for _ in $(seq 300); do
        curl -fsS -o /dev/null "$QATYSU_URL/readyz" 2>/dev/null && return 0
        kill -0 "$pid" 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}
start || start || { echo "with-server.sh: the server did not become ready" >&2; cat "$dir/serve.log" >&2; exit 1; }
curl -fsS -o /dev/null "$QATYSU_URL/ru/" || { echo "with-server.sh: the server has no site; build it: cargo run -p xtask -- spa" >&2; exit 1; }

status=0
"$@" || status=$?
if [ $status != 0 ]; then echo "--- the server's last lines" >&2; tail -20 "$dir/serve.log" >&2; fi
exit $status
