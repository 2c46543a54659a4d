#!/usr/bin/env bash
# A Chromium for the browser tests. They look for it themselves: $CHROMIUM, else on the PATH.
source "$(dirname "$0")/common.sh"

there() { [ -x "${CHROMIUM:-}" ] || command -v chromium >/dev/null; }

if there || { install_packages chromium && there; }; then
  exit 0
fi
in_ci && die "Chromium is missing, and under CI=true the browser tests may not be skipped."
say "SKIP: no Chromium, so the browser tests are left out (sudo apt-get install chromium)"
