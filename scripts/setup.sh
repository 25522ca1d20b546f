#!/usr/bin/env bash
# Installs what is missing, and only that; quick when nothing is. Debian's package manager, rustup, npm and pip.
#
#   scripts/setup.sh run    what `make run` needs: a C compiler, OpenSSL's headers, the wasm target (no Node)
#   scripts/setup.sh bench  also wrk
#   scripts/setup.sh test   also PostgreSQL, Chromium, Node, Java and the foreign validators
#   scripts/setup.sh full   also wrk, cargo-nextest, cargo-deny, cargo-mutants, cargo-fuzz and a nightly compiler for it
set -euo pipefail
cd "$(dirname "$0")/.."
level=${1:-run}

say() { echo "setup: $*" >&2; }
root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null; then sudo "$@"
    else say "needs root for: $*"; exit 1; fi
}

missing=()
# need PACKAGE COMMAND…: the package is wanted when the command fails.
need() { local package=$1; shift; "$@" >/dev/null 2>&1 || missing+=("$package"); }
have() { command -v "$1"; }

need gcc have cc
need libc6-dev test -e /usr/include/stdlib.h
need perl have perl
need pkg-config have pkg-config
need libssl-dev test -e /usr/include/openssl/ssl.h
need curl have curl
case $level in bench | full) need wrk have wrk ;; esac
case $level in test | full)
    need postgresql bash -c 'ls /usr/lib/postgresql/*/bin/initdb'
    need chromium test -x /usr/bin/chromium
    need fonts-dejavu-core test -e /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf
    need nodejs have node
    need npm have npm
    need default-jre-headless have java
    need python3 have python3
    need python3-venv bash -c 'python3 -c "import venv, ensurepip"'
    ;;
esac

if [ ${#missing[@]} -gt 0 ]; then
    command -v apt-get >/dev/null || { say "please install: ${missing[*]}"; exit 1; }
    say "apt-get install ${missing[*]}"
    root apt-get update -qq
    root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi

command -v cargo >/dev/null || { say "Rust is missing: install rustup with the stable toolchain"; exit 1; }
if command -v rustup >/dev/null; then
    installed=$(rustup target list --installed)
    case $installed in *wasm32-unknown-unknown*) ;; *) rustup target add wasm32-unknown-unknown >&2 ;; esac
fi
case $level in run | bench) exit 0 ;; esac

# Installed once per change of the lock or requirements file.
once() {
    local stamp=$1 source=$2; shift 2
    cmp -s "$source" "$stamp" && return
    "$@" >&2
    mkdir -p "$(dirname "$stamp")"
    cp "$source" "$stamp"
}
npm_ci() { say "npm ci in $1"; npm ci --prefix "$1" --no-audit --no-fund --loglevel=error; }
venv() {
    say "python packages into .venv"
    python3 -m venv .venv
    .venv/bin/pip install --quiet --disable-pip-version-check -r tests/clients/requirements.txt
}
once tests/e2e/node_modules/.stamp tests/e2e/package-lock.json npm_ci tests/e2e
once tests/clients/node_modules/.stamp tests/clients/package-lock.json npm_ci tests/clients
once .venv/.stamp tests/clients/requirements.txt venv
[ "$level" = test ] && exit 0

cargo nextest --version >/dev/null 2>&1 || cargo install cargo-nextest --locked
cargo deny --version >/dev/null 2>&1 || cargo install cargo-deny --locked
cargo mutants --version >/dev/null 2>&1 || cargo install cargo-mutants --locked
cargo fuzz --version >/dev/null 2>&1 || cargo install cargo-fuzz --locked
cargo +nightly --version >/dev/null 2>&1 || rustup toolchain install nightly --profile minimal
