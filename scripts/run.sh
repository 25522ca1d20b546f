#!/usr/bin/env bash
# `make run`: set-up, server, SPA, demo data, serve. Each step is skipped when it is up to date.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/setup.sh run
cargo build --release -p cli
cargo run --quiet -p xtask -- spa
mkdir -p data
target/release/qatysu demo
exec target/release/qatysu serve
