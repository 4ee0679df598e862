"""Plain connections to the database, by role."""

from typing import Any

import psycopg
from psycopg import conninfo

from amparo.machine import paths, secrets
from amparo.machine.trouble import CannotStart


def connect(role: secrets.Role, *, autocommit: bool = False, **instead: Any) -> psycopg.Connection:
    """A connection as one role. `instead` replaces parts of the address, such as dbname."""
    address = conninfo.make_conninfo(secrets.dsn(role), **{"connect_timeout": 5} | instead)
    return psycopg.connect(address, autocommit=autocommit)


def answers(role: secrets.Role, **instead: Any) -> bool:
    """True if the database lets this role in and answers."""
    try:
        with connect(role, **instead) as connection:
            return connection.execute("SELECT 1").fetchone() is not None
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise CannotStart(
                f"The database does not accept the password of {role} in {paths.secrets_file()}: "
                "that file and the database come from two installations."
            ) from None
        return False
