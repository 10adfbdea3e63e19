# `make up` opens the workbench, `make test` proves it; both set up what they need and ask nothing.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help up lab setup test lint types contracts front tests bench soak gambar lock clean

export PATH := $(CURDIR)/.venv/bin:$(PATH)
# A kernel that may not write bytecode compiles pandas at every start.
unexport PYTHONDONTWRITEBYTECODE

# What is set up is kept in stamps named after the content that asked for it, so a second run takes a moment.
key = $(firstword $(shell cat $(1) | cksum))
PYTHON_READY := .venv/.siap-$(call key,requirements.lock pyproject.toml)
NODE_READY := node_modules/.siap-$(call key,package.json package-lock.json .npmrc)
BROWSER_READY := .venv/bin/chromium
WORKSPACE = $${PENATAAN_HOME:-var}

help:
	@echo 'make up      memasang semuanya dan membuka aplikasi di http://localhost:8866   set up, open the apps'
	@echo 'make lab     membuka buku kerja analis di JupyterLab                           analysts'\'' notebooks'
	@echo 'make test    memasang semuanya dan menjalankan seluruh uji                     set up, run every test'
	@echo 'make setup   hanya memasang                                                    set up only'
	@echo 'make bench   mengukur kecepatan; satu bagian saja: make bench ONLY=placement   measure'
	@echo 'make soak    sepuluh peserta pada satu lokakarya, sepuluh menit; tanpa peramban: make soak LEVEL=proses MINUTES=1   many at once'
	@echo 'make gambar  membuat ulang gambar panduan dari aplikasi yang berjalan             pictures of the guide'
	@echo 'make lock    menulis ulang requirements.lock dari pyproject.toml               renew the lock'
	@echo 'make clean   menghapus lingkungan dan tembolok; var/ (data) tetap              remove all but var/'

$(PYTHON_READY):
	@sh tools/siap.sh python
	@rm -f .venv/.siap-* && touch $@

$(NODE_READY): $(PYTHON_READY)
	@sh tools/siap.sh node
	@touch $@

$(BROWSER_READY): | $(PYTHON_READY)
	@sh tools/siap.sh browser

setup: $(PYTHON_READY) $(NODE_READY) $(BROWSER_READY)

up: $(PYTHON_READY)
	@ls "$(WORKSPACE)"/snapshots/*/manifest.json >/dev/null 2>&1 || { \
		echo 'Belum ada data: menulis dan mengimpor provinsi contoh (fiktif)'; \
		demo=$$(mktemp -d) && trap 'rm -rf "$$demo"' EXIT && \
		penataan demo "$$demo" >/dev/null && penataan import "$$demo"; }
	@exec penataan serve

# JupyterLab left to itself asks for news, for updates and for extensions: nothing leaves this machine.
lab: $(PYTHON_READY)
	@exec jupyter lab --allow-root --LabApp.news_url=None --LabApp.extension_manager=readonly \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate notebooks/analisis

# One stage: its name, its command; the first that fails is named and ends the run.
stage = @printf '\n-- %s\n' '$(1)'; $(2) || { printf '\nGagal pada tahap: %s (failed stage)\n' '$(1)' >&2; exit 1; }

test: setup lint types contracts front tests
	@printf '\nSemua uji lulus (all tests pass)\n'

lint: $(PYTHON_READY)
	$(call stage,gaya: ruff check,ruff check --quiet)
	$(call stage,gaya: ruff format,ruff format --check --quiet --diff)

types: $(PYTHON_READY)
	$(call stage,tipe: mypy,mypy)

contracts: $(PYTHON_READY)
	$(call stage,arah impor: import-linter,lint-imports --no-logo)

front: $(NODE_READY)
	$(call stage,front end: tsc,npm run --silent check)
	$(call stage,front end: node --test,npm --silent test)
	$(call stage,front end: widgets/static sama dengan hasil `npm run build`,npm run --silent same)

tests: setup
	$(call stage,uji: pytest,pytest -q -n 2 --dist loadfile)

bench: setup
	@python -m tests.bench $(ONLY)

soak: setup
	@LEVEL=$(LEVEL) PEOPLE=$(PEOPLE) MINUTES=$(MINUTES) python -m tests.soak

gambar: setup
	@python -m tools.gambar

lock: $(PYTHON_READY)
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --all-extras \
		pyproject.toml -o requirements.lock

clean:
	rm -rf .venv node_modules build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find workbench widgets tests -name __pycache__ -prune -exec rm -rf {} +
