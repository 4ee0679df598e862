"""Bringing the database, the words and the static files to this version of Amparo."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from amparo.cli.ready import ready
from amparo.machine import database, postgres, roles, secrets
from amparo.machine.trouble import CannotStart


@contextmanager
def database_up() -> Iterator[None]:
    """The database answers during the block: ours is started unless it runs already."""
    if secrets.embedded() and not database.answers("super", dbname="postgres"):
        with postgres.Server():
            yield
    else:
        yield


def upgrade_apart() -> int:
    """As `upgrade`, in a process of its own, so that this one never holds the owner's connection."""
    done = subprocess.run(
        [sys.executable, "-m", "amparo", "migrate", "--quiet"], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CannotStart(f"The database could not be brought up to date:\n{done.stderr.strip()[-2000:]}")
    return int(done.stdout.strip().splitlines()[-1])


def upgrade() -> int:
    """Roles, tables, row policies, keys, words and static files are this version's. Returns the steps taken."""
    if secrets.embedded():
        roles.prepare()
    ready("owner")
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from amparo.access import open_tables, rows
    from amparo.foundation import languages

    executor = MigrationExecutor(connection)
    steps = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if steps:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        rows.install_key(cursor)
        open_tables.grant(cursor)
    connection.close()
    for folder in settings.LOCALE_PATHS:
        languages.compile_catalogues(folder)
    call_command("collectstatic", verbosity=0, interactive=False)
    return steps
