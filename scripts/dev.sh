#!/usr/bin/env bash
# `make dev`: an unoptimised build that is rebuilt and restarted when a source changes (polled each second).
# The database is data/dev.db, so that `make run`'s stays as it is.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh run
mkdir -p data target
export DATABASE_URL=${DATABASE_URL:-sqlite://data/dev.db}
server=
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi; server=; }
trap stop EXIT
trap 'exit 0' INT TERM

mark=target/.dev
touch -d @0 "$mark"
while true; do
    if [ -n "$(find crates frontend migrations Cargo.toml -newer "$mark" -type f -print -quit)" ]; then
        touch "$mark"
        if cargo run --quiet -p xtask -- spa --dev && cargo build -p cli; then
            stop
            target/debug/qatysu demo
            target/debug/qatysu serve &
            server=$!
        fi
    fi
    sleep 1
done
