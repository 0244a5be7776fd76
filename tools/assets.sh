#!/bin/sh
# Builds web/dist (style, script, fonts) when a source is newer. Needs node and npm.
set -eu
cd "$(dirname "$0")/../web"
if [ ! -d node_modules/esbuild ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then npm ci --silent --no-progress 2>/dev/null || npm ci; fi
if [ -f dist/app.css ] && [ -z "$(find src build.mjs package-lock.json -newer dist/app.css)" ]; then exit 0; fi
node build.mjs
