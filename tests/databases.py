"""One migrated database a run, and a copy of it for each worker: migrating takes ten seconds of CPU, copying none."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


def copy_for(worker: str) -> None:
    """The default connection leads to a copy of the worker's own."""
    with in_turn() as first:
        if first:
            migrate()
        point_to(template())
        connection.creation.clone_test_db(worker, verbosity=0, autoclobber=True)
        connection.close()
    point_to(connection.creation.get_test_db_clone_settings(worker)["NAME"])


def migrate() -> None:
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    if connection.vendor == "sqlite":  # a connection may be kept, and what is copied has to be in the file
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def drop_copy() -> None:
    connection.creation.destroy_test_db(verbosity=0)


def drop_template() -> None:
    """By whoever began the run, once its workers have ended."""
    if mark().exists():
        point_to(template())
        connection.creation.destroy_test_db(verbosity=0)
        mark().unlink()


@contextmanager
def in_turn() -> Iterator[bool]:
    """One worker at a time; True for the first of the run."""
    with mark().open("a+") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield not mark().stat().st_size
        held.write("made")


def mark() -> Path:
    return Path(os.environ["DATA_DIR"]) / f"migrated-{connection.vendor}-{os.environ['TEST_RUN']}"


def template() -> str:
    return connection.creation._get_test_db_name()


def point_to(name: str) -> None:
    settings.DATABASES[connection.alias]["NAME"] = name
    connection.settings_dict["NAME"] = name
