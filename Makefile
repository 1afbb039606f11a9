# Daylake: a menu. `make run` and `make test` need nothing but the system packages that the README lists.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PYTHON ?= python3
MVN := mvn --batch-mode --no-transfer-progress --quiet -Dstyle.color=never
# Debian's Maven writes colour codes even where it is told not to.
PLAIN := 2>&1 | sed 's/\x1b\[0m//g'
UV := .daylake/venv/tools/bin/uv
LOCAL := .daylake/venv/local/bin
AIRFLOW := .daylake/venv/airflow/bin
LAPTOP := $(LOCAL)/python -m laptop
JAR := spark-jobs/target/daylake.jar

help: ## Show this menu
	@sed -nE 's/^([a-z-]+):.*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: deps ## Run a day end to end: DATA=file.csv DAY=2016-01-04 ON_BAD_ROWS=keep
	@$(LAPTOP) run $(if $(DATA),--data '$(DATA)') $(if $(DAY),--day '$(DAY)') $(if $(ON_BAD_ROWS),--on-bad-rows '$(ON_BAD_ROWS)')

up: deps ## Keep the whole stack running, the daily schedule live
	@$(LAPTOP) up

env: ## Print shell exports: eval "$(make -s env)"
	@$(LAPTOP) env

status: ## Show what runs where
	@$(LAPTOP) status

down: ## Stop everything
	@$(LAPTOP) down

test: deps dist ## Run every test and print the seconds of each suite
	@$(LOCAL)/python -m laptop.suites

test-terraform: deps dist ## Apply terraform/ to the local AWS, run a day on it, destroy it
	@$(LOCAL)/python -m laptop.suites terraform

test-trino: deps ## Ask Trino all that the local Athena's tests ask (after make trino)
	@$(LOCAL)/python -m laptop.suites trino

deploy: deps ## Bring jar, SQL and DAGs to what terraform/ made (docs/deploy.md)
	@$(LOCAL)/python -m deploy deploy

deploy-check: deps ## Verify what terraform/ made and make deploy filled
	@$(LOCAL)/python -m deploy check

trino: deps ## Fetch Trino, which Athena is, once for this user (500 MB; ATHENA_ENGINE=trino make up)
	@localstack/trino/fetch "$${XDG_CACHE_HOME:-$$HOME/.cache}/daylake/trino-476"
	@$(LOCAL)/python -m localstack_lakehouse.athena.trino.installation

bench-ingest: deps .daylake/venv/bench/.done .daylake/bench/jars/.done .daylake/bench/debian/.done ## Measure ingest beside others: ROWS=1000000,8000000 ROUNDS=3 PEERS=… KEEP=1
	@$(LOCAL)/python -m bench $(if $(ROWS),--rows '$(ROWS)') $(if $(ROUNDS),--rounds '$(ROUNDS)') $(if $(PEERS),--peers '$(PEERS)') $(if $(KEEP),--keep)

faults: deps .daylake/faults/.done ## Prove the promise under every fault we can name: ONLY=pattern BREAK=variant
	@$(LOCAL)/python -m faults $(if $(ONLY),--only '$(ONLY)') $(if $(BREAK),--break '$(BREAK)')

schedules: deps .daylake/faults/.done ## Play publishing against a faulty S3 and Glue: SCHEDULES=10000 SEED=1 BREAK=no-lease
	@java -cp spark-jobs/target/test-classes:spark-jobs/target/classes:$$(cat .daylake/faults/class-path) io.daylake.Schedules $(or $(SCHEDULES),10000) $(or $(SEED),1) $(BREAK) 2> >(grep -v '^SLF4J' >&2)

dist: deps .daylake/dist/plugins.zip ## Build the files that terraform/ uploads

fmt: deps ## Format everything
	@$(LOCAL)/ruff format --quiet $(PYTHON_CODE)
	@$(LOCAL)/ruff check --quiet --fix $(PYTHON_CODE)
	@$(MVN) --projects spark-jobs spotless:apply $(PLAIN)
	@if command -v terraform >/dev/null; then terraform fmt -recursive terraform; fi

PYTHON_CODE := bench deploy dags faults functions laptop localstack terraform tests

deps: .daylake/spark/.done .daylake/servers/.done .daylake/servers-mysql/.done .daylake/venv/local/.done .daylake/venv/airflow/.done .daylake/dist/rotation.zip $(JAR) ## Download and build everything, start nothing

clean: ## Forget the stack's state (rows, Airflow's history, logs); downloads stay
	@if [[ -x $(LOCAL)/python ]]; then $(LAPTOP) down; fi
	@rm -rf .daylake/state .daylake/test

.daylake/checked: laptop/check-machine.sh
	@mkdir -p .daylake
	@PYTHON='$(PYTHON)' laptop/check-machine.sh
	@touch $@

$(UV): | .daylake/checked
	@echo 'deps: uv, which installs the Python environments'
	@$(PYTHON) -m venv .daylake/venv/tools
	@.daylake/venv/tools/bin/pip install --quiet --disable-pip-version-check uv==0.13.8

