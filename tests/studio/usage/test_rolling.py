"""The days' sums are the ledger's at every moment: rolled, half rolled, closed twice, rebuilt."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from django.http import QueryDict
from django.utils import timezone

from studio.models import DayUse, EntryKind, Generation, LedgerEntry, MonthUse, PromptHelp, State
from studio.money import ledger
from studio.usage import checking, rolling, sums
from studio.usage.filters import UsageForm
from studio.usage.measures import Books
from tests.factories import GenerationFactory, TeamFactory, UserFactory

MODELS = ("openai/gpt-image-1-mini", "bfl/flux-2-pro")
CLOSED = ((State.SUCCEEDED, "yes"), (State.REFUSED, "no"), (State.FAILED, "yes"), (State.CANCELLED, "no"))
OF_MODEL = ("model", "spent", "pictures", "seconds", "refused")
LEFT_OPEN = ((State.QUEUED, "no"), (State.UNKNOWN, "maybe"), (State.FAILED, "maybe"))

pytestmark = pytest.mark.django_db


@pytest.fixture(params=range(3))
def dice(request):
    return random.Random(request.param)


def make_books(dice, number=40, days=3):
    """Calls of two people, models, days and places in every state, some closed twice."""
    people, teams = [UserFactory(is_superuser=True), UserFactory()], [None, TeamFactory()]
    return [one_call(dice, dice.choice(people), dice.choice(teams), days) for _ in range(number)]


def one_call(dice, person, team, days=3):
    state, charged = dice.choice(CLOSED + LEFT_OPEN)
    row = GenerationFactory(
        run__owner=person, run__team=team, model=dice.choice(MODELS), state=state, charged=charged,
        n=dice.randint(1, 4), quote=dice.choice([None, Decimal("0.0413")]),
        sent_at=timezone.now() - timedelta(seconds=7), finished_at=timezone.now(),
    )  # fmt: skip
    ledger.reserve(row.run, [row])
    at = timezone.now() - timedelta(days=dice.randint(0, days), hours=dice.randint(0, 23))
    LedgerEntry.objects.filter(generation=row).update(at=at)
    if (state, charged) in CLOSED:
        close(row, dice)
    return row


def close(row, dice):
    cost = dice.choice([None, Decimal("0.0399")]) if row.charged == "yes" else Decimal(0)
    Generation.objects.filter(pk=row.pk).update(cost=cost)
    ledger.settle(row, cost, row.n)


def told(books, days):
    return (
        sums.totals(books),
        sorted(map(str, sums.by_day(books, days, "model"))),
        [{name: row[name] for name in OF_MODEL} for row in sums.by_model(books)],
        sums.by_person(books),
        [{name: row[name] for name in ("state", "calls", "asked", *sums.SUMS)} for row in sums.by_state(books)],
    )  # fmt: skip


def pages(user, first=29, last=0):
    """What the page says now, and what it would say if the ledger's rows were read alone. Days before today."""
    start, end = (timezone.localdate() - timedelta(days=ago) for ago in (first, last))
    form = UsageForm(QueryDict(f"book=demo&from={start}&to={end}"), user=user)
    return told(form.books(), form.days), told(Books(DayUse.objects.none(), form.entries()), form.days)


def test_pages_are_true_before_between_and_after(dice):
    rows = make_books(dice)
    user = rows[0].run.owner.__class__.objects.get(is_superuser=True)
    _, true = pages(user)
    while rolling.roll_up(7):
        assert pages(user) == (true, true)
    assert DayUse.objects.exists()
    assert not LedgerEntry.objects.filter(rolled=False).exclude(kind=EntryKind.RESERVE).exists()
    assert list(checking.differences()) == []


def test_months_are_true_whatever_days_are_asked_for(dice):
    rows = make_books(dice, 60, days=150)
    user = rows[0].run.owner.__class__.objects.get(is_superuser=True)
    while rolling.roll_up(25):
        for _ in range(8):
            last = dice.choice([0, dice.randint(0, 70)])
            one, true = pages(user, last + dice.randint(0, 120), last)
            assert one == true
    assert MonthUse.objects.count() < DayUse.objects.count()
    assert list(checking.differences()) == []


def test_what_closes_later_or_a_second_time_is_right_again(dice):
    rows = make_books(dice)
    user = rows[0].run.owner.__class__.objects.get(is_superuser=True)
    rolling.roll_up()
    for row in dice.sample(rows, 12):
        Generation.objects.filter(pk=row.pk).update(state=State.FAILED, charged="yes")
        row.refresh_from_db()
        close(row, dice)
    while rolling.roll_up(5):
        one, other = pages(user)
        assert one[0].calls == other[0].calls
    one, other = pages(user)
    assert one == other
    assert rolling.roll_up() == 0


def test_a_question_is_counted_like_a_picture(capsys):
    help = PromptHelp.objects.create(
        owner=UserFactory(), kind="improve", model="gpt-4o-mini", key_source="sandbox", quote=Decimal("0.0021"),
        state="done", charged="yes", asked="a harbour",
    )  # fmt: skip
    ledger.reserve_help(help)
    ledger.settle_help(help, Decimal("0.00113"))
    rolling.roll_up()
    row = DayUse.objects.get()
    assert (row.vendor, row.calls, row.spent, row.pictures, row.state) == ("Chat", 1, Decimal("0.0012"), 0, "succeeded")
    call_command("check_books")
    assert "what the ledger says" in capsys.readouterr().out


@pytest.mark.parametrize("kind", [DayUse, MonthUse])
def test_a_wrong_sum_is_found_and_made_anew(dice, kind):
    make_books(dice, 12)
    rolling.roll_up()
    kind.objects.order_by("pk").first().delete()
    with pytest.raises(CommandError):
        call_command("check_books")
    call_command("check_books", "--rebuild")
    assert rolling.roll_up() == 0


def test_a_day_is_the_instances_not_the_worlds(settings):
    settings.TIME_ZONE = "America/Sao_Paulo"
    with timezone.override(ZoneInfo("America/Sao_Paulo")):
        row = one_call(random.Random(1), UserFactory(), None)
        LedgerEntry.objects.filter(generation=row).update(at=datetime(2026, 11, 3, 1, 30, tzinfo=ZoneInfo("UTC")))
        Generation.objects.filter(pk=row.pk).update(state=State.FAILED, charged="yes")
        ledger.settle(row, Decimal("0.04"), 1)
        rolling.roll_up()
    assert f"{DayUse.objects.get().day}" == "2026-11-02"
