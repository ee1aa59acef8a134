"""Every way to fail has a title, advice, a button and says what it cost."""

from decimal import Decimal

import pytest

from studio.gateway import errors
from studio.models import Charged, Output, State
from studio.moderation import reasons
from studio.views.feed.acts import ways_on
from studio.views.feed.tiles import ended_tile, tiles_of
from studio.waits import Waits
from tests.factories import GenerationFactory

OURS = {"no_key", "reference_gone", "worker_died", "not_stored", "cancelled"}
ABSTRACT = {"gateway_error", "rejected", "in_doubt", "not_usable"}  # never raised as such


def every(kind):
    yield kind
    for below in kind.__subclasses__():
        yield from every(below)


LEAVES = {kind.code: kind for kind in every(errors.GatewayError) if kind.__module__ == errors.__name__}
CODES = sorted((set(LEAVES) | OURS) - ABSTRACT)


def state_of(code):
    kind = LEAVES.get(code, errors.Rejected)
    if code == "cancelled":
        return State.CANCELLED
    if issubclass(kind, errors.Refused):
        return State.REFUSED
    return State.UNKNOWN if issubclass(kind, errors.InDoubt) or code == "worker_died" else State.FAILED


def charged(code):
    if state_of(code) == State.UNKNOWN:
        return Charged.MAYBE
    return Charged.YES if code in reasons.MADE_AND_LOST else Charged.NO


def test_every_code_is_told():
    assert set(CODES) - set(reasons.WORDS) == set()


def test_what_the_tree_says_is_billed_is_told_so():
    told = {code for code, kind in LEAVES.items() if issubclass(kind, errors.NotUsable) and code not in ABSTRACT}
    assert told | {"not_stored"} == reasons.MADE_AND_LOST


@pytest.mark.django_db
@pytest.mark.parametrize("code", CODES)
def test_every_end_has_words_a_button_and_a_charge(code):
    row = GenerationFactory(
        state=state_of(code),
        reason_code=code,
        charged=charged(code),
        quote=Decimal("0.05"),
        cost=Decimal("0.05"),
        sent_at=None,
    )
    tile = ended_tile(row.run, row)
    assert tile.title.endswith(".")
    assert tile.advice.endswith(".")
    assert tile.actions
    assert tile.money.startswith(("Not charged", "Charged $0.05", "May have been charged"))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("key_rejected", ["key", "retry"]),
        ("no_key", ["key", "retry"]),
        ("model_gone", ["model"]),
        ("not_allowed", ["model", "retry"]),
        ("bad_parameter", ["options", "retry"]),
        ("reference_gone", ["reference"]),
        ("vendor_failed", ["retry"]),
        ("prompt_refused", ["retry", "reword"]),
        ("no_answer", ["resend", "close-charged", "close-free"]),
    ],
)
def test_the_first_button_puts_right_what_was_wrong(code, names):
    row = GenerationFactory(state=state_of(code), reason_code=code, charged=charged(code), quote="0.05")
    assert [act.name for act in ways_on(row.run, row)] == names


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "money"), [("too_large", "Charged $0.025"), ("picture_refused", "Not charged")])
def test_a_lost_item_among_good_ones_says_what_it_cost(code, money):
    row = GenerationFactory(state=State.SUCCEEDED, n=2, quote=Decimal("0.05"), charged="yes", cost="0.05")
    Output.objects.create(generation=row, position=0, error_code=code)
    assert tiles_of(row.run, row, Waits())[0].money == money
