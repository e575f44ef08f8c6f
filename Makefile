# What a user's shell was set up for (another project, another Python) must not leak in here.
unexport PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV SCRAPY_SETTINGS_MODULE SCRAPY_PROJECT PYTEST_ADDOPTS
PY = .venv/bin/python

.PHONY: help environment demo test test-deep lint structure crawl sites browse bench

help:
	@echo "make demo               run everything over the sample archive, without network, into demo.db"
	@echo "make test               run every test"
	@echo "make test-deep          the same with more examples, seeds and pages of each kind"
	@echo "make crawl SITE=NAME    crawl a site into news.db"
	@echo "make sites              the names there are"
	@echo "make browse             look at news.db in a web browser; DATABASE=demo.db at another"
	@echo "make lint               check the style"
	@echo "make structure          count rooms and the imports between them; none may run in a circle"
	@echo "make bench              measure how fast it is (half an hour); ROWS=\"read store\" some of it"

environment:
	@PYTHON="$(PYTHON)" sh environment.sh

demo: environment
	@$(PY) -m demo.run

test: environment
	@$(PY) -m pytest -n auto --dist loadfile

test-deep: environment
	@$(PY) -m pytest -n auto --dist loadfile --deep

lint: environment
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .

structure: environment
	@$(PY) -m benchmarks.structure

crawl: environment
	@test -n "$(SITE)" || { echo "warta: say which site: make crawl SITE=visimuslim" >&2; exit 2; }
	@$(PY) -m scrapy crawl $(SITE)

sites: environment
	@$(PY) -m scrapy list

browse: environment
	@$(PY) -c "import datasette" 2>/dev/null || $(PY) -m pip install --quiet --disable-pip-version-check --editable ".[browse]"
	@$(PY) -m scrapy browse $(if $(DATABASE),-s DATABASE=$(DATABASE))

# pip below 23.3 can't resolve the extra: two packages ask for lxml[html-clean], one for lxml[html_clean].
bench: environment
	@$(PY) -c "import trafilatura, readability, newspaper, goose3" >/dev/null 2>&1 || { \
		echo "warta: installing what it is compared with, once" >&2; \
		$(PY) -m pip install --disable-pip-version-check "pip>=23.3" >.venv/compare.log 2>&1 && \
		$(PY) -m pip install --disable-pip-version-check --editable ".[compare]" >>.venv/compare.log 2>&1 || { \
		tail -n 3 .venv/compare.log >&2; echo "warta: all of it is in .venv/compare.log" >&2; exit 1; }; }
	@$(PY) -m benchmarks $(ROWS)
