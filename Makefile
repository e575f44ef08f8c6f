# make demo, make test; what they do without make stands in README.md.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV SCRAPY_SETTINGS_MODULE SCRAPY_PROJECT PYTEST_ADDOPTS
PY = .venv/bin/python

.PHONY: help demo test lint crawl environment clean

help:
	@echo "make demo               run everything over the sample archive, without network, into demo.db"
	@echo "make test               run every test"
	@echo "make crawl SITE=NAME    crawl a site into news.db (make sites lists the names)"
	@echo "make lint               check the style"

environment:
	@PYTHON="$(PYTHON)" sh environment.sh

demo: environment
	@$(PY) demo/run.py

test: environment
	@$(PY) -m pytest -n auto --dist loadfile

lint: environment
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

crawl: environment
	@test -n "$(SITE)" || { echo "warta: say which site: make crawl SITE=visimuslim" >&2; exit 2; }
	@$(PY) -m scrapy crawl $(SITE)

sites: environment
	@$(PY) -m scrapy list
