# Qatysu. `make` lists the commands. `run` and `test` install what they miss by themselves.
.DEFAULT_GOAL := help
.PHONY: help setup setup-full run test test-full check bench bench-tally tour dev pg clean
SHELL := bash

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install what `make run` and `make test` need (idempotent)
	@scripts/setup.sh test

setup-full: ## also cargo-nextest, cargo-deny, cargo-mutants, cargo-fuzz, wrk (compiles for a while)
	@scripts/setup.sh full

run: ## build everything, load the demo if the database is empty, serve on http://127.0.0.1:8080
	@scripts/run.sh

test: ## all checks and suites, on SQLite and PostgreSQL, with a browser and foreign validators
	@scripts/test.sh

test-full: ## `make test` plus long tests, fuzzing and mutants of the rules that decide
	@scripts/test.sh full

check: ## fmt, clippy, licences (cargo-deny where installed), spectral
	@scripts/setup.sh test
	@scripts/test.sh check

bench: ## requests per second of a snapshot beside the same bytes from memory
	@scripts/setup.sh bench
	cargo bench -p qatysu-tests --bench snapshots

bench-tally: ## the tally beside pabutools on the same files, then Criterion
	@scripts/bench-tally.sh

tour: ## walk ten scenes of the demo in a small browser, write docs/tour.md with pictures
	@scripts/setup.sh test
	cargo run --quiet -p xtask -- spa
	cargo build --quiet -p cli
	scripts/with-server.sh node tests/e2e/tour.mjs

dev: ## build unoptimised, serve, rebuild and restart when sources change
	@scripts/dev.sh

pg: ## a private PostgreSQL for tests by hand; prints its URL, Ctrl-C ends it
	@scripts/pg.sh

clean: ## remove what was built (keeps data/)
	rm -rf target .venv tests/e2e/node_modules tests/clients/node_modules
