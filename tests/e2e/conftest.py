"""One site and one Chromium for the folder: their processes must not stay for other tests. Rows go after each test."""

import os
import shutil

import pytest
from django.conf import settings as configured
from django.db import connection
from playwright.sync_api import expect, sync_playwright

from gallery.models import User
from tests.conftest import in_folder
from tests.e2e.site import DESK, LAUNCH, Person, Site
from tests.factories import PASSWORD
from tests.processes.conftest import sandbox
from tests.processes.stack import Stack

__all__ = ["sandbox"]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="package")
def chromium():
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=LAUNCH)
        yield browser
        browser.close()


expect.set_options(timeout=60_000)


@pytest.fixture(scope="package")
def standing(django_db_setup, django_db_blocker, tmp_path_factory, sandbox):
    stack = Stack(folder=tmp_path_factory.mktemp("site"), sandbox=sandbox)
    stack.extra["SECRET_KEY"] = configured.SECRET_KEY
    stack.start_broker()
    with django_db_blocker.unblock():
        site = Site(stack).start()
    yield site
    stack.stop()


@pytest.fixture
def stack(standing, transactional_db, settings):
    """The folder's, with a sandbox as it was and nothing remembered of the people of the test before."""
    standing.stack.sandbox.configure(latency=0.1, task_seconds=0.5, hang_seconds=3600)
    settings.SANDBOX_URL = standing.stack.sandbox.url
    in_folder(settings, standing.stack.folder)
    standing.forget()
    standing.give_heartbeats_back()
    yield standing.stack
    standing.stack.sandbox.reset()  # a call at a gate is no next test's
    standing.keep_heartbeats()
    connection.close()


@pytest.fixture
def site(standing, stack):
    return standing


@pytest.fixture
def visitor(site, chromium):
    """Makes people with a browser of their own: visitor(viewport=…, color_scheme=…, java_script_enabled=…)."""
    people = []

    def arrive(**options):
        person = Person(chromium.new_context(**{"viewport": DESK, "color_scheme": "dark", **options}), site)
        person.context.set_default_timeout(60_000)
        people.append(person)
        return person

    yield arrive
    for person in people:
        person.context.close()


@pytest.fixture
def designer(transactional_db):
    return User.objects.create_user("mira", "mira@example.org", PASSWORD)


@pytest.fixture
def mira(designer, visitor):
    """A designer who is signed in and stands in the studio."""
    person = visitor()
    person.enters_as(designer)
    person.goes_to("/")
    return person
