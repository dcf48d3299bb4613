.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.PHONY: help install bytecode dev demo bench eval eval-swap bench-peers chaos soak desk-soak mcp-kills desk-clock test check docs lock clean \
	contract elasticsearch coverage hooks sbom licenses audit

PYTHON ?= python3
# Certificates of the machine, also those of a company's own proxy.
export UV_SYSTEM_CERTS ?= 1
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
PYTHON_STAMP := $(VENV)/.installed
WEB_STAMP := web/node_modules/.built
WEB_SOURCES := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command 'make lock'
OURS := activities api channels domain duralogue example_practice example_shop infra \
	provider_doubles workers workflows
# Raise one when the figure rises; `make coverage` fails below it.
COVERAGE_FLOORS := domain=95 workflows=93 activities=92
COVERED_BY := tests/unit tests/workflows tests/integration/knowledge \
	tests/integration/postgres/test_ownership.py tests/integration/postgres/test_people.py
SPEC_FILES := slack_web_openapi_v3.json twilio_api_v2010.json
CONTRACT_TOOLS := build/contract/node_modules/.bin
HAS_WEB := $(wildcard web/package-lock.json)

##@ Use it
help: ## Show the targets
	@awk -F ':.*## ' '/^##@ / {printf "%s%s\n", gap, substr($$0, 5); gap = "\n"} \
		/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# Compiled once, even where Python is told not to write: workflow code is loaded anew for every
# conversation, and every part of a stack loads all of it.
bytecode: install
	@$(BIN)/python -m compileall -q $(OURS)

install: $(PYTHON_STAMP) $(if $(HAS_WEB),$(WEB_STAMP)) ## Install what the project needs into .venv and web/

dev: bytecode ## Start the whole product on this machine; Ctrl-C stops it: TENANT=dentist WITH=slack,sms,cohere
	@$(BIN)/duralogue dev --tenant tenants/$(or $(TENANT),acme) $(if $(WITH),--with $(WITH))

demo: bytecode ## Play a customer's day against a stack of its own: TENANT=dentist
	@$(BIN)/duralogue demo --tenant $(or $(TENANT),acme)

##@ Measure it and break it
bench: bytecode ## Measure turns and what they cost, beside the floors: ENGINE=cluster
	@$(BIN)/python -m bench --crowd 500 --engine $(or $(ENGINE),dev)

eval: bytecode ## Measure what is understood, found and answered: DATA=folder ONLY="area …"
	@$(BIN)/python -m bench.evals $(if $(DATA),--data '$(DATA)') $(if $(ONLY),--only $(ONLY))

eval-swap: bytecode ## Measure a swap of knowledge among 100,000 passages (minutes to fill): PASSAGES=n
	@$(BIN)/python -m bench.evals.retrieval_speed $(or $(PASSAGES),100000) swap

bench-peers: install ## Measure LangGraph on the same PostgreSQL, in an environment of its own
	@$(BIN)/python -m bench.peers

chaos: bytecode ## Kill everything while a crowd talks, and judge: SEED=n MESSAGES=n REPLICAS=2 BURN=6 ENGINE=cluster
	$(BIN)/python -m tests.chaos --seed $(or $(SEED),1) --messages $(or $(MESSAGES),2000) \
		--replicas $(or $(REPLICAS),1) --burn $(or $(BURN),0) --engine $(or $(ENGINE),dev) $(CHAOS)

soak: install ## A conversation of 5,000 messages in a simulated year
	$(BIN)/pytest -q tests/workflows/test_bounded.py --year-of-messages 5000

# Over two seconds between the network's return and a true screen is a failure.
desk-soak: bytecode ## Cut an agent's desk off at random while others go on: RUNS=n SEED=n
	$(BIN)/pytest -q tests/e2e/browser/test_desk_interruptions.py -k every_cut --timeout 7200 \
		--desk-cuts $(or $(RUNS),200) --desk-seed $(or $(SEED),1)

mcp-kills: bytecode ## Kill whoever calls an MCP server's tools, at every point, and let a day pass
	$(BIN)/pytest -q --every-kill tests/integration/mcp

desk-clock: install ## Hold service levels against a reference calculator: CASES=n
	$(BIN)/python -m tests.unit.domain.desk.service_reference $(or $(CASES),100000)

