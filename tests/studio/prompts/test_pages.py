"""The pages of earlier and saved prompts, as owner, teammate, viewer and stranger."""

import pytest

from gallery.access import Role
from studio.models import EarlierPrompt, SavedPrompt
from studio.prompts import history
from tests.factories import MembershipFactory, UserFactory
from tests.studio.views.composed import HTMX
from tests.studio.views.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(mira):
    return MembershipFactory(user=mira, role=Role.EDITOR).team


def saved(owner, **fields):
    return SavedPrompt.objects.create(owner=owner, **{"title": "Packshot", "text": "a [subject]"} | fields)


def test_earlier_prompts_come_by_pages(designer, mira, monkeypatch):
    monkeypatch.setattr("studio.views.composer.prompts.EARLIER_A_PAGE", 2)
    for words in ("one", "two", "three"):
        history.note(mira, words)
    page = designer.get("/prompts/")
    assert [row.text for row in page.context["rows"]] == ["three", "two"]
    more = designer.get(f"/prompts/?before={page.context['older']}", headers=HTMX)
    assert [row.text for row in more.context["rows"]] == ["one"]
    assert designer.get("/prompts/?before=nonsense").status_code == 404
    assert designer.get("/prompts/recent/").json() == {"items": ["three", "two", "one"]}


def test_an_earlier_prompt_is_reused_and_forgotten(designer, stranger, mira):
    history.note(mira, "a quiet harbour")
    row = EarlierPrompt.objects.get()
    assert designer.get(f"/?earlier={row.pk}").context["form"].data["prompt"] == "a quiet harbour"
    assert stranger.get(f"/?earlier={row.pk}").context["form"].data["prompt"] == ""
    assert stranger.post(f"/prompts/{row.pk}/forget/").status_code == 404
    designer.post(f"/prompts/{row.pk}/forget/")
    assert not EarlierPrompt.objects.exists()


def test_a_prompt_is_saved_changed_and_deleted(designer, mira):
    form = {"kind": "prompt", "title": " Pack  shot ", "text": "a [subject]", "team": ""}
    assert designer.post("/prompts/saved/new/", form).status_code == 302
    row = SavedPrompt.objects.get()
    assert (row.title, row.owner, row.team) == ("Pack shot", mira, None)
    designer.post(f"/prompts/saved/{row.pk}/", form | {"title": "Other"})
    assert [row.title for row in designer.get("/prompts/saved/?q=subject").context["rows"]] == ["Other"]
    assert designer.get(f"/prompts/saved/{row.pk}/delete/").status_code == 200
    assert SavedPrompt.objects.exists()
    designer.post(f"/prompts/saved/{row.pk}/delete/")
    assert not SavedPrompt.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 81}, "title"),
        ({"title": "a|b", "kind": "list"}, "title"),
        ({"text": " \n "}, "text"),
        ({"text": "\n".join("a" * 1001), "kind": "list"}, "text"),
        ({"text": "a" * 2001, "kind": "list"}, "text"),
        ({"kind": "other"}, "kind"),
        ({"team": "0198c6f0-0000-7000-8000-000000000000"}, "team"),
    ],
)
def test_what_is_wrong_stands_at_its_field(designer, wrong, field):
    form = {"kind": "prompt", "title": "Packshot", "text": "a vase", "team": ""} | wrong
    answer = designer.post("/prompts/saved/new/", form)
    assert (answer.status_code, list(answer.context["errors"])) == (422, [field])
    assert answer.context["values"]["text"] == form["text"]
    assert not SavedPrompt.objects.exists()


@pytest.mark.parametrize(
    ("role", "change", "see"), [(Role.EDITOR, 200, True), (Role.VIEWER, 403, True), (None, 404, False)]
)
def test_editors_write_and_viewers_read(mira, team, role, change, see):
    row = saved(mira, team=team)
    person = UserFactory()
    if role:
        MembershipFactory(team=team, user=person, role=role)
    client = signed_in(person)
    for path in ("", "delete/"):
        assert client.get(f"/prompts/saved/{row.pk}/{path}").status_code == change
    assert client.get(f"/prompts/saved/{row.pk}/fill/").status_code == (200 if see else 404)
    assert bool(client.get("/prompts/saved/").context["rows"]) == see
    assert bool(client.get("/prompts/picker/?q=pack").context["rows"]) == see


def test_what_is_mine_alone_my_team_does_not_see(mira, team):
    saved(mira)
    teammate = MembershipFactory(team=team, role=Role.OWNER).user
    assert not SavedPrompt.objects.visible_to(teammate).exists()


def test_variables_are_asked_for_and_filled(designer, mira):
    row = saved(mira, text="a [subject] on [ground=sand], {dawn|dusk}")
    asked = designer.get(f"/prompts/saved/{row.pk}/fill/")
    assert [(one.name, one.default) for one in asked.context["variables"]] == [("subject", ""), ("ground", "sand")]
    answer = designer.get(
        f"/prompts/saved/{row.pk}/fill/?filled=1&v-subject=jug&v-ground=", headers={"X-Fragment": "1"}
    )
    assert answer.json() == {"text": "a jug on sand, {dawn|dusk}"}
    plain = designer.get(f"/prompts/saved/{row.pk}/fill/?filled=1&v-subject=jug")
    assert designer.get(plain.url).context["form"].data["prompt"] == "a jug on sand, {dawn|dusk}"


def test_a_list_goes_in_by_its_name(designer, mira):
    row = saved(mira, kind="list", title="warm colours", text="ochre\nred")
    answer = designer.get(f"/prompts/saved/{row.pk}/fill/", headers={"X-Fragment": "1"})
    assert answer.json() == {"text": "{@warm colours}"}
