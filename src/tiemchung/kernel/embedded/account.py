"""Whom PostgreSQL runs as: it refuses to run as root, and nobody else should share its account."""

import grp
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tiemchung.kernel.embedded.errors import NoAccount

RESERVED = range(60641, 60706)
"""User numbers that neither systemd's map nor base-passwd gives to anybody.

`nobody` is not used for keeping data: daemons and network file systems share it, and each of them
could read the data or signal the server. A number without an entry in /etc/passwd belongs to
nobody else, needs no change to the system's files, and lies below 65,536, so that it exists in
containers, too.
"""

ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}

_SHELL = "/bin/sh"


@dataclass(frozen=True, kw_only=True)
class Account:
    """A user and group by number."""

    uid: int
    gid: int

    @property
    def user(self) -> int | None:
        """The user to change to; None when this process is that user already."""
        return None if self.uid == os.geteuid() else self.uid

    @property
    def group(self) -> int | None:
        """The group to change to; None when this process is that user already."""
        return None if self.user is None else self.gid

    @property
    def groups(self) -> list[int] | None:
        """The further groups to change to: none, so that root's are not kept."""
        return None if self.user is None else []


def server_account(data: Path) -> Account:
    """Return the account for the server: oneself, and for root the owner of the data or a free one.

    Raises NoAccount when every reserved number has been given away.
    """
    if os.geteuid() != 0:
        return Account(uid=os.geteuid(), gid=os.getegid())
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return Account(uid=owner.st_uid, gid=owner.st_gid)
    users = {entry.pw_uid for entry in pwd.getpwall()}
    groups = {entry.gr_gid for entry in grp.getgrall()}
    for number in RESERVED:
        if number not in users and number not in groups:
            return Account(uid=number, gid=number)
    raise NoAccount(reason=f"{RESERVED.start}-{RESERVED.stop - 1}")


def initdb_account(server: Account) -> Account:
    """Return who runs initdb: it insists on an entry in /etc/passwd, where the server does not.

    So for root it is `nobody` for the half second that initdb takes; the result changes hands
    before the first secret is in it (initdb is given a SCRAM verifier, never a password).
    """
    try:
        pwd.getpwuid(server.uid)
    except KeyError:
        pass
    else:
        return server
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError as error:
        raise NoAccount(reason="nobody") from error
    return Account(uid=nobody.pw_uid, gid=nobody.pw_gid)


def run(account: Account, words: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command to its end as the account, from the root folder, and return what it said.

    The account may be unable to enter this process's own folder, and nothing of this process's
    environment (a DATABASE_URL, say) is its business. A command that cannot be run answers 127.

    Raises NoAccount when this process may not become that account.
    """
    try:
        return subprocess.run(  # noqa: S603 - a list of words, no shell reads it
            words,
            user=account.user,
            group=account.group,
            extra_groups=account.groups,
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError as error:
        # Everybody may run the shell, so with it only the change of account can have failed.
        if words[0] == _SHELL:
            raise NoAccount(reason=error.strerror) from error
        return subprocess.CompletedProcess(words, 127, "", str(error))


def can_enter(account: Account, folder: Path) -> bool:
    """Tell whether the account gets into the folder, by letting it try: rights, ACLs and mounts."""
    return run(account, [_SHELL, "-c", 'cd -- "$1"', "sh", str(folder)]).returncode == 0


def can_read(account: Account, file: Path) -> bool:
    """Tell whether the account can read the file, by letting it try."""
    return run(account, [_SHELL, "-c", 'test -r "$1"', "sh", str(file)]).returncode == 0
