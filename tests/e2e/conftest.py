"""One site per test, one Chromium per module: its driver's event loop must not stay for other tests."""

import os
import shutil

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import sync_playwright

from gallery.models import User
from tests.e2e.site import DESK, LAUNCH, Person, Site
from tests.factories import PASSWORD
from tests.processes.conftest import sandbox, stack

__all__ = ["sandbox", "stack"]

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(scope="module")
def chromium():
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=LAUNCH)
        yield browser
        browser.close()


@pytest.fixture
def site(stack):
    return Site(stack).start()


@pytest.fixture
def visitor(site, chromium):
    """Makes people with a browser of their own: visitor(viewport=…, color_scheme=…, java_script_enabled=…)."""
    people = []

    def arrive(**options):
        person = Person(chromium.new_context(**{"viewport": DESK, "color_scheme": "dark", **options}), site)
        person.context.set_default_timeout(15_000)
        people.append(person)
        return person

    yield arrive
    for person in people:
        person.context.close()


@pytest.fixture
def designer(transactional_db):
    """Hashed as the web process does."""
    password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    return User.objects.create(username="mira", email="mira@example.org", password=password)


@pytest.fixture
def mira(designer, visitor):
    """A designer who is signed in."""
    person = visitor()
    person.signs_in("mira", PASSWORD)
    return person
