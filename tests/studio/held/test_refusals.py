"""What vendors refused of a person's stands beside their case and on their page: the vendors' words and no more."""

import pytest
from django.utils import timezone

from gallery.models import ApiToken
from studio.held import refusals
from studio.models import Output, PromptHelp, State
from studio.models.prompts import HelpState
from tests.factories import GenerationFactory, RunFactory, UserFactory
from tests.gallery.cases.making import held_prompt

pytestmark = pytest.mark.django_db


def refused(person, words, code="prompt_refused", **columns):
    run = RunFactory(owner=person, prompt="a secret campaign")
    columns = {"finished_at": timezone.now(), **columns}
    return GenerationFactory(run=run, state=State.REFUSED, reason_code=code, reason_detail=words, **columns)


def test_the_last_five_of_this_person_alone():
    person = UserFactory()
    for n in range(6):
        refused(person, f"policy {n}")
    refused(person, "too violent", code="refused_by_moderator")
    refused(UserFactory(), "somebody else's")
    found = refusals.of_person(person)
    assert [one.words for one in found] == [f"policy {n}" for n in (5, 4, 3, 2, 1)]
    assert (found[0].vendor, found[0].model) == ("OpenAI", "GPT Image 1 mini")


def test_a_moderator_reads_the_words_and_not_the_prompt(client):
    person = UserFactory()
    refused(person, "Blocked <by> policy 4.2")
    refused(person, "")
    client.force_login(UserFactory(is_moderator=True))
    page = client.get(f"/held/{held_prompt(person).pk}/").content.decode()
    assert "Blocked &lt;by&gt; policy 4.2" in page
    assert "Refused by the vendor." in page
    assert "a secret campaign" not in page


def test_so_does_an_administrator_on_the_persons_page(client):
    person = UserFactory()
    refused(person, "Blocked by policy 4.2")
    client.force_login(UserFactory(is_superuser=True))
    page = client.get(f"/people/{person.username}/").content.decode()
    assert ("Blocked by policy 4.2" in page, "a secret campaign" in page) == (True, False)


def test_what_was_withheld_beside_others_and_what_a_chat_model_refused_stand_there_too(client):
    person, now = UserFactory(username="mira"), timezone.now()
    call = GenerationFactory(run__owner=person, run__prompt="a secret campaign", state=State.SUCCEEDED, finished_at=now)
    for position in (1, 2):  # told once
        told = {"error_code": "picture_refused", "error_detail": "Too much skin"}
        Output.objects.create(generation=call, position=position, **told)
    PromptHelp.objects.create(
        owner=person, asked="a secret campaign", model="gpt-5-mini", key_source="sandbox", state=HelpState.FAILED,
        reason="prompt_refused", detail="I cannot help with that", finished_at=now,
    )  # fmt: skip
    refused(person, "policy 4.2")
    refused(UserFactory(username="aiko"), "somebody else’s")
    words = ["policy 4.2", "I cannot help with that", "Too much skin"]
    assert [one.words for one in refusals.of_person(person)] == words
    client.force_login(UserFactory(is_moderator=True))
    page = client.get("/held/refusals/").content.decode()
    assert [word in page for word in (*words, "somebody else’s", "a secret campaign")] == [True] * 4 + [False]
    page = client.get("/held/refusals/?who=mira").content.decode()
    assert ("policy 4.2" in page, "somebody else’s" in page) == (True, False)
    assert [client.get(f"/held/refusals/?{wrong}").status_code for wrong in ("who=x", "after=x")] == [404, 404]


def test_what_was_left_out_without_a_word_stands_there_too(client):
    person, now = UserFactory(), timezone.now()
    left = {"run__owner": person, "state": State.SUCCEEDED, "finished_at": now, "n": 4}
    GenerationFactory(missing=2, **left)
    told = GenerationFactory(missing=1, **left)  # its item says why
    Output.objects.create(generation=told, position=3, error_code="picture_refused", error_detail="Too much skin")
    GenerationFactory(**left)
    found = refusals.of_person(person)
    assert [(one.title, one.words) for one in found][1:] == [("Left 2 pictures out without a word.", "")]
    assert [one.words for one in found] == ["Too much skin", ""]
    client.force_login(UserFactory(is_moderator=True))
    assert "Left 2 pictures out" in client.get("/held/refusals/").content.decode()


def test_older_ones_follow_page_by_page(client, monkeypatch):
    monkeypatch.setattr(refusals, "PAGE", 2)
    person = UserFactory()
    for n in range(3):
        refused(person, f"policy {n}")
    client.force_login(UserFactory(is_moderator=True))
    first = client.get("/held/refusals/")
    assert [one.words for one in first.context["found"]] == ["policy 2", "policy 1"]
    rest = client.get("/held/refusals/", {"after": first.context["older"]})
    assert ([one.words for one in rest.context["found"]], rest.context["older"]) == (["policy 0"], None)


def test_moderators_read_them_by_the_api_page_by_page(client, monkeypatch):
    monkeypatch.setattr(refusals, "PAGE", 2)
    mira, aiko = UserFactory(username="mira"), UserFactory(username="aiko")
    for n in range(3):
        refused(mira, f"policy {n}")
    refused(aiko, "policy 3")

    def ask(query="", status=200, **columns):
        token = ApiToken.objects.issue(owner=UserFactory(**({"is_moderator": True} | columns)), name="t")[1]
        told = client.get(f"/api/v1/refusals{query}", headers={"Authorization": f"Bearer {token}"})
        assert told.status_code == status
        assert "a secret campaign" not in told.content.decode()
        return told.json()

    first = ask()
    assert [(one["person"], one["words"]) for one in first["items"]] == [("aiko", "policy 3"), ("mira", "policy 2")]
    rest = ask(f"?before={first['next']}")
    assert ([one["words"] for one in rest["items"]], rest["next"]) == (["policy 1", "policy 0"], None)
    assert [one["words"] for one in ask("?who=aiko")["items"]] == ["policy 3"]
    ask("?who=nobody", 404)
    ask("?before=x", 422)
    ask(status=403, is_moderator=False)
