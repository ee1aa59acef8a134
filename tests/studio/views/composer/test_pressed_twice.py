"""A button that spends money: pressed twice it spends once, and its price stands on it."""

from decimal import Decimal

import pytest

from studio.models import Charged, Generation, LedgerEntry, Run, State
from studio.templatetags.figures import total
from tests.factories import GenerationFactory, RunFactory
from tests.studio.views.composed import HTMX, composed, events, posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(mira):
    run = RunFactory(owner=mira)
    GenerationFactory(run=run, state=State.SUCCEEDED)
    return run


def again(client, run, fields):
    return client.post(f"/runs/{run.pk}/again/", fields, headers=HTMX)


def test_run_again_is_a_new_run(designer, run, mira):
    told = events(again(designer, run, {}))["run-changed"]
    fresh = Run.objects.filter(owner=mira).exclude(pk=run.pk).get()
    assert (told["run"], told["said"]) == (str(fresh.pk), "1 picture started")


def test_run_again_pressed_twice_is_one_run(designer, run):
    fields = posted(designer, run, "again")
    first, second = (events(again(designer, run, fields))["run-changed"]["run"] for _ in range(2))
    assert first == second
    assert (Run.objects.count(), LedgerEntry.objects.count()) == (2, 1)


def test_run_again_drawn_anew_is_another_run(designer, run):
    for _ in range(2):
        again(designer, run, posted(designer, run, "again"))
    assert Run.objects.count() == 3


def test_once_the_new_run_hangs_the_button_makes_another(designer, run):
    told = events(again(designer, run, posted(designer, run, "again")))["run-changed"]["again"]
    again(designer, run, {"key": told["key"]})
    assert told["run"] == str(run.pk)
    assert Run.objects.count() == 3


@pytest.mark.parametrize("key", ["a\0b", "k" * 201, "caf\u00e9", "a\nb"])
def test_a_key_that_cannot_be_kept_is_400(designer, run, key):
    response = again(designer, run, {"key": key})
    assert (response.status_code, "Reload the page" in response.content.decode()) == (400, True)
    assert Run.objects.count() == 1


@pytest.mark.parametrize("key", ["a\0b", "k" * 201])
def test_generate_with_such_a_key_is_422(designer, key):
    assert designer.post("/runs/", composed(key=key)).status_code == 422
    assert not Run.objects.exists()


def test_retry_failed_pressed_twice_tries_no_new_failure(designer, run):
    GenerationFactory(run=run, state=State.FAILED, reason_code="vendor_failed")
    fields = posted(designer, run, "retry-failed")
    for _ in range(2):
        designer.post(f"/runs/{run.pk}/retry-failed/", fields)
        run.generations.filter(state=State.QUEUED).update(state=State.FAILED)
    assert run.generations.count() == 3


def test_send_again_pressed_twice_is_one_generation_and_no_complaint(designer, run):
    row = GenerationFactory(run=run, state=State.UNKNOWN, charged=Charged.MAYBE, quote=Decimal("0.05"))
    told = [events(designer.post(f"/generations/{row.pk}/resend/", headers=HTMX)) for _ in range(2)]
    assert "toast" not in told[1]
    assert Generation.objects.filter(retry_of=row).count() == 1


def test_run_again_names_todays_price(designer, run):
    page = designer.get(f"/runs/{run.pk}/").content.decode()
    told = events(again(designer, run, {}))["run-changed"]
    price = total(Run.objects.get(pk=told["run"]).quote)
    assert f'title="Run again, {price}"' in page
    assert f'<small class="num">{price}</small>' in page


def test_what_the_rules_take_no_longer_names_no_price_and_says_why(designer, run):
    Run.objects.filter(pk=run.pk).update(requested=[{"id": "nobody/nothing", "options": {}}])
    assert 'title="Run again"' in designer.get(f"/runs/{run.pk}/").content.decode()
    assert "no model named" in events(again(designer, run, {}))["toast"]["text"]


def test_a_forgotten_model_is_said_when_it_is_retried(designer, run):
    row = GenerationFactory(run=run, state=State.FAILED, model="nobody/nothing")
    response = designer.post(f"/generations/{row.pk}/retry/", headers=HTMX)
    assert "no model named" in events(response)["toast"]["text"]
