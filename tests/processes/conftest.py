"""One sandbox gateway and one forge of workers for the session, one broker with its workers for each test."""

import shutil
from pathlib import Path

import pytest
from django.db import connection

from gallery.models import User
from studio import catalogue, submission
from studio.models import Generation
from tests.conftest import in_folder
from tests.processes.forge import Forge
from tests.processes.stack import Sandbox, Stack, until

MODEL = "openai/gpt-image-1-mini"
FLUX = "bfl/flux-2-pro"
IMPATIENT = "tests/impatient"
CATALOGUE = Path(__file__).parent / "impatient.toml"

pytestmark = pytest.mark.processes


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory):
    gateway = Sandbox(tmp_path_factory.mktemp("sandbox") / "sandbox.log").start()
    yield gateway
    gateway.stop()


@pytest.fixture(scope="session")
def ground(django_db_setup, tmp_path_factory, sandbox):
    """A stack of which nothing runs yet: its folder and settings are those of every test."""
    extra = {"CATALOGUE_DIRS": str(CATALOGUE)}
    stack = Stack(folder=tmp_path_factory.mktemp("stack"), sandbox=sandbox, extra=extra)
    stack.forge = Forge(stack.environment(), log=stack.folder.with_suffix(".forge.log"))
    yield stack
    stack.forge.stop()


@pytest.fixture
def stack(transactional_db, ground, sandbox, settings):
    """A stack in an empty folder whose broker runs; the test starts the workers that it needs."""
    sandbox.configure(latency=0.1, task_seconds=0.5, hang_seconds=3600)
    settings.SANDBOX_URL = sandbox.url
    catalogue.configure([CATALOGUE])
    shutil.rmtree(ground.folder)
    ground.folder.mkdir()
    in_folder(settings, ground.folder)
    stack = Stack(folder=ground.folder, sandbox=sandbox, forge=ground.forge)
    stack.start_broker()
    yield stack
    stack.stop()
    catalogue.configure([])
    connection.close()


@pytest.fixture
def designer(transactional_db):
    return User.objects.create_user("mira", "mira@example.org", "long enough to pass")


@pytest.fixture
def press(designer, stack):
    """Presses Generate, and delivers the messages unless they are to be ``lost`` on the way."""

    def press(prompt, model=MODEL, count=1, lost=False, **options):
        order = submission.check(prompt=prompt, models=[{"id": model, "options": options}], count=count)
        run, _ = submission.submit(order, by=designer)
        rows = list(run.generations.all())
        if not lost:
            stack.deliver([row.pk for row in rows])
        return rows

    return press


def state_of(generation):
    return Generation.objects.filter(pk=generation.pk).values_list("state", flat=True).get()


def reaches(generation, *states, seconds=90.0):
    """Waits until the generation is in one of the states, and returns it fresh."""
    until(lambda: state_of(generation) in states, seconds=seconds, what=f"never {states}, but {state_of(generation)}")
    return Generation.objects.get(pk=generation.pk)
