"""The administrators' pages about people and groups: everything that may be done about somebody."""

from decimal import Decimal

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gallery.audit import Act
from gallery.models import AuditEntry, Board, Group, Image, SavedSearch, Team, User
from studio.models import GroupRules, Kind, SavedPrompt
from studio.money import budgets
from studio.money.scopes import EVERYBODY, Scope
from tests.factories import PASSWORD, ImageFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return UserFactory(username="lena", display_name="Lena", is_superuser=True)


@pytest.fixture
def mira():
    return UserFactory(username="mira", display_name="Mira Koss")


@pytest.fixture
def lena(client, chief):
    client.force_login(chief)
    return client


def post(client, name, person, status, **data):
    answer = client.post(reverse(name, args=[person.username]), data)
    assert answer.status_code == status, answer.content.decode()[-2000:]
    return answer.content.decode()


def acts(person):
    return list(AuditEntry.objects.filter(object_id=person.pk).order_by("pk").values_list("act", flat=True))


def test_the_list_is_found_by_word_role_and_state_and_costs_the_same_at_any_size(
    lena, mira, django_assert_max_num_queries
):
    UserFactory(username="guest", is_guest=True)
    UserFactory(username="gone", suspended_at=timezone.now())
    for asked, found in [({"q": "kos"}, "mira"), ({"role": "guest"}, "guest"), ({"state": "suspended"}, "gone")]:
        page = lena.get(reverse("people"), asked).content.decode()
        assert [name for name in ("mira", "guest", "gone") if f"/people/{name}/" in page] == [found]
    UserFactory.create_batch(60)
    with django_assert_max_num_queries(8):
        page = lena.get(reverse("people"), {"cursor": ""})
    rest = lena.get(reverse("people"), {"cursor": page.context["older"]})
    assert (len(page.context["people"]), len(rest.context["people"])) == (50, 14)
    assert lena.get(reverse("people"), {"role": "king", "cursor": "x"}).status_code == 200


def test_role_suspension_and_closing_from_the_page(lena, chief, mira):
    post(lena, "person-role", mira, 302, role="moderator")
    assert "Say why" in post(lena, "person-suspend", mira, 422)
    post(lena, "person-suspend", mira, 302, why="Unpaid bills")
    assert "Unpaid bills" in lena.get(reverse("person", args=["mira"])).content.decode()
    browser = Client()
    browser.force_login(mira)
    studio = browser.get(reverse("gallery")).content.decode()
    assert "Your account is suspended: Unpaid bills." in studio
    post(lena, "person-lift", mira, 302, why="paid")
    assert "suspended" not in browser.get(reverse("gallery")).content.decode()
    post(lena, "person-close", mira, 302)
    assert browser.get(reverse("gallery")).status_code == 302
    post(lena, "person-reopen", mira, 302)
    post(lena, "person-role", mira, 422, role="king")
    wanted = [Act.ROLE_CHANGED, Act.PERSON_SUSPENDED, Act.PERSON_RESTORED, Act.PERSON_CHANGED, Act.PERSON_CHANGED]
    assert acts(mira) == wanted


def test_the_last_administrator_is_told_why_not(lena, chief):
    for name, data in [("person-role", {"role": "member"}), ("person-suspend", {"why": "x"}), ("person-close", {})]:
        assert "Nobody else administers this studio." in post(lena, name, chief, 409, **data)
    chief.refresh_from_db()
    assert (chief.is_superuser, chief.is_active, chief.suspended_at) == (True, True, None)


def test_sessions_are_seen_and_ended_and_a_reset_link_works(lena, mira, settings):
    browser = Client()
    browser.post(reverse("account_login"), {"login": "mira", "password": PASSWORD})
    session = UserSession.objects.get(user=mira)
    lena.post(reverse("person-session-end", args=["mira", session.pk]))
    assert browser.get(reverse("gallery")).status_code == 302
    page = post(lena, "person-reset", mira, 201)
    link = page.split('id="reset-link" value="')[1].split('"')[0].removeprefix(settings.PUBLIC_URL)
    fresh = Client()
    there = fresh.get(link, follow=True)
    told = {"password1": "another long secret", "password2": "another long secret"}
    fresh.post(there.request["PATH_INFO"], told)
    assert fresh.login(username="mira", password="another long secret")
    assert [act for act in acts(mira) if act != Act.SIGNED_IN][:2] == [Act.SESSION_ENDED, Act.PERSON_CHANGED]


