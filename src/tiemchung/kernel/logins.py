"""Refuses to serve with a login that row-level security does not bind."""

from tiemchung.kernel.sql import Tx


class UnsafeLogin(Exception):
    """The login could step around the jurisdiction in the database."""


async def refuse_unsafe(connection: Tx) -> None:
    """Raise UnsafeLogin for a superuser, a BYPASSRLS login or one that owns a guarded table."""
    row = await connection.fetchrow(
        """
        SELECT r.rolname, r.rolsuper, r.rolbypassrls,
               EXISTS (SELECT FROM pg_class AS c
                         JOIN pg_namespace AS n ON n.oid = c.relnamespace
                        WHERE n.nspname = 'ledger'
                          AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns
          FROM pg_roles AS r
         WHERE r.rolname = current_user
        """
    )
    if row is None or row["rolsuper"] or row["rolbypassrls"] or row["owns"]:
        name = "?" if row is None else row["rolname"]
        raise UnsafeLogin(
            f"the login {name} is a superuser, owner or BYPASSRLS: 'tiemchung migrate' makes the"
            " logins app, writer and worker; start with those"
        )
