# Puts a Node.js that is new enough on PATH: this machine's, else the one from PyPI. To be sourced.
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
