# The commands of the README. Rust and, for the tests with ONNX models, Python 3 are all they need.

CARGO ?= cargo
PYTHON ?= python3
VENV := target/onnx-venv

.PHONY: help serve test lint unit docs bench eval golden deny clean

help: ## What can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

serve: ## Index corpus/ and serve the search page on http://127.0.0.1:7878
	$(CARGO) run --release -- serve

test: lint unit docs ## Everything that must pass before a change is merged

lint: ## Formatting and clippy, warnings denied
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings

unit: $(VENV)/installed ## All tests
	ORT_DYLIB_PATH="$$($(VENV)/bin/python tests/onnx/library.py)" $(CARGO) test --locked

docs: ## The documentation of the library, warnings denied
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --document-private-items

bench: ## Timings of search, indexing and vector search
	$(CARGO) bench

eval: ## How good the rankings are, on the judged topics in queries/; fails below queries/baseline.json
	$(CARGO) run --release -q -- index corpus --index target/eval-index
	$(CARGO) run --release -q -- eval --index target/eval-index --topics queries/corpus.topics.jsonl \
		--qrels queries/corpus.qrels.tsv --vary mode=keyword --vary mode=semantic
	$(CARGO) test --locked --test rankings

golden: ## Refresh the golden files after a change that is meant to change them; review the diff
	UPDATE_GOLDEN=1 $(CARGO) test --locked --test rankings --test reading

deny: ## Licences and sources of the dependencies (needs cargo-deny)
	$(CARGO) deny check bans licenses sources

clean: ## Remove what was built
	$(CARGO) clean

$(VENV)/installed: tests/onnx/requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check -r $<
	touch $@
