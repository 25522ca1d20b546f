#!/usr/bin/env bash
# Runs a command beside a private PostgreSQL: own folder, own port, gone afterwards.
#
#   scripts/pg.sh [--durable] [COMMAND [ARG…]]
#
# The command finds the administrator's URL in QATYSU_TEST_PG. Without a command it prints the URL and waits for
# Ctrl-C. Ordinary tests run with fsync off; `--durable` leaves it on, for tests that kill things.
# No server has to be prepared and Debian's own cluster is not touched. Access is `trust` on the loopback address.
set -euo pipefail

durable=off
if [ "${1:-}" = --durable ]; then durable=on; shift; fi

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || echo /missing/initdb)")
[ -x "$bin/initdb" ] || { echo "pg.sh: PostgreSQL is not installed; run: make setup" >&2; exit 1; }

# initdb refuses root: Debian's package made the user `postgres`.
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then as() { (cd / && runuser -u postgres -- "$@"); }; fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/qatysu-pg.XXXXXX")
if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; fi
cleanup() {
    trap - EXIT
    as "$bin/pg_ctl" stop -D "$dir/data" -m immediate -s >/dev/null 2>&1 || true
    rm -rf "$dir"
}
trap cleanup EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

as "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$dir/initdb.log" 2>&1 ||
    { cat "$dir/initdb.log" >&2; exit 1; }
as tee -a "$dir/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$dir'
max_connections = 300
shared_buffers = 128MB
fsync = $durable
synchronous_commit = $durable
full_page_writes = $durable
CONF

# A free port: try some, the server itself says whether one is taken.
port=
for _ in 1 2 3 4 5 6 7 8; do
    try=$((20000 + RANDOM % 12000))
    if as "$bin/pg_ctl" start -D "$dir/data" -l "$dir/data/server.log" -w -t 30 -s -o "-p $try" >/dev/null 2>&1; then
        port=$try
        break
    fi
done
[ -n "$port" ] || { cat "$dir/data/server.log" >&2; exit 1; }

export QATYSU_TEST_PG="postgres://postgres@127.0.0.1:$port/postgres"
if [ $# -gt 0 ]; then
    "$@"
else
    echo "$QATYSU_TEST_PG"
    echo "export QATYSU_TEST_PG=$QATYSU_TEST_PG   # in another shell; Ctrl-C here stops the server" >&2
    sleep infinity &
    trap 'kill %1; exit 0' INT TERM
    wait $!
fi
