"""The owner and its database, put right at every start."""

import psycopg
from psycopg import sql

from tiemchung.kernel.embedded.passwords import fits, verifier

OWNER = "tiemchung_owner"
DATABASE = "tiemchung"


def ensure_owner(admin_dsn: str, password: str) -> None:
    """Make the owner role and the database, or what a killed first start left out of them.

    The owner is no superuser, so that migrations meet the same rights (and the same forced row
    security) as on a PostgreSQL named by DATABASE_URL: it may make roles and databases, and lets
    the worker see which backend blocks.
    """
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        row = connection.execute(
            "SELECT rolpassword FROM pg_authid WHERE rolname = %s", (OWNER,)
        ).fetchone()
        if row is None:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEROLE CREATEDB PASSWORD {}").format(
                    sql.Identifier(OWNER), sql.Literal(verifier(password))
                )
            )
        elif not fits(password, row[0]):
            connection.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(OWNER), sql.Literal(verifier(password))
                )
            )
        connection.execute(
            sql.SQL("GRANT pg_read_all_stats TO {} WITH ADMIN OPTION").format(sql.Identifier(OWNER))
        )
        if not connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)
        ).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(OWNER)
                )
            )
