"""PostgreSQL goes away while a paid call is under way: what was delivered is stored all the same."""

import psycopg
import pytest
from django.db import connection

from studio.models import State
from tests.processes.conftest import FLUX, reaches
from tests.processes.stack import until

pytestmark = [pytest.mark.processes, pytest.mark.postgresql]


class Server:
    """The server of the test's database, reached through its maintenance database."""

    def __init__(self):
        self.name = connection.settings_dict["NAME"]
        known = connection.settings_dict
        self.link = psycopg.connect(
            host=known["HOST"], port=known["PORT"] or 5432, user=known["USER"], password=known["PASSWORD"],
            dbname="postgres", autocommit=True,
        )  # fmt: skip

    def takes_connections(self, yes):
        self.link.execute(f'ALTER DATABASE "{self.name}" ALLOW_CONNECTIONS {yes}'.encode())

    def goes_down(self):
        """As at a restart: nobody gets in, and everybody who is in is thrown out."""
        connection.close()
        self.takes_connections(False)
        self.link.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [self.name])
        until(lambda: not self.guests(), what="somebody stays in")

    def guests(self):
        found = self.link.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [self.name])
        return found.fetchone()[0]


@pytest.fixture
def server(stack):
    server = Server()
    yield server
    server.takes_connections(True)
    server.link.close()


@pytest.fixture
def workers(stack):
    stack.start_worker("control", size=2)
    stack.start_worker("provider")
    return stack


def test_an_answer_that_comes_while_the_database_is_away_is_stored(workers, press, sandbox, server):
    sandbox.configure(latency=3)
    generation = press("marker-restarted")[0]
    until(lambda: sandbox.in_flight() == 1)
    server.goes_down()
    until(lambda: sandbox.in_flight() == 0, what="the call never ended")
    server.takes_connections(True)
    ended = reaches(generation, State.SUCCEEDED)
    assert (ended.charged, ended.outputs.count(), sandbox.billed("marker-restarted")) == ("yes", 1, 1)


def test_a_receipt_that_comes_while_the_database_is_away_is_polled(workers, press, sandbox, server):
    sandbox.configure(latency=2, task_seconds=1)
    generation = press("marker-receipt", model=FLUX)[0]
    until(lambda: sandbox.billed("marker-receipt") == 1)
    server.goes_down()
    server.takes_connections(True)
    assert reaches(generation, State.SUCCEEDED).remote_id
    assert sandbox.billed("marker-receipt") == 1


def test_two_restarts_under_load_lose_and_repeat_nothing(workers, press, sandbox, server):
    sandbox.configure(latency=1)
    generations = press("marker-load", count=6, model="qianfan/qwen-image")
    for _ in range(2):
        until(lambda: sandbox.in_flight() > 0 or len(sandbox.calls("marker-load")) == 6)
        server.goes_down()
        server.takes_connections(True)
    ended = [reaches(generation, State.SUCCEEDED, State.UNKNOWN) for generation in generations]
    assert [generation.state for generation in ended] == [State.SUCCEEDED] * 6
    assert sandbox.billed("marker-load") == 6
