"""What costs once more is asked about above the sum that asks: retry, send again, another model in its place."""

from decimal import Decimal

import pytest

from studio.models import Generation, InstanceSettings, State, VendorPause
from tests.factories import GenerationFactory, RunFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]
STAND_IN = "doubao/doubao-seedream-4-0"


@pytest.fixture(autouse=True)
def asks():
    InstanceSettings(ask_above=Decimal("0.01")).save()


def made(mira, state, **columns):
    row = GenerationFactory(run=RunFactory(owner=mira, sandbox=True), state=state, quote="0.011", **columns)
    row.options = {"quality": "auto"}
    row.aspect = "1:1"
    row.save()
    return row


WAYS = [
    ("retry", State.FAILED, "", {}),
    ("resend", State.UNKNOWN, "", {"charged": "maybe"}),
    ("instead", State.QUEUED, STAND_IN, {}),
    ("failed", State.FAILED, "", {}),
]


@pytest.mark.parametrize("way", WAYS, ids=[way[0] for way in WAYS])
def test_a_dear_one_is_asked_about_and_then_done(mira, designer, way):
    act, state, model, columns = way
    row = made(mira, state, **columns)
    if act == "instead":
        VendorPause.objects.create(vendor="OpenAI")
    url = f"/runs/{row.run_id}/retry-failed/" if act == "failed" else f"/generations/{row.pk}/{act}/"
    fields = {"row": str(row.pk)} if act == "failed" else {"model": model} if model else {}
    asked = designer.post(url, fields, headers={"HX-Request": "true"})
    assert (asked.status_code, Generation.objects.count()) == (204, 1)
    page = designer.get(asked.headers["HX-Redirect"])
    assert "Run 1 picture for" in page.content.decode()
    counted = page.context["outlook"].counted
    designer.post(url, {**fields, "confirmed": str(counted)})
    assert Generation.objects.filter(retry_of=row).count() == 1


def test_a_cheap_one_is_not(mira, designer):
    InstanceSettings.objects.update(ask_above=5)
    row = made(mira, State.FAILED)
    designer.post(f"/generations/{row.pk}/retry/")
    assert Generation.objects.filter(retry_of=row).exists()
