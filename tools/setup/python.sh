#!/usr/bin/env bash
# python.sh LOCK: the environment in .venv with exactly the packages of the lock file, and tiemchung.
# Nothing is done when a stamp says that it was done for this very lock, Python and folder.
source "$(dirname "$0")/common.sh"

lock=$1
stamp=.venv/.done-$lock

# Scripts in .venv hold its path, so a checkout that was moved needs a new one.
wanted="$(digest "$lock") $PWD"
own="$(digest pyproject.toml) $PWD"

healthy() {
  [ -x .venv/bin/python ] && .venv/bin/python -c 'import pip' 2>/dev/null &&
    [ "$(cat .venv/.place 2>/dev/null || true)" = "$PWD" ]
}

if healthy && [ "$(cat "$stamp" 2>/dev/null || true)" = "$wanted" ] &&
  [ "$(cat .venv/.done-self 2>/dev/null || true)" = "$own" ]; then
  exit 0
fi

if ! healthy; then
  source tools/setup/interpreter.sh
  say "making .venv with $("$PYTHON" --version)"
  make_venv .venv
  printf '%s' "$PWD" >.venv/.place
fi
if [ "$(cat "$stamp" 2>/dev/null || true)" != "$wanted" ]; then
  say "installing the packages of $lock"
  rm -f .venv/.done-*
  pip_install .venv --require-hashes -r "$lock"
  printf '%s' "$wanted" >"$stamp"
  # The development lock holds every pin of the other.
  printf '%s' "$(digest requirements.lock) $PWD" >.venv/.done-requirements.lock
fi
say "installing tiemchung"
pip_install .venv --no-build-isolation --quiet -e .
printf '%s' "$own" >.venv/.done-self
