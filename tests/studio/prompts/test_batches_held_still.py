"""A batch and what happens beside it: its team goes, it is deleted while it is tended, its refusal in two languages."""

from decimal import Decimal

import pytest
from django.utils import translation

from gallery.access import Role
from gallery.models import Project
from studio import submission
from studio.composing.places import Place
from studio.models import Batch, BatchState, Kind, Run
from studio.money import budgets
from studio.money.scopes import Scope
from studio.prompts import batches
from tests.factories import ImageFactory, MembershipFactory, UserFactory
from tests.studio.prompts.test_batches import alternatives, drafted, states

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("gone", ["team", "project"])
def test_a_batch_whose_team_is_deleted_stops_and_says_so(mira, gone):
    team = MembershipFactory(user=mira, role=Role.OWNER).team
    project = Project.objects.create(team=team, name="Oro")
    batch = drafted(mira, "one\ntwo", place=Place(team, project))
    (team if gone == "team" else project).delete()
    batch.refresh_from_db()
    batches.start(batch)
    assert batch.note == (batches.TEAM_GONE if gone == "team" else batches.PROJECT_GONE)
    assert (batch.state, Run.objects.count()) == (BatchState.STOPPED, 0)


def test_a_batch_that_was_stopped_or_deleted_meanwhile_sends_no_row(mira, monkeypatch):
    """The sweeper has looked at it already when somebody deletes it."""
    batch = drafted(mira, "one\ntwo")
    check = submission.check

    def deleted(**wanted):
        Batch.objects.update(state=BatchState.STOPPED)
        assert batches.forget(batch)
        return check(**wanted)

    Batch.objects.update(state=BatchState.GOING)
    monkeypatch.setattr(submission, "check", deleted)
    assert batches.go_on(batch.pk) == 0
    assert not Run.objects.exists()


def test_what_is_going_or_has_sent_is_not_forgotten(mira):
    batch = drafted(mira, "one")
    Batch.objects.update(state=BatchState.GOING)
    assert not batches.forget(batch)
    batches.go_on(batch.pk)
    assert not batches.forget(batch)
    assert states(batch) == ["sent"]


def test_a_budgets_refusal_is_told_in_the_language_of_who_reads_it(mira, designer):
    lena = UserFactory(is_superuser=True, display_name="Lena")
    budgets.set_limit(Scope(Kind.PERSON, str(mira.pk)), Decimal("0.01"), sandbox=True, by=lena)
    batch = drafted(mira, "one\ntwo")
    with translation.override("pt-br"):
        batches.start(batch)
    assert batch.note.startswith("$0.02 is more than the $0.01 left in your budget.")
    with translation.override("pt-br"):
        told = batches.note_of(batch)
    assert "Lena" in told
    assert "left in" not in told
    page = designer.get(f"/batches/{batch.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert "left in your budget" in page


def test_several_prompts_keep_the_parent_of_what_they_make(mira):
    image = ImageFactory(owner=mira)
    request = {"models": [{"id": "openai/gpt-image-1-mini", "options": {}}], "aspect": "1:1", "count": 1}
    batch, _ = batches.of_alternatives(
        ["a", "b"], request, by=mira, source="{a|b}", sent=batches.Sent(remix_of=image), idempotency_key="k"
    )
    batches.start(batch)
    assert set(Run.objects.values_list("remix_of", flat=True)) == {image.pk}


def test_one_press_keeps_the_parent_too(mira, designer):
    image = ImageFactory(owner=mira)
    data = {"prompt": "a {red|blue} vase", "model": "openai/gpt-image-1-mini", "aspect": "1:1", "count": "1"}
    designer.post("/runs/", {**data, "remix_of": str(image.pk), "key": "press-1"})
    assert list(Run.objects.values_list("remix_of", flat=True)) == [image.pk] * 2


def test_a_refused_press_of_several_leaves_nothing(mira, designer, settings):
    alternatives(mira, ["other"], key="other")
    settings.SANDBOX_URL = ""
    data = {"prompt": "a {red|blue} vase", "model": "openai/gpt-image-1-mini", "aspect": "1:1", "count": "1"}
    answer = designer.post("/runs/", {**data, "key": "press-2"})
    assert (answer.status_code, Batch.objects.count()) == (422, 1)
