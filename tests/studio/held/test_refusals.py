"""What vendors refused of a person's stands beside their case and on their page: the vendors' words and no more."""

import pytest

from studio.held import refusals
from studio.models import State
from tests.factories import GenerationFactory, RunFactory, UserFactory
from tests.gallery.cases.making import held_prompt

pytestmark = pytest.mark.django_db


def refused(person, words, code="prompt_refused", **columns):
    run = RunFactory(owner=person, prompt="a secret campaign")
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