##@ Change it
# Temporal's detector of deadlocks counts seconds: on a busy machine it takes a pause for one.
# The tests are compiled once, too, even where Python is told not to write: each worker loads them.
test: bytecode ## Run every test
	PYTHONDONTWRITEBYTECODE= TEMPORAL_DEBUG=1 $(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder
	$(if $(HAS_WEB),npm --prefix web test --silent)

# The descriptions are the vendors' own and stay outside the tree: SPECS names their folder.
contract: bytecode ## Hold the vendors' SDKs and our doubles against the vendors' descriptions: SPECS=folder
	@test -n '$(SPECS)' || { echo 'SPECS is missing: the folder with $(SPEC_FILES)' >&2; exit 1; }
	@for file in $(SPEC_FILES); do \
		test -f '$(SPECS)'/$$file || { echo "SPECS: $$file is not in $(SPECS)" >&2; exit 1; }; done
	@command -v npm >/dev/null || { echo 'npm is needed for Prism: install Node 20 or newer' >&2; exit 1; }
	@test -x $(CONTRACT_TOOLS)/prism -a -x $(CONTRACT_TOOLS)/emulate || npm install --silent --no-audit \
		--no-fund --prefix build/contract @stoplight/prism-cli@5.14.2 emulate@0.9.0
	$(BIN)/pytest -q tests/contract --specs '$(SPECS)' --node-tools $(CONTRACT_TOOLS)

# A node of its own, out of jars that are downloaded for tests and never shipped.
elasticsearch: bytecode ## Run the tests that need a real Elasticsearch node (JDK 21+ and Maven)
	@$(BIN)/python -m tests.elasticsearch_node.node
	$(BIN)/pytest -q --elasticsearch tests/integration/elasticsearch tests/integration/knowledge/test_retrievers.py \
		tests/integration/knowledge/test_elasticsearch_killed.py

# Tracing doubles the time of a test, so a test that counts seconds may fail here: `make test` judges
# those. Temporal's detector of deadlocks counts seconds, too, and is off.
coverage: bytecode ## Measure branch coverage of the engine, workflows and activities; each has a floor
	TEMPORAL_DEBUG=1 $(BIN)/pytest -q -n 2 --dist loadfile --cov --cov-report= $(COVERED_BY) || [ $$? = 1 ]
	@for floor in $(COVERAGE_FLOORS); do \
		echo "$${floor%=*}, at least $${floor#*=} %:"; \
		$(BIN)/coverage report --include="$${floor%=*}/*" --fail-under="$${floor#*=}" | tail -n 1; \
	done

check: install ## Lint, types, import contracts, house rules, links between documents
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(if $(HAS_WEB),npm --prefix web run --silent check)
	$(BIN)/pytest -q tests/test_architecture.py tests/test_documents.py

hooks: $(PYTHON_STAMP) ## Check style and house rules at every git commit
	$(BIN)/pre-commit install

docs: $(PYTHON_STAMP) ## Write what of the pages is made from the code
	$(BIN)/python -m duralogue.settings_page > docs/reference/settings.md
	$(BIN)/python -m tests.tutorial
	$(BIN)/python -m tests.dentist_tutorial
	$(BIN)/python -m tests.hosted_tutorial

clean: ## Remove what can be made again, but not .duralogue with its conversations
	rm -rf $(VENV) build web/node_modules web/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

##@ What it is made of
lock: $(PYTHON_STAMP) ## Resolve the Python dependencies again, into the lock files
	$(COMPILE) --upgrade --extra dev pyproject.toml --output-file requirements.lock
	$(COMPILE) --constraints requirements.lock --extra cohere --extra elasticsearch --extra mcp pyproject.toml --output-file infra/deploy/requirements.lock

sbom: install ## Write the bill of materials (CycloneDX) to build/sbom
	$(BIN)/python -m tests.supply_chain sbom

licenses: install ## List the licence of every package; fail on one that is not allowed
	$(BIN)/python -m tests.supply_chain licenses

audit: install ## Ask for known vulnerabilities (needs the network)
	$(BIN)/python -m tests.supply_chain audit

$(PYTHON_STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Python 3.11 or newer is needed: make install PYTHON=/path/to/python3.11' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	$(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	touch $@

$(WEB_STAMP): $(WEB_SOURCES)
	@command -v npm >/dev/null || { echo 'npm is needed for web/: install Node 22 or 24' >&2; exit 1; }
	npm --prefix web ci --no-audit --no-fund
	npm --prefix web run build
	touch $@
