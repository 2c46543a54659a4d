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

# What vite needs: Node 20.19 or later of 20, 22.12 or later of 22, or newer.
good_node() {
  command -v node >/dev/null && command -v npm >/dev/null && node -e '
    const [major, minor] = process.versions.node.split(".").map(Number)
    process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1)
  '
}

if ! good_node; then
  # Node from PyPI, in an environment of its own: the product does not need it to run.
  venv=.venv/node
  wanted=$(digest requirements-node.lock)
  if [ "$(cat $venv/.done 2>/dev/null || true)" != "$wanted" ]; then
    say "installing Node.js from PyPI (none of version 20.19 or later is here)"
    source tools/setup/interpreter.sh
    make_venv $venv
    pip_install $venv --require-hashes -r requirements-node.lock
    printf '%s' "$wanted" >$venv/.done
  fi
  PATH="$PWD/$venv/bin:$PATH"
  good_node || die "Node.js from PyPI does not run on this machine." \
    "Install Node.js 20.19 or later, with npm, and try again."
fi

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
