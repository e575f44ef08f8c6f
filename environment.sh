#!/bin/sh
# Makes .venv and installs Warta into it; says in one sentence what is missing when it can't.
# Takes a blink when nothing changed: .venv/installed names the folder and requirements installed.
# PYTHON=/path/to/python3.12 chooses the Python.
set -u
cd "$(dirname "$0")" || exit 1

# What the user's shell was set up for must not leak into this environment.
unset PYTHONPATH PYTHONHOME PYTHONSTARTUP VIRTUAL_ENV PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT
PIP_USER=0 PIP_REQUIRE_VIRTUALENV=0 PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_USER PIP_REQUIRE_VIRTUALENV PIP_DISABLE_PIP_VERSION_CHECK
PYTHON=${PYTHON:-}

stop() {
    echo "warta: $*" >&2
    exit 1
}

requirements() {
    pwd
    cat setup.cfg pyproject.toml
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

chosen() { # whether .venv has the Python that was asked for, if one was
    [ -z "$PYTHON" ] || [ "$("$PYTHON" -V 2>&1)" = "$(.venv/bin/python -V 2>&1)" ]
}

find_python() {
    if [ -n "$PYTHON" ]; then
        new_enough "$PYTHON" && echo "$PYTHON" && return
    else
        for candidate in python3 python3.14 python3.13 python3.12 python3.11 python; do
            new_enough "$candidate" && echo "$candidate" && return
        done
    fi
    found=$("${PYTHON:-python3}" -V 2>&1) || found="not there"
    stop "Python 3.11 or later is needed, and ${PYTHON:-python3} is $found;" \
        "install one, or say where it is: make demo PYTHON=/path/to/python3.12"
}

make_environment() {
    python=$(find_python) || exit 1
    "$python" -c 'import venv, ensurepip' 2>/dev/null ||
        stop "$python can't make environments, because Debian and Ubuntu pack that part separately;" \
            "run: sudo apt install python3-venv"
    "$python" -c 'import sqlite3, sys; sys.exit(sqlite3.sqlite_version_info < (3, 37))' 2>/dev/null ||
        stop "$python has no SQLite of version 3.37 or later;" \
            "say where a Python with one is: make demo PYTHON=/path/to/python3.12"
    rm -rf .venv
    "$python" -m venv .venv >&2 ||
        stop "$python could not make the environment .venv; the reason is printed above."
}

install() {
    echo "warta: installing into .venv, once; this takes about a minute" >&2
    .venv/bin/python -m pip install --quiet --editable ".[test,lint]" >.venv/install.log 2>&1 && return
    grep -qE 'NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|SSLError|versions: none' \
        .venv/install.log &&
        stop "the packages Warta needs can't be downloaded; check the network or https_proxy," \
            "then run this again."
    stop "installing failed: $(sed -n 's/^ *ERROR: //p' .venv/install.log | tail -n 1)" \
        "(everything pip said is in .venv/install.log)"
}

# Packages called crawler, spiders and pipelines exist elsewhere: this checkout comes first.
put_checkout_first() {
    .venv/bin/python - <<'PYTHON'
import os, pathlib, sysconfig
line = f"import sys; sys.path.insert(0, {os.getcwd()!r})\n"
pathlib.Path(sysconfig.get_path("purelib"), "warta-first.pth").write_text(line)
PYTHON
}

(mkdir -p .writable && rmdir .writable) 2>/dev/null ||
    stop "the folder $(pwd) can't be written to; clone Warta into a folder of your own."
if new_enough .venv/bin/python && chosen; then
    requirements | cmp -s - .venv/installed && exit 0
    .venv/bin/python -m pip --version >/dev/null 2>&1 || make_environment
else
    make_environment
fi
install
put_checkout_first && requirements >.venv/installed
