.DEFAULT_GOAL := help
.PHONY: help setup quick test slowed check fmt publish locks faults untrusted bench demo up play ask down fresh clean
SHELL := /bin/bash
PYTHON ?= python3
TIMES ?= 20
WORKERS ?= 3
EXAMPLES ?= 25
SERVICE ?= review-registry
# What runs below the services in tests, demo and figures: embedded, containers (Apache Kafka and MongoDB), or external.
STACK ?= embedded
IDEMPOTENT ?= false
export STACK IDEMPOTENT
TESTS_embedded :=
TESTS_external := tests/journeys tests/faults
TESTS_containers := $(TESTS_external) tests/kafka
RUN := .venv/bin/python -m
READY := .venv/.complete
# What is started again and again is compiled once, also where the machine says otherwise.
export PYTHONDONTWRITEBYTECODE :=

help: ## list the targets
	@awk -F ':.*## ' '/^##@ / {printf "\n%s\n", substr($$0, 5)} /^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

##@ Develop

setup: $(READY) ## install what development needs into .venv (done by every target that needs it)

$(READY): requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed: make PYTHON=python3.11 setup"; exit 1; }
	@echo "Installing $$(grep -c '==' $<) packages into .venv (half a minute at most, and only when the lock changes) ..."
	@$(PYTHON) -m venv .venv
	@$(RUN) pip install --quiet --disable-pip-version-check --progress-bar off --no-compile --require-hashes -r $<
	@touch $@ && echo "Installed."

check: $(READY) ## format, lint, strict types, import rules, published contracts
	@echo "format";    $(RUN) ruff format --check --quiet .  || { echo "make fmt puts this right"; exit 1; }
	@echo "lint";      $(RUN) ruff check --quiet .
	@echo "types";     $(RUN) mypy
	@echo "imports";   .venv/bin/lint-imports --no-cache --config pyproject.toml
	@echo "contracts"; $(RUN) contracts.publishing.publish --check && $(RUN) local.openapi --check

fmt: $(READY) ## put the format, the order of imports and the lines of the tour right
	@$(RUN) ruff check --quiet --fix-only .
	@$(RUN) ruff format .
	@$(RUN) tests.support.tour

publish: $(READY) ## write contracts/published anew
	@$(RUN) contracts.publishing.publish
	@$(RUN) local.openapi

locks: ## pin the dependencies of pyproject.toml anew (needs uv)
	@for it in "requirements.lock" "requirements-dev.lock --extra dev --extra local"; do \
		uv pip compile --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet pyproject.toml -o $$it; \
	done

clean: ## down, then remove .venv, .local and the caches
	@if [ -x .venv/bin/python ] && [ -d .local ]; then $(RUN) local.stack down; fi
	@rm -rf .venv .local .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

##@ Test

quick: $(READY) ## the tests that need no broker: unit, contracts, conformance, component
	@$(RUN) pytest -n $(WORKERS) tests/unit tests/contracts tests/conformance tests/component

test: $(READY) ## every test (make test STACK=containers: journeys, faults and kafka on Apache Kafka and MongoDB)
	@$(RUN) pytest -n $(WORKERS) $(TESTS_$(STACK))

slowed: $(READY) ## tests of running services whose relay, inbox, sweep and projections each wait 300 ms after their effect
	@SLOWED_SECONDS=0.3 $(RUN) pytest -n $(WORKERS) --timeout 240 tests/service tests/journeys tests/faults

faults: $(READY) ## the fault tests TIMES times (make faults TIMES=20), with the time of each run
	@$(RUN) tests.support.repeat --times $(TIMES) -- -n $(WORKERS) tests/faults

untrusted: $(READY) ## what nobody can foresee: 25 of each route and mode (make untrusted EXAMPLES=25), and random bytes on each topic
	@UNTRUSTED_EXAMPLES=$(EXAMPLES) $(RUN) pytest --timeout 600 tests/conformance/test_untrusted.py

bench: $(READY) ## figures of speed and size beside their yardsticks, and how cost grows; some twenty minutes; see docs/benchmarks.md
	@$(RUN) benchmarks

##@ Run

demo: $(READY) ## a year of a realistic case, told as it is played (make demo HOW=--slow, or --quiet); also as a page, .local/story.html
	@$(RUN) demo --page .local/story.html $(HOW)

up: $(READY) ## start everything on the data in .local and leave it running
	@$(RUN) local.stack up

play: $(READY) ## tell the demo's story on the stack that is up
	@$(RUN) local.stack play

ask: $(READY) ## an operator's task on the stack that is up (make ask SERVICE=review-registry TASK="parked --json")
	@$(RUN) local.stack ask $(SERVICE) $(TASK)

down: $(READY) ## stop what up started; the data stays
	@$(RUN) local.stack down

fresh: $(READY) ## down, empty the data, up
	@$(RUN) local.stack fresh
