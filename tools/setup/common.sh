# Read by the other scripts here: what they say, and how they ask the system for a package.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

say() { printf '==> %s\n' "$*"; }

# die MESSAGE...: one line an argument, so that the remedy stands on a line of its own.
die() {
  printf '\n' >&2
  printf '    %s\n' "$@" >&2
  printf '\n' >&2
  exit 1
}

is_root() { [ "$(id -u)" = 0 ]; }
in_ci() { [ "${CI:-}" = true ]; }

# digest FILE... or digest <text: one word for all that is read.
digest() { cat -- "$@" | sha256sum | cut -d' ' -f1; }

# install_packages NAME...: Debian's packages, for root; answers whether they are there now.
install_packages() {
  is_root && command -v apt-get >/dev/null || return 1
  say "installing $* (apt)"
  local quiet=(env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends)
  "${quiet[@]}" "$@" >/dev/null 2>&1 && return
  # A machine that has never fetched the list of packages knows none.
  apt-get update -qq && "${quiet[@]}" "$@" >/dev/null
}

# make_venv FOLDER: a virtual environment with pip; needs $PYTHON.
make_venv() {
  rm -rf "$1"
  "$PYTHON" -m venv "$1"
}

# pip_install VENV WORD...: shows bars to a person and little to a log.
pip_install() {
  local venv=$1 quiet=()
  shift
  [ -t 1 ] || quiet=(--quiet)
  "$venv/bin/python" -m pip install --disable-pip-version-check --no-input --no-deps \
    ${quiet[@]+"${quiet[@]}"} "$@"
}
