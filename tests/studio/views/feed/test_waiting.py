"""What a queued tile says: its place, what holds it up, and another model in its place."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from studio import waits
from studio.models import Generation, InstanceSettings, LedgerEntry, State, VendorPause
from studio.views.feed.wall import hang
from tests.factories import GenerationFactory, RunFactory, UserFactory
from tests.studio.views.composed import HTMX, events

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(mira):
    return RunFactory(owner=mira, aspect="1:1")


def queued(run, **columns):
    return GenerationFactory(run=run, due_at=timezone.now(), quote=Decimal("0.0110"), **columns)


def tiles(run):
    return hang([type(run).objects.with_generations().get(pk=run.pk)])[0].tiles


def paused(vendor="OpenAI", **columns):
    until = timezone.now() + timedelta(minutes=5)
    return VendorPause.objects.create(vendor=vendor, **{"until": until, "reason": "no_answer", "failures": 1} | columns)


def test_places_are_told_in_the_order_of_coming(run):
    for position in range(3):
        queued(run, position=position)
    assert [tile.word for tile in tiles(run)] == ["Queued", "Queued 2nd", "Queued 3rd"]


def test_where_people_take_turns_places_say_so(run, mira):
    greedy = RunFactory()
    for _ in range(5):
        queued(greedy)
    queued(run)
    InstanceSettings.objects.create(parallel_per_vendor=1)
    assert [tile.word for tile in tiles(run)] == ["Queued 2nd"]


def test_what_waits_for_a_paused_vendor_is_in_nobodys_way(run):
    queued(RunFactory(), vendor="Baidu")
    paused("Baidu")
    queued(run)
    assert [tile.word for tile in tiles(run)] == ["Queued"]


def test_a_feed_asks_once_for_all_places(run, designer, django_assert_max_num_queries):
    queued(run)
    designer.get("/")
    with django_assert_max_num_queries(60) as few:
        designer.get("/")
    for _ in range(4):
        queued(RunFactory(owner=run.owner))
    with django_assert_max_num_queries(len(few)):
        designer.get("/")


@pytest.mark.parametrize(
    ("reason", "title"),
    [
        ("no_answer", "OpenAI is not answering since 10:20."),
        ("not_sent", "The gateway cannot be reached since 10:20."),
        ("vendor_busy", "Too many requests at OpenAI."),
        ("", "OpenAI is paused since 10:20."),
    ],
)
def test_a_paused_vendor_is_told(reason, title):
    since = timezone.localtime().replace(hour=10, minute=20)
    assert waits.pause_title(VendorPause(vendor="OpenAI", since=since, reason=reason)) == title


def test_the_tile_of_a_paused_vendor_says_when_and_offers_another_model(run):
    queued(run)
    pause = paused()
    (tile,) = tiles(run)
    assert (tile.kind, tile.title, tile.advice) == ("waiting", waits.pause_title(pause), waits.pause_advice(pause))
    assert [act.name for act in tile.actions] == ["instead", "cancel"]
    assert tile.actions[0].label.startswith("Use ")
    assert tile.actions[0].label.endswith("?")


def test_no_other_model_is_offered_where_all_vendors_are_down(run):
    queued(run)
    vendors = {"OpenAI", "Google", "Alibaba", "Baidu", "ByteDance", "Black Forest Labs", "Ideogram"}
    for vendor in vendors:
        paused(vendor)
    assert [act.name for act in tiles(run)[0].actions] == ["cancel"]


def test_another_model_takes_the_place_and_the_first_is_free(designer, run, published):
    row = queued(run)
    paused()
    (act, _) = tiles(run)[0].actions
    response = designer.post(act.url, dict(act.fields), headers=HTMX)
    assert "run-changed" in events(response)
    first, second = Generation.objects.order_by("id")
    assert (first.state, first.charged) == (State.CANCELLED, "no")
    assert (second.retry_of_id, second.vendor != row.vendor, second.n) == (row.pk, True, row.n)
    assert sum(entry.amount for entry in LedgerEntry.objects.filter(generation=second)) == second.quote


def test_pressed_twice_it_asks_once(designer, run):
    row = queued(run)
    paused()
    (act, _) = tiles(run)[0].actions
    for _ in range(2):
        designer.post(act.url, dict(act.fields), headers=HTMX)
    assert Generation.objects.filter(retry_of=row).count() == Generation.objects.exclude(pk=row.pk).count() == 1


@pytest.mark.parametrize("model", ["openai/gpt-image-1-mini", "nobody/knows", ""])
def test_a_model_that_is_down_or_unknown_changes_nothing(designer, run, model):
    row = queued(run)
    paused()
    response = designer.post(f"/generations/{row.pk}/instead/", {"model": model}, headers=HTMX)
    assert events(response)["toast"]["failed"]
    assert Generation.objects.get().state == State.QUEUED


def test_what_was_sent_meanwhile_is_not_asked_of_another(designer, run):
    row = queued(run)
    Generation.objects.filter(pk=row.pk).update(state=State.WAITING, remote_id="task")
    response = designer.post(f"/generations/{row.pk}/instead/", {"model": "bfl/flux-2-pro"}, headers=HTMX)
    assert events(response)["toast"]["failed"]
    assert Generation.objects.count() == 1


def test_a_stranger_asks_nothing_of_another_model(stranger, run):
    row = queued(run)
    assert stranger.post(f"/generations/{row.pk}/instead/", {"model": "bfl/flux-2-pro"}).status_code == 404


def test_the_page_asks_what_its_queued_tiles_say(designer, run):
    first, second = queued(run), queued(run, position=1)
    queued(RunFactory(owner=UserFactory()))
    assert designer.get("/runs/waiting/").json() == {
        str(first.pk): {"word": "Queued"},
        str(second.pk): {"word": "Queued 3rd"},  # people take turns
    }
    pause = paused()
    waits.turns.memory.forget()
    told = designer.get("/runs/waiting/").json()
    assert told[str(first.pk)] == {"paused": tiles(run)[0].state}
    assert str(pause.until) in tiles(run)[0].state
