# Read by the other scripts here: finds a Python that can make environments, as $PYTHON.
# shellcheck shell=bash

new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

# Debian's Python comes without ensurepip, which is in the package python3-venv.
makes_environments() { "$1" -c 'import venv, ensurepip' 2>/dev/null; }

find_python() {
  local name
  for name in ${PYTHON:-} python3 python3.11 python3.12 python3.13 python3.14; do
    if command -v "$name" >/dev/null && new_enough "$name"; then
      PYTHON=$(command -v "$name")
      return 0
    fi
  done
  return 1
}

if ! find_python; then
  install_packages python3 python3-venv || true
  find_python || install_packages python3.11 python3.11-venv || true
  find_python || die "Python 3.11 or newer is needed, and found is: $(python3 --version 2>&1 || true)" \
    "Debian and Ubuntu: sudo apt-get install python3 python3-venv" \
    "or name another one: make run PYTHON=/path/to/python3.11"
fi
if ! makes_environments "$PYTHON"; then
  versioned="$("$PYTHON" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
  install_packages python3-venv || true
  makes_environments "$PYTHON" || install_packages "$versioned" || true
  makes_environments "$PYTHON" || die "$PYTHON lacks the package python3-venv, which makes environments." \
    "Debian and Ubuntu: sudo apt-get install python3-venv" \
    "(for this Python it may be called $versioned)"
fi
