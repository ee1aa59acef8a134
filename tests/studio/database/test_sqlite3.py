"""Writers of one process queue for their turn instead of polling for SQLite's lock."""

import threading

import pytest
from django.db import DatabaseError, connection, transaction

from gallery.models import Team
from studio.database.sqlite3 import base

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite alone has one writer")


@pytest.fixture
def elsewhere():
    """Runs something in a thread with a connection of its own."""

    def run(work):
        def then_close():
            try:
                work()
            finally:
                connection.close()

        thread = threading.Thread(target=then_close)
        thread.start()
        return thread

    return run


def test_a_second_writer_waits_asleep_and_writes_then(transactional_db, elsewhere):
    with transaction.atomic():
        Team.objects.create(name="first")
        second = elsewhere(lambda: Team.objects.bulk_create([Team(name="second")]))
        assert base._turn.locked()
    second.join(10)
    assert set(Team.objects.values_list("name", flat=True)) == {"first", "second"}


@pytest.mark.parametrize("end", [transaction.rollback, connection.close, transaction.commit])
def test_the_turn_is_given_back_however_it_ends(transactional_db, end):
    connection.ensure_connection()
    connection._start_transaction_under_autocommit()
    assert base._turn.locked()
    end()
    assert not base._turn.locked()


def test_a_failed_transaction_gives_its_turn_back(transactional_db):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT nothing FROM nowhere")
    assert not base._turn.locked()


def test_many_writers_all_come_to_their_turn(transactional_db, elsewhere):
    threads = [elsewhere(lambda name=name: Team.objects.bulk_create([Team(name=f"{name}")])) for name in range(60)]
    for thread in threads:
        thread.join(30)
    assert Team.objects.count() == 60
