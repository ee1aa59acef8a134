"""An administrator who is suspended administers nothing meanwhile, and reads nobody else's money or keys."""

import re

import pytest
from django.utils import timezone

from gallery.cases import claiming
from studio.money.budgets import may_set
from studio.money.scopes import Kind, Scope
from studio.usage import filters
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
INSTANCE = Scope(Kind.INSTANCE, "")


@pytest.fixture(params=[True, False], ids=["suspended", "acting"])
def administrator(request):
    since = timezone.now() if request.param else None
    return UserFactory(is_superuser=True, is_staff=True, suspended_at=since, suspended_why="Unpaid" if since else "")


def test_what_only_administrators_read_closes_with_the_suspension(client, administrator):
    other, acts = UserFactory(), administrator.suspended_at is None
    client.force_login(administrator)
    assert [client.get(path).status_code for path in ("/people/", "/health/")] == [200 if acts else 403] * 2
    assert client.get("/admin/").status_code == (200 if acts else 302)
    assert filters.people_seen(administrator).filter(pk=other.pk).exists() == acts
    assert bool(filters.visible_use(administrator)) != acts  # the Q of all is empty
    assert may_set(administrator, INSTANCE) == acts
    assert client.get("/models/").context["administers"] == acts


def test_the_menu_leads_nowhere_that_answers_no(client, administrator):
    client.force_login(administrator)
    links = set(re.findall(r'href="(/[^"#]*)"', client.get("/account/").content.decode()))
    assert ("/people/" in links, "/held/" in links) == (administrator.suspended_at is None,) * 2
    answers = {path: client.get(path).status_code for path in links if not path.startswith("/static/")}
    assert {path: status for path, status in answers.items() if status >= 400} == {}


def test_nobody_waits_for_a_moderator_who_is_suspended(administrator):
    assert (administrator in claiming.moderators()) == (administrator.suspended_at is None)
