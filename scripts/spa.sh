#!/usr/bin/env bash
# Builds the SPA into target/web/dist unless nothing that it is made of has changed. Options go to xtask.
set -euo pipefail
cd "$(dirname "$0")/.."
stamp=target/web/.stamp${1:-}
other=target/web/.stamp$([ "${1:-}" = --dev ] || echo --dev)
sources=(frontend crates/domain crates/tally crates/api-types crates/i18n crates/xtask Cargo.toml Cargo.lock)
# Folders count too: their time changes when a file is removed.
if [ -e "$stamp" ] && [ -d target/web/dist ] && [ -z "$(find "${sources[@]}" -newer "$stamp" -print -quit)" ]; then
    exit 0
fi
mkdir -p target/web
touch "$stamp.new"   # the time before the build: a file saved while it runs counts as newer
cargo run --quiet -p xtask -- spa "$@"
mv "$stamp.new" "$stamp"
rm -f "$other"
