#!/bin/sh
# Installs the Debian packages of tools/packages.txt that are missing: install.sh run|test|check|bench
set -eu
cd "$(dirname "$0")/.."
want=$(awk -v what="$1" '$1 == "run" || $1 == what { print $2 }' tools/packages.txt)
missing=
for p in $want; do
    case $p in
    nodejs) command -v node >/dev/null && continue ;;
    npm) command -v npm >/dev/null && continue ;;
    python3) command -v python3 >/dev/null && continue ;;
    esac
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
[ -z "$missing" ] && exit 0
echo "Installing:$missing"
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq
# shellcheck disable=SC2086
$sudo apt-get install -y -qq --no-install-recommends $missing >/dev/null
