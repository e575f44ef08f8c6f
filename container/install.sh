#!/bin/sh
# Installs Warta into a folder of its own: sh install.sh FOLDER CHECKOUT_OR_WHEEL
set -eu
folder=$1 what=$2
python3 -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --no-cache-dir --disable-pip-version-check "$what"
mkdir "$folder/container"
cp "$(dirname "$0")/run.sh" "$(dirname "$0")/healthy.sh" "$folder/container/"
chmod -R a+rX,go-w "$folder"
