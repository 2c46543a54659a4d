#!/usr/bin/env bash
# The lock files anew: newest versions, hashes of every file, for every platform, no registry named.
source "$(dirname "$0")/common.sh"

if [ -x .venv/bin/uv ]; then
  uv=.venv/bin/uv
else
  uv=$(command -v uv) || die "uv is needed to pin packages: pip install uv"
fi

compile() {
  "$uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --no-header --no-annotate "$@"
}

say "pinning"
# The second file takes the pins of the first, so that one environment serves both.
compile pyproject.toml --extra install --output-file requirements.lock
compile pyproject.toml --extra install --extra dev --constraint requirements.lock \
  --output-file requirements-dev.lock
compile tools/setup/node.in --output-file requirements-node.lock
