"""What people are told of a reported picture is true under every setting of the reports that hide."""

import pytest
from django.test import Client

from gallery.cases import opening, reasons
from gallery.sharing import links
from tests.factories import UserFactory
from tests.gallery.cases.making import decided, held_prompt, reported
from tests.gallery.people.pictures import published

STAYS, GOES = "It stays as it is until then.", "It is out of sight until then."
LATER = "Once 2 people reported it, it is out of sight until then."
NEVER, AT_TWO, AT_ONE = (
    "gallery.cases.terms.Terms",
    "tests.gallery.cases.test_verbs.strict",
    "tests.gallery.cases.test_verbs.stricter",
)
TERMS = [(NEVER, STAYS), (AT_TWO, LATER), (AT_ONE, GOES)]


@pytest.mark.parametrize(("terms", "words"), TERMS)
def test_a_guest_is_told_what_becomes_of_it(cast, client, settings, terms, words):
    settings.CASE_TERMS_FROM = terms
    image = published(cast.team, owner=cast.owner)
    _, token = links.create(by=cast.owner, images=[image], title="x")
    address = f"/s/{token}/{image.pk}/report/"
    assert words in client.get(address).content.decode()
    assert words in client.post(address, {"reason": "rights"}).content.decode()


def test_the_report_that_hides_it_says_so(cast, client, settings):
    settings.CASE_TERMS_FROM = AT_TWO
    image = published(cast.team, owner=cast.owner)
    _, token = links.create(by=cast.owner, images=[image], title="x")
    opening.report(image, reason="rights", by=cast.viewer)
    assert GOES in client.post(f"/s/{token}/{image.pk}/report/", {"reason": "rights"}).content.decode()


@pytest.mark.parametrize(("terms", "words"), TERMS)
def test_somebody_signed_in_is_told_and_lands_on_a_page_that_is_there(cast, sign_in, settings, terms, words):
    settings.CASE_TERMS_FROM = terms
    image, client = published(cast.team, owner=cast.editor), sign_in(cast.viewer)
    address = f"/gallery/images/{image.pk}/report/"
    assert words in client.get(address).content.decode()
    assert client.post(address, {"reason": "rights"}, follow=True).status_code == 200


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ((NEVER, 1), "It stays in sight until somebody decides."),
        ((AT_TWO, 1), "It stays in sight until somebody decides, or 2 people reported it."),
        ((AT_TWO, 2), "Out of everybody’s sight until somebody decides."),
    ],
)
def test_the_moderator_reads_whether_it_is_in_sight(cast, sign_in, settings, given, words):
    settings.CASE_TERMS_FROM, people = given
    case = reported(cast)
    for _ in range(people - 1):
        opening.report(case.image, reason="rights", by=UserFactory())
    assert words in " ".join(sign_in(cast.moderator).get(f"/held/{case.pk}/").content.decode().split())


def test_whatever_a_report_says_is_a_reason_to_remove():
    assert set(reasons.REPORTED) - {reasons.OTHER} <= set(reasons.OF_KIND["report"]["removed"])
    assert all(sum(map(len, outcomes.values())) <= 9 for outcomes in reasons.OF_KIND.values())  # keys 1 to 9


def test_a_moderator_reads_the_reports_by_the_api(cast, sign_in, django_assert_max_num_queries):
    image = published(cast.team, owner=cast.owner)
    _, token = links.create(by=cast.owner, images=[image], title="x")
    case = opening.report(image, reason="rights", by=cast.viewer, words="It is ours.")
    client = sign_in(cast.moderator)
    Client().post(f"/s/{token}/{image.pk}/report/", {"reason": "violence", "name": "Kim"})
    told = [("rights", "It is ours.", cast.viewer.name), ("violence", "", "Kim")]
    found = client.get(f"/api/v1/cases/{case.pk}").json()
    assert [(one["reason"], one["words"], one["by"]) for one in found["reported"]] == told
    reported(cast)
    with django_assert_max_num_queries(8):
        listed = client.get("/api/v1/cases?kind=report").json()["items"]
    assert [len(one["reported"]) for one in listed] == [2, 1]


def test_a_notice_names_its_case_to_programs(cast, sign_in):
    case = held_prompt(cast.editor)
    decided(case, cast.moderator)
    told = sign_in(cast.editor).get("/api/v1/notices").json()["items"]
    assert {one["case"] for one in told} == {str(case.pk)}
