"""The rules' page, its bench and its confirmation; the same by the API."""

import pytest

from gallery.judging import hits, rules
from gallery.models import ApiToken, Rule, RuleVersion
from studio.held import replay
from studio.moderation import holding
from tests.factories import MembershipFactory, RunFactory, TeamFactory, UserFactory
from tests.studio.moderation.test_holding import rule, submit

pytestmark = pytest.mark.django_db

FIELDS = {"category": "Violence", "kind": "word", "terms": "blood\ngore", "action": "hold", "active": "on"}


@pytest.fixture
def lena(client):
    person = UserFactory(is_superuser=True)
    client.force_login(person)
    return person


def token(person):
    return {"Authorization": f"Bearer {ApiToken.objects.issue(owner=person, name='t')[1]}"}


def test_a_rule_is_made_on_the_page_and_stands_in_the_list_with_what_it_did(client, lena):
    assert client.post("/held/rules/new/", FIELDS).status_code == 302
    made = RuleVersion.objects.get()
    assert (made.terms, made.allow, made.by, made.rule.number) == (["blood", "gore"], [], lena, 1)
    submit("blood")
    page = client.get("/held/rules/").content.decode()
    assert "Violence, rule 1" in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"kind": "regex", "terms": "(a+)+$"}, "can take for ever"),
        ({"kind": "regex", "terms": ".*"}, "fits every text"),
        ({"kind": "regex", "terms": "("}, "is no regular expression"),
        ({"terms": "\u200b"}, "holds nothing to look for"),
        ({"terms": ""}, "required"),
    ],
)
def test_what_cannot_be_a_rule_is_said_at_its_field(client, lena, fields, said):
    answer = client.post("/held/rules/new/", FIELDS | fields)
    assert (answer.status_code, said in answer.content.decode(), Rule.objects.count()) == (422, True, 0)


def test_a_teams_rule_is_tried_on_the_teams_own_prompts_alone():
    run = RunFactory(team=TeamFactory(), prompt="a blood orange")
    RunFactory(prompt="somebody else's blood orange")
    columns = {"kind": "word", "terms": ["blood"], "allow": [], "category": "x", "action": "hold"}
    told = replay.replay(columns, team=run.team)
    assert (told.prompts, told.fires) == (1, 1)


def test_one_that_fires_on_everything_is_confirmed_with_the_count(client, lena):
    RunFactory.create_batch(6, prompt="a harbour")
    broad = FIELDS | {"terms": "harbour"}
    asked = client.post("/held/rules/new/", broad).content.decode()
    assert ("This fires on all of the last 6 prompts" in asked, Rule.objects.count()) == (True, 0)
    client.post("/held/rules/new/", broad | {"confirmed": "5"})
    assert Rule.objects.count() == 0
    client.post("/held/rules/new/", broad | {"confirmed": "6"})
    assert Rule.objects.count() == 1


@pytest.mark.parametrize("terms", [".+", "[aeiou]"])
def test_one_that_fires_on_anything_is_confirmed_before_there_are_prompts(client, lena, terms):
    fields = FIELDS | {"kind": "regex", "terms": terms}
    asked = client.post("/held/rules/new/", fields).content.decode()
    assert ("This fires on whatever anybody writes." in asked, Rule.objects.count()) == (True, 0)
    body = {"category": "Violence", "kind": "regex", "terms": [terms]}
    answer = client.post("/api/v1/rules", body, content_type="application/json", headers=token(lena))
    assert (answer.status_code, Rule.objects.count()) == (409, 0)
    client.post("/held/rules/new/", fields | {"confirmed": "0"})
    assert Rule.objects.count() == 1


