# Everything starts from a clone: each target prepares what it needs first.
#
#   make run     the window          make test    the tests      make test-all   the slow ones too
#   GPU=cuda|vulkan|metal|cpu        chooses the backend llama.cpp is built with (default: auto)
#   PYTHON=python3.12                chooses the interpreter
#   SIZE=toy|small|full              how large a starter model `make starter` trains
#   PACKAGE_GPU=vulkan|cuda|none     chooses the GPU's backend that a package holds
#   WORKERS=2                        how many processes test; 0 is this one alone, to debug in

PYTHON ?= python3
GPU ?= auto
PACKAGE_GPU ?= $(if $(filter Darwin,$(shell uname -s)),none,vulkan)
PY = .venv/bin/python
PACKER = build/packer/bin/python
ARGS ?=
WORKERS ?= 2

.DEFAULT_GOAL := help
SIZE ?= small
.PHONY: help run test test-all test-gpu check format screenshots bench lock starter translations \
  clean package package-test ready-package ready-run ready-test ready-starter

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

ready-run:
	@$(PYTHON) packaging/set_up.py run --gpu $(GPU)

ready-test:
	@$(PYTHON) packaging/set_up.py test --gpu $(GPU)

ready-starter: ready-test
	@$(PY) -c "import torch, tokenizers, tqdm" 2>/dev/null || \
	  $(PY) -m pip install -q "torch==2.13.0" "tokenizers>=0.22" "tqdm>=4.67"

# What is compiled in another way first: pip leaves in place what has the locked version already.
ready-package: ready-run
	@test -x $(PACKER) || $(PYTHON) -m venv build/packer
	@$(PACKER) -m pip install -q --no-compile --require-hashes -r packaging/requirements.lock
	@$(PACKER) packaging/build_wheels.py --gpu $(PACKAGE_GPU) --install
	@$(PACKER) -m pip install -q --no-compile --require-hashes -r requirements.lock

run: ready-run ## open the window (with no display: chat in the terminal)
	@$(PY) -m assistant $(ARGS)

test: ready-test ## run the tests, all but the slow ones
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n $(WORKERS) --dist loadfile -m "not slow" $(ARGS)

test-all: ready-test ## run all tests
	@QT_QPA_PLATFORM=offscreen $(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

test-gpu: ready-test ## run the engine's tests with all layers on a Vulkan device
	@$(PYTHON) packaging/test_on_vulkan.py $(ARGS)

check: ready-test ## ruff, mypy, the layer contracts, the translations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) packaging/translate.py --check

format: ready-test ## let ruff format the code
	$(PY) -m ruff check --fix .
	$(PY) -m ruff format .

screenshots: ready-test ## draw every screen into screenshots/
	QT_QPA_PLATFORM=offscreen $(PY) -m tests.screenshots $(ARGS)

starter: ready-starter ## train the starter model (on a GPU if there is one); goes on where it stopped
	$(PY) -m models.starter.recipe --size $(SIZE) $(ARGS)

bench: ready-test ## measure against bare Qt and bare llama.cpp, print ratios
	$(PY) -m tests.bench $(ARGS)

package: ready-package ## build the application as one folder, a .deb and a .tar.gz, in dist/
	$(PACKER) packaging/build_app.py
	$(PACKER) packaging/build_tarball.py
	@command -v dpkg-deb >/dev/null && $(PACKER) packaging/build_deb.py || echo "no dpkg-deb: no .deb"
	$(PACKER) packaging/sbom.py

package-test: ## install dist/*.deb into a clean Debian and use it there (root, debootstrap)
	$(PYTHON) packaging/smoke_test.py $(ARGS)

translations: ready-test ## collect the window's texts and compile the translations
	$(PY) packaging/translate.py

lock: ready-test ## resolve the dependencies again
	.venv/bin/uv -q pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --annotation-style line pyproject.toml -o requirements.lock
	.venv/bin/uv -q pip compile --universal --python-version 3.11 --generate-hashes --no-header \
	  --annotation-style line pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean: ## remove the environment and everything that was built
	rm -rf .venv build dist screenshots .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis
