#!/bin/sh
# A throw-away PostgreSQL cluster on a Unix socket, for the tests: pg.sh start|url|stop
# One per user at a fixed place, or at SANGKIEN_PG (what stops its own at its end); started once, used by all test programs, no TCP.
# SANGKIEN_PG_OPTIONS: further settings of the server ("-c jit=off").
set -eu
base=${SANGKIEN_PG:-/tmp/sangkien-pg-$(id -u)}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || { echo "no PostgreSQL found (apt-get install postgresql)" >&2; exit 1; }
as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
case "${1:-}" in
start)
    exec 9>"$base.lock"
    flock 9
    if [ -f "$base/postmaster.pid" ] && as "$bin/pg_isready" -q -h "$base" -p 5499; then exit 0; fi
    rm -rf "$base"
    mkdir -p "$base"
    [ "$(id -u)" = 0 ] && chown postgres "$base"
    as "$bin/initdb" -D "$base/data" -A trust -U sangkien -E UTF8 --locale=C.UTF-8 >/dev/null
    as "$bin/pg_ctl" -D "$base/data" -w -l "$base/log" -o "-k $base -p 5499 -c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200 ${SANGKIEN_PG_OPTIONS:-}" start >/dev/null 9>&-
    : >"$base/postmaster.pid"
    ;;
url) echo "host=$base port=5499 user=sangkien" ;;
stop)
    as "$bin/pg_ctl" -D "$base/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$base"
    ;;
*) echo "usage: pg.sh start|url|stop" >&2; exit 2 ;;
esac
