#!/usr/bin/env bash
# `make run`: set-up, SPA, server, demo data, serve. Each step is skipped when it is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh run
cargo run --quiet -p xtask -- spa
# The binary holds the SPA; cargo does not see that files have come into that folder.
[ target/release/qatysu -nt target/web/dist.stamp ] || touch crates/api/build.rs
cargo build --release -p cli
mkdir -p data
target/release/qatysu demo
exec target/release/qatysu serve
