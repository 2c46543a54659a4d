#!/usr/bin/env bash
# The built front end in src/tiemchung/static/dist, unless a stamp says that it is of these sources.
source "$(dirname "$0")/common.sh"

dist=src/tiemchung/static/dist
stamp=$dist/.built-from

sources=$(
  find frontend \( -name node_modules -o -name .vite \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | digest
)
if [ -f "$dist/.vite/manifest.json" ] && [ "$(cat "$stamp" 2>/dev/null || true)" = "$sources" ]; then
  exit 0
fi

source tools/setup/node.sh

cd frontend
packages="$(digest package-lock.json) $(node --version)"
if [ "$(cat node_modules/.done 2>/dev/null || true)" != "$packages" ]; then
  say "installing the front end's packages (npm)"
  npm ci --no-audit --no-fund
  printf '%s' "$packages" >node_modules/.done
fi
say "building the front end"
npm run --silent build
cd ..
printf '%s' "$sources" >"$stamp"
