# 述职: `make run` starts the sandbox, `make test` runs every check. Both set up what they need.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: run setup test release room lock clean

# Ctrl+C is how one stops it: no mistake for make to report.
run: setup
	@trap : INT; $(BIN)/shuzhi demo || test $$? -eq 130

# A service may not write into the program's folder: what is not compiled here, every start compiles anew.
setup: $(VENV)/.ready
	@$(BIN)/python -m compileall -q bot handlers schedules deploy

test: $(VENV)/.ready-dev
	PATH="$(CURDIR)/$(BIN):$$PATH" tests/run

$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更新的版本,可以这样指定:make PYTHON=python3.12" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo '这台机器的 Python 缺少 venv,请先安装(例如 Debian 的 python3-venv 包)'; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo '正在安装运行所需的软件包(仅第一次,约一分钟)…'
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	@echo '正在安装检查工具…'
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# Wheel, source distribution and release archive of the last commit, in dist/.
release: setup
	$(BIN)/python scripts/release.py dist

# Every command of the guides, where nothing is installed; ROOM says which interpreter and which parts.
room: setup
	$(BIN)/python -m scripts.try_in_a_clean_room $(ROOM)

# Needs uv on the PATH. The hashes pin every file; no address is recorded, so any mirror serves.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	  --python-version 3.11 --extra build --extra postgresql --extra fast pyproject.toml -o requirements.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate \
	  --python-version 3.11 --extra build --extra postgresql --extra fast --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV) *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
