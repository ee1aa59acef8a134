"""What guests of reviews approved stands beside what was spent, in the same part of the books."""

from decimal import Decimal

import pytest
from django.http import QueryDict
from django.urls import reverse

from gallery.models import Guest, RoundItem, Share, Verdict
from gallery.sharing import links
from studio.models import EntryKind, LedgerEntry, Output, State
from studio.usage import approvals
from studio.usage.filters import UsageForm
from tests.factories import GenerationFactory, ImageFactory, TeamFactory, UserFactory

FLUX, MINI = "bfl/flux-2-pro", "openai/gpt-image-1-mini"
pytestmark = pytest.mark.django_db


@pytest.fixture
def mira():
    return UserFactory(is_superuser=True)


def made(person, model, team=None):
    image = ImageFactory(owner=person, model=model)
    row = GenerationFactory(
        run__owner=person, run__team=team, model=model, state=State.SUCCEEDED, charged="yes", cost=Decimal("0.06")
    )
    money = {"amount": Decimal("0.06"), "kind": EntryKind.RESERVE}
    LedgerEntry.objects.create(generation=row, user=person, team=team, **money)
    Output.objects.create(generation=row, position=0, image=image)
    return image


def answered(images, *answers):
    """One link with all of them; each of ``answers`` is what one guest says of every picture."""
    links.create(by=images[0].owner, images=images, title="x", mode="review")
    share = Share.objects.latest("id")
    for number, said in enumerate(answers):
        guest = Guest.objects.create(share=share, name=f"Guest {number}")
        for item, answer in zip(RoundItem.objects.filter(round__share=share), said, strict=True):
            Verdict.objects.create(item=item, guest=guest, answer=answer)


def found(person, query=""):
    return approvals.by_model(UsageForm(QueryDict(query), user=person))


def test_approved_by_somebody_and_rejected_by_nobody(mira):
    answered([made(mira, FLUX), made(mira, FLUX), made(mira, MINI)], ["approve"] * 3, ["reject", "approve", "approve"])
    assert found(mira, "book=true") == {FLUX: 1, MINI: 1}
    assert found(mira, f"book=true&model={MINI}") == {MINI: 1}
    assert found(mira, "book=demo") == {}
    assert found(mira, "book=true&from=2026-01-01&to=2026-01-02") == {}


def test_nobody_counts_what_is_not_theirs_to_see(mira):
    member, team = UserFactory(), TeamFactory()
    answered([made(mira, FLUX, team)], ["approve"])
    assert (found(mira, "book=true"), found(member, "book=true")) == ({FLUX: 1}, {})


def test_page_and_api_tell_it(mira, client):
    answered([made(mira, FLUX), made(mira, FLUX)], ["approve", "reject"])
    client.force_login(mira)
    page = client.get(reverse("usage"), {"book": "true"})
    assert (page.context["approved"], page.context["per_approved"]) == (1, Decimal("0.12"))
    assert "$0.12 each" in page.content.decode()
    told = client.get("/api/v1/usage?book=true").json()
    assert (told["approved"], [one["approved"] for one in told["models"]]) == (1, [1])
