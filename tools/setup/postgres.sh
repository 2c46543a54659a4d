#!/usr/bin/env bash
# Debian's PostgreSQL, whose programs the database tests use a second time: installed under CI only.
source "$(dirname "$0")/common.sh"

programs=${1:?the folder of its programs}

[ -x "$programs/postgres" ] && exit 0
in_ci || exit 0
# Only the programs are wanted: no cluster is made, and none is started.
if is_root && [ ! -e /etc/postgresql-common/createcluster.conf ]; then
  mkdir -p /etc/postgresql-common
  printf 'create_main_cluster = false\n' >/etc/postgresql-common/createcluster.conf
fi
install_packages "postgresql-$(basename "$(dirname "$programs")")" && [ -x "$programs/postgres" ] ||
  die "$programs is missing, and under CI=true the tests on it may not be skipped."