def test_a_persons_own_limit_is_seen_and_set(lena, mira):
    assert "no limit" in lena.get(reverse("person", args=["mira"])).content.decode()
    post(lena, "person-parallel", mira, 302, parallel="2")
    page = lena.get(reverse("person", args=["mira"])).content.decode()
    assert "2 pictures, their own limit" in page
    assert "greater than or equal to 1" in post(lena, "person-parallel", mira, 422, parallel="0")
    post(lena, "person-parallel", mira, 302, parallel="")
    assert acts(mira) == [Act.PERSON_CHANGED] * 2


def test_the_budgets_that_count_for_a_person_are_named(lena, chief, mira):
    for scope in (EVERYBODY, Scope(Kind.PERSON, str(mira.pk))):
        budgets.set_limit(scope, Decimal(5), sandbox=True, by=chief)
        budgets.set_limit(scope, Decimal(5), sandbox=False, by=chief)
    page = lena.get(reverse("person", args=["mira"])).content.decode()
    assert "<strong>This studio</strong>" in page
    assert "<strong>Mira Koss</strong>" in page


def test_a_leavers_work_goes_to_one_person(lena, chief, mira):
    heir, team = UserFactory(username="aiko"), MembershipFactory(user=mira, role="owner").team
    ImageFactory(owner=mira)
    ImageFactory(owner=mira, moderation="removed")
    board = Board.objects.create(owner=mira, name="Oro")
    for owner in (mira, heir):
        SavedSearch.objects.create(owner=owner, name="Slate", line="slate")
    SavedPrompt.objects.create(owner=mira, title="x", text="x")
    for nobody in ("mira", "nobody", UserFactory(is_guest=True).username):
        assert "Give the username" in post(lena, "person-hand-over", mira, 422, heir=nobody)
    post(lena, "person-hand-over", mira, 302, heir="aiko")
    board.refresh_from_db()
    assert board.owner == heir
    assert [image.moderation for image in Image.objects.filter(owner=mira)] == ["removed"]
    assert SavedSearch.objects.filter(owner=heir).count() == 2
    assert SavedPrompt.objects.get().owner == heir
    assert heir.role_in(Team.objects.get(pk=team.pk)) == "owner"
    assert acts(mira) == [Act.PERSON_HANDED_OVER]


def test_groups_are_made_filled_and_deleted(lena, mira):
    lena.post(reverse("group-create"), {"name": "Interns"})
    group = Group.objects.get(name="Interns")
    assert lena.post(reverse("group-create"), {"name": "interns"}).status_code == 422
    address = reverse("group-save", args=[group.pk])
    saved = {"name": "Interns", "models": ["openai/gpt-image-1-mini"], "parallel": "2", "budget_month": "20"}
    assert lena.post(address, saved).status_code == 302
    rules = GroupRules.objects.get()
    assert (rules.every_model, rules.parallel, rules.models.count()) == (False, 2, 1)
    assert lena.post(address, saved | {"models": ["x/y"], "parallel": "0"}).status_code == 422
    assert rules.models.count() == 1
    post(lena, "person-groups", mira, 302, groups=[group.pk])
    shown = lena.get(reverse("group", args=[group.pk])).content.decode()
    assert "Mira Koss" in shown
    assert "Interns" in lena.get(reverse("groups")).content.decode()
    browser = Client()
    browser.force_login(mira)
    assert browser.post(reverse("team-create"), {"name": "x"}).status_code == 403
    lena.post(reverse("group-delete", args=[group.pk]))
    assert browser.post(reverse("team-create"), {"name": "x"}).status_code == 302
    everyone = Group.objects.get(everyone=True)
    assert lena.post(reverse("group-delete", args=[everyone.pk])).status_code == 404
    assert User.objects.filter(pk=mira.pk, circles=None).exists()
