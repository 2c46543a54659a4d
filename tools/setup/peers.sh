#!/usr/bin/env bash
# Programs that others wrote, which check what we sign; for tests only.
source "$(dirname "$0")/common.sh"

cd tools/peers/dcc
wanted=$(digest package-lock.json)
[ "$(cat node_modules/.done 2>/dev/null || true)" != "$wanted" ] || exit 0
cd ../../..
source tools/setup/node.sh
say "installing the independent verifier of certificates (npm)"
cd tools/peers/dcc
npm ci --no-audit --no-fund
printf '%s' "$wanted" >node_modules/.done
