# Everything that can be done with this repository. `make` alone lists it.
# It needs git, make and Python 3.11 or later; each target installs what else it needs, once.

PORT ?= 8080
DATA ?= .data
ARGS ?=

PYTHON = .venv/bin/python
PYTEST = $(PYTHON) -m pytest
INSTALLED = .venv/.installed
INSTALLED_BENCH = .venv/.installed-bench
INSTALLED_JAVASCRIPT = .venv/javascript/.installed
STACK = $(PYTHON) -m deploy.local --port "$(PORT)" --data "$(DATA)"

# side by side, each part on servers of its own (most of them wait for a disk); a whole system at a time after them
TOGETHER = $(PYTEST) -n 3 --dist loadfile --no-loadscope-reorder
APART = $(wildcard tests/unit tests/architecture tests/contract tests/component clients)

FUZZED = tests/unit tests/component/shared/test_walking.py tests/end_to_end/test_whatever_is_asked.py

# nine processes start faster from compiled modules, whatever this machine's habit is
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help install javascript up down reset load clock test test-unit test-component test-fault test-end-to-end test-compose fuzz chaos mutations bench lint contracts changes openapi

help: ## show this list
	@echo 'make TARGET [PORT=8080] [DATA=.data] [ARGS="more for pytest"]'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-17s %s\n", $$1, $$2 }' Makefile

install: $(INSTALLED) ## install the locked dependencies into .venv

$(INSTALLED): pyproject.toml uv.lock deploy/install.sh
	@sh deploy/install.sh
	@rm -f $(INSTALLED_BENCH)
	@touch $@

# a superset: what others need is there as well
$(INSTALLED_BENCH): pyproject.toml uv.lock deploy/install.sh
	@sh deploy/install.sh --group bench
	@touch $(INSTALLED) $@

# what others verify with in JavaScript; without it, the tests that ask it are skipped and say so
$(INSTALLED_JAVASCRIPT): $(INSTALLED) tests/javascript/package-lock.json
	@rm -rf .venv/javascript
	@mkdir -p .venv/javascript
	@cp tests/javascript/package.json tests/javascript/package-lock.json .venv/javascript/
	@cd .venv/javascript && PATH="$(CURDIR)/.venv/bin:$$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

javascript: $(INSTALLED_JAVASCRIPT) ## install the JavaScript libraries that tests verify with

up: $(INSTALLED) ## run the whole system on http://localhost:PORT until Ctrl-C; its data stays in DATA; DEMO=1 adds endpoints and mails to try
	@exec $(STACK) up $(if $(DEMO),--demo)

down: $(INSTALLED) ## stop the system that runs in DATA, from another terminal
	@$(STACK) down

reset: $(INSTALLED) ## stop it and remove its data folder
	@$(STACK) reset

load: $(INSTALLED) ## load the real data into the running system; twice changes nothing
	@$(STACK) load

clock: $(INSTALLED) ## tell the programme's day and what is due; TO=2027-01-15 moves it on, for a demonstration
	@$(STACK) clock $(if $(TO),--to "$(TO)")

test: $(INSTALLED) ## every test that needs nothing but this machine
	@$(MAKE) --no-print-directory javascript || echo 'The JavaScript libraries could not be installed; their tests will be skipped.'
	@$(TOGETHER) $(APART) $(ARGS)
	@# the longest first, beside all the others
	@$(PYTEST) -n 2 --dist loadfile --no-loadscope-reorder tests/end_to_end/test_whatever_is_asked.py tests/end_to_end $(ARGS)
	@# fault tests that are too long for every day do not carry the mark `quick`
	@$(PYTEST) tests/fault -m quick $(ARGS)

test-unit: $(INSTALLED) ## decisions alone: seconds
	@$(PYTEST) $(wildcard tests/unit tests/architecture) $(ARGS)

test-component: $(INSTALLED) ## one service at a time, on real servers
	@$(PYTEST) $(wildcard tests/component tests/contract) $(ARGS)

test-fault: $(INSTALLED) ## every fault, the long ones too
	@$(PYTEST) tests/fault $(ARGS)

test-end-to-end: $(INSTALLED) ## the four services together, through the gateway
	@$(PYTEST) tests/end_to_end $(ARGS)

test-compose: $(INSTALLED) ## the same against docker compose, under a project name of its own
	@$(PYTHON) deploy/test_compose.py $(ARGS)

fuzz: $(INSTALLED) ## ask the API, and test what must always hold, in many more ways: others each time, or by SEED again
	@seed="$(or $(SEED),$$(date +%s))"; echo "SEED=$$seed"; FUZZ_SEED="$$seed" FUZZ_EXAMPLES="$(or $(EXAMPLES),100)" FUZZ_SECONDS=7200 \
		HYPOTHESIS_PROFILE=thorough $(PYTEST) --hypothesis-seed="$$seed" --timeout=7200 $(FUZZED) $(ARGS)

chaos: $(INSTALLED) ## hurt the whole system at random for MINUTES (3), as SEED (1) decides, and judge from outside
	@$(PYTHON) -m tests.chaos --seed "$(or $(SEED),1)" --minutes "$(or $(MINUTES),3)" $(if $(LONG_OUTAGE),--long-outage "$(LONG_OUTAGE)")

mutations: $(INSTALLED) ## break the product on purpose, and show which test catches each break
	@$(PYTHON) -m tests.mutations $(ARGS)

bench: $(INSTALLED_BENCH) ## how fast it is, beside the bare parts; QUICK=1 takes under five minutes
	@$(PYTHON) -m tests.benchmarks $(if $(QUICK),--quick) $(ARGS)

lint: $(INSTALLED) ## style, types and the direction of imports
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy
	@.venv/bin/lint-imports

contracts: $(INSTALLED) ## write the joined contracts of the API and of the events anew, and the Python client from them
	@$(PYTHON) -m deploy.contracts
	@$(PYTHON) -m clients.python.tools

changes: $(INSTALLED) ## tell what changed in the events since the last release; ARGS="--url … --token-file …" names who reads it
	@$(PYTHON) -m deploy.contracts.changes $(ARGS)

openapi: contracts
