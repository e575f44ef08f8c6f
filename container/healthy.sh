#!/bin/sh
# Whether the last call of due has ended lately, and not because the program failed (1).
set -u
most=$((${DUE_EVERY:-10} * 60 * 2 + 300))
[ -r last-due ] || {
    echo "no call of due has ended yet"
    exit 1
}
read -r at code <last-due
ago=$(($(date +%s) - at))
echo "due ended $ago seconds ago with exit code $code"
[ "$ago" -le "$most" ] && [ "$code" -ne 1 ]
