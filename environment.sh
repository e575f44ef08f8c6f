#!/bin/sh
# Makes .venv and installs Warta into it; says in one sentence what is missing when it can't.
# Runs in a blink when nothing changed: .venv/installed holds what the last run installed.
# PYTHON=/path/to/python3.12 chooses the Python.
set -u
cd "$(dirname "$0")" || exit 1

# What the user's shell was set up for must not leak into this environment.
unset PYTHONPATH PYTHONHOME VIRTUAL_ENV PIP_TARGET PIP_PREFIX PIP_ROOT
PIP_USER=0
PIP_REQUIRE_VIRTUALENV=0
export PIP_USER PIP_REQUIRE_VIRTUALENV

stop() {
    echo "warta: $*" >&2
    exit 1
}

installed() { # what .venv holds once it is complete: this folder, with these requirements
    pwd
    cat setup.cfg
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11 python}; do
        new_enough "$candidate" && echo "$candidate" && return
    done
    found=$(${PYTHON:-python3} --version 2>&1) || found="none"
    stop "Python 3.11 or later is needed and ${PYTHON:-python3} is $found;" \
        "install one, or name it: make demo PYTHON=/path/to/python3.12"
}

if ! (mkdir .writable && rmdir .writable) 2>/dev/null; then
    stop "the folder $(pwd) can't be written to; clone Warta into a folder that is yours."
fi

if .venv/bin/python -m pip --version >/dev/null 2>&1; then
    installed | cmp -s - .venv/installed && exit 0
else
    python=$(find_python) || exit 1
    "$python" -c 'import ensurepip, venv' 2>/dev/null || stop \
        "$python can't make environments (Debian and Ubuntu pack that apart);" \
        "run: sudo apt install $(basename "$python")-venv"
    "$python" -c 'import sqlite3, sys; sys.exit(sqlite3.sqlite_version_info < (3, 37))' ||
        stop "$python comes with an SQLite older than 3.37; name another: make demo PYTHON=/path/to/python3.12"
    rm -rf .venv
    "$python" -m venv .venv >&2 || stop "$python could not make the environment .venv, see above."
fi

echo "warta: installing into .venv (once; takes about a minute)" >&2
if ! .venv/bin/python -m pip install --quiet --disable-pip-version-check \
    --editable ".[test,lint]" >.venv/install.log 2>&1; then
    if grep -qiE 'name resolution|NewConnectionError|unreachable|ConnectTimeout|ProxyError|SSLError' \
        .venv/install.log; then
        stop "the package index could not be reached; check the network (or https_proxy) and run this again."
    fi
    stop "installing failed: $(grep -i '^error' .venv/install.log | tail -n 1) (all of it: .venv/install.log)"
fi
installed >.venv/installed