def test_the_bench_shows_what_would_change_and_no_private_prompt(client, lena):
    made = rule("blood")
    RunFactory(prompt="a secret gore thing")
    run = submit("Blood on slate")
    answer = client.post(f"/held/rules/{made.pk}/", FIELDS | {"terms": "gore", "try": "1", "seen": "1"})
    told = answer.context["trial"]
    assert (told.prompts, told.fires, told.new, told.gone) == (2, 1, 1, 1)
    assert "secret" not in answer.content.decode()
    holding.release(run, by=UserFactory())
    told = replay.replay({"kind": "word", "terms": ["blood"], "allow": [], "category": "x", "action": "hold"})
    assert [(one.word, one.outcome) for one in told.snippets] == [("Blood", "Released")]


def test_an_allowed_phrase_tells_its_effect_on_old_holds():
    made = rule("blood")
    spared, kept = submit("a blood orange"), submit("blood on slate")
    holding.release(spared, by=UserFactory())
    holding.refuse(kept, by=UserFactory(), reason="x")
    effect = replay.effect_of_phrase(made, "blood orange")
    assert (effect.released, effect.spared, effect.refused, effect.lost) == (1, 1, 1, 0)
    assert rules.allow(made, "blood orange", by=UserFactory())
    assert rules.current_of(made).allow == ["blood orange"]


def test_a_stale_editor_is_told_and_loses_nothing(client, lena):
    made = rule("blood")
    client.post(f"/held/rules/{made.pk}/", FIELDS | {"seen": "1"})
    answer = client.post(f"/held/rules/{made.pk}/", FIELDS | {"terms": "other", "seen": "1"})
    assert (answer.status_code, "other" in answer.content.decode()) == (409, True)
    assert rules.current_of(made).terms == ["blood", "gore"]


def test_the_list_costs_the_same_at_any_size(client, lena, django_assert_max_num_queries):
    for word in ("a", "b", "c"):
        rule(word)
    with django_assert_max_num_queries(16):
        client.get("/held/rules/")


def test_the_api_makes_tries_changes_and_removes(client, lena):
    auth, made = token(lena), None
    body = {"category": "Violence", "terms": ["blood"]}

    def ask(verb, path, **body):
        return getattr(client, verb)(f"/api/v1{path}", body, content_type="application/json", headers=auth)

    made = ask("post", "/rules", **body).json()
    run = submit("blood")
    tried = ask("post", "/rules/trials", **body, rule=made["id"]).json()
    assert tried.get("fires") == 1, tried
    changed = ask("put", f"/rules/{made['id']}", **body, action="note", version=1)
    assert (changed.status_code, changed.json()["version"], changed.json()["held"]) == (200, 2, 1)
    assert ask("put", f"/rules/{made['id']}", **body, version=1).status_code == 409
    assert ask("post", "/rules", category="x", kind="regex", terms=["(a+)+$"]).json()["errors"]["terms"]
    assert ask("delete", f"/rules/{made['id']}").status_code == 204
    assert ask("get", "/rules").json()["items"] == []
    assert hits.records()[Rule.objects.get().pk].held == 1
    assert run.rule_holds.count() == 1


def test_the_owner_of_a_team_tries_a_rule_on_its_prompts_by_the_api(client):
    owner, team = UserFactory(), TeamFactory()
    MembershipFactory(team=team, user=owner, role="owner")
    RunFactory(team=team, prompt="blood on ice")
    RunFactory(prompt="blood in the water")

    def tried(**more):
        body = {"category": "Violence", "terms": ["blood"], **more}
        return client.post("/api/v1/rules/trials", body, content_type="application/json", headers=token(owner))

    assert tried(team=str(team.pk)).json()["prompts"] == 1
    assert tried().status_code == 403
    assert tried(team=str(TeamFactory().pk)).status_code == 404


def test_the_tab_counts_the_rules_that_are_switched_on(client):
    client.force_login(UserFactory(is_moderator=True))
    first, second = rule("gun"), rule("knife")
    assert 'Rules <small class="num">2</small>' in client.get("/held/").content.decode()
    rules.remove(first, by=None)
    assert 'Rules <small class="num">1</small>' in client.get("/held/").content.decode()
    rules.remove(second, by=None)
    assert "Rules</a>" in client.get("/held/").content.decode()
