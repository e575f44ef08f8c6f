#!/bin/sh
# With words, the one command that they are: verify --all. Without, crawls what is due every
# DUE_EVERY minutes (10), DUE_SHARD (2/5) of the sites, until SIGTERM or SIGINT; the run that is
# going on ends cleanly first. What healthy.sh asks for stands in last-due: when, and exit code.
set -u
[ $# -eq 0 ] || exec warta "$@"

every=${DUE_EVERY:-10}
case $every in
"" | *[!0-9]* | 0* | 1)
    echo "DUE_EVERY=$every is no whole number of minutes above 1" >&2
    exit 2
    ;;
esac
set -- due --budget $((every - 1))
[ -z "${DUE_SHARD:-}" ] || set -- "$@" --shard "$DUE_SHARD"

child="" told=""
stop() {
    told=1
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}
trap stop TERM INT

until_ended() { # a signal interrupts wait: the child has been told, and is waited for
    wait "$child"
    code=$?
    while kill -0 "$child" 2>/dev/null; do
        wait "$child"
        code=$?
    done
    child=""
}

while [ -z "$told" ]; do
    began=$(date +%s)
    warta "$@" &
    child=$!
    until_ended
    echo "$(date +%s) $code" >last-due.new && mv last-due.new last-due
    [ "$code" -ne 2 ] || exit 2 # the call itself is wrong: no later one is better
    left=$((began + every * 60 - $(date +%s)))
    if [ -z "$told" ] && [ "$left" -gt 0 ]; then
        sleep "$left" &
        child=$!
        until_ended
    fi
done