.daylake/venv/local/.done: laptop/requirements.lock localstack/pyproject.toml | $(UV)
	@echo 'deps: the local AWS and the tools (Python, about 500 MB)'
	@$(UV) venv --quiet --clear --python $(PYTHON) $(@D)
	@$(UV) pip sync --quiet --python $(LOCAL)/python --require-hashes laptop/requirements.lock
	@$(UV) pip install --quiet --python $(LOCAL)/python --no-deps --editable localstack
	@$(LOCAL)/python -c 'from localstack_lakehouse import api_index; api_index.build()'
	@touch $@

.daylake/venv/airflow/.done: dags/requirements-laptop.lock | $(UV)
	@echo 'deps: Airflow (Python, about 400 MB)'
	@$(UV) venv --quiet --clear --python $(PYTHON) $(@D)
	@$(UV) pip sync --quiet --python $(AIRFLOW)/python --require-hashes dags/requirements-laptop.lock
	@touch $@

.daylake/venv/bench/.done: bench/requirements.lock | $(UV)
	@echo 'bench: the tools that ingest is measured against (Python, about 800 MB)'
	@$(UV) venv --quiet --clear --python $(PYTHON) $(@D)
	@$(UV) pip sync --quiet --python $(@D)/bin/python --require-hashes bench/requirements.lock
	@touch $@

.daylake/bench/jars/.done: bench/spark/pom.xml | .daylake/checked
	@$(MVN) -f bench/spark/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/$(@D) $(PLAIN)
	@touch $@

# mydumper comes as Debian's package, unpacked without being installed; elsewhere the bench says that it is not there.
.daylake/bench/debian/.done: | .daylake/checked
	@mkdir -p $(@D)
	@if cd $(@D) && apt-get --quiet=2 download mydumper libmariadb3 libpcre3 2>apt.log; then for each in *.deb; do dpkg-deb --extract $$each .; done; fi
	@touch $@

# What runs the cells of the program: its tests' classes, their class path, and the JVM's options that Spark needs.
.daylake/faults/.done: spark-jobs/pom.xml $(shell find spark-jobs/src -name '*.java' 2>/dev/null) | .daylake/checked
	@mkdir -p $(@D)
	@$(MVN) --projects spark-jobs test-compile dependency:build-classpath -Dmdep.outputFile=$(CURDIR)/$(@D)/class-path $(PLAIN)
	@sed -nE 's/.*<argLine>-Dwrite=\S+ -Dsnapshots=\S+ (.*)<\/argLine>.*/\1/p' spark-jobs/pom.xml > $(@D)/java-options
	@touch $@

.daylake/spark/.done: $(wildcard localstack/spark/* localstack/spark/bin/*) | .daylake/checked
	@echo 'deps: Spark (jars, about 300 MB)'
	@rm -rf $(@D)
	@$(MVN) -f localstack/spark/pom.xml dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/.daylake/spark/jars $(PLAIN)
	@cp -r localstack/spark/bin $(@D)/bin
	@SPARK_HOME=$(CURDIR)/$(@D) localstack/spark/archive-classes
	@touch $@

.daylake/servers/.done: laptop/servers/pom.xml laptop/servers/arrange.py | .daylake/checked
	@echo 'deps: MariaDB and PostgreSQL (about 160 MB)'
	@rm -rf $(@D)
	@$(MVN) -f laptop/servers/pom.xml dependency:unpack-dependencies -DoverWriteReleases=true -DoutputDirectory=$(CURDIR)/.daylake/servers/jars $(PLAIN)
	@$(PYTHON) laptop/servers/arrange.py $(@D)
	@touch $@

.daylake/servers-mysql/.done: laptop/servers/fetch_mysql.py | .daylake/checked
	@echo 'deps: MySQL, for tests (about 60 MB)'
	@$(PYTHON) laptop/servers/fetch_mysql.py $(@D)
	@if [[ -f $(@D)/missing ]]; then cat $(@D)/missing; fi
	@touch $@

.daylake/dist/rotation.zip: $(shell find functions sql/*/grants -type f -not -path '*/__pycache__/*' -not -path '*/tests/*' 2>/dev/null) .daylake/venv/local/.done
	@echo 'deps: the Lambda functions'
	@mkdir -p $(@D)
	@$(LOCAL)/python -m functions.build $(@D)
	@touch $@

.daylake/dist/plugins.zip: $(wildcard dags/plugins/*.py) dags/requirements.in deploy/mwaa.py functions/build.py .daylake/venv/local/.done
	@echo 'dist: what MWAA installs'
	@$(LOCAL)/python -m deploy.mwaa $(@D)
	@touch $@

$(JAR): pom.xml spark-jobs/pom.xml $(shell find spark-jobs/src/main -type f 2>/dev/null) | .daylake/checked
	@echo 'deps: the jar'
	@$(MVN) -DskipTests package $(PLAIN)
	@touch $@

.PHONY: help run up env status down test trino test-terraform test-trino deploy deploy-check bench-ingest faults schedules dist fmt deps clean
