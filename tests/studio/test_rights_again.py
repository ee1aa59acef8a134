"""What is run or tried again is judged by the rights and by the key of today."""

import pytest
from django.utils import timezone

from gallery.access import Role
from gallery.models import Image, Membership
from studio import submission
from studio.catalogue import Invalid
from studio.lifecycle import NotPossible
from studio.models import Credential, Generation, LedgerEntry, Run, RunReference, State
from tests.factories import GenerationFactory, ImageFactory, MembershipFactory, RunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed():
    """In a team of its owner, with a reference that somebody else published there."""
    editor = MembershipFactory(role=Role.EDITOR)
    image = ImageFactory(team=editor.team, published_at=timezone.now())
    run = RunFactory(owner=editor.user, team=editor.team, sandbox=True)
    RunReference.objects.create(run=run, image=image, position=1)
    return GenerationFactory(run=run, state=State.FAILED)


def run_again(failed):
    return submission.run_again(failed.run, by=failed.run.owner)[0]


def retry(failed):
    return submission.retry(failed, by=failed.run.owner)


def send_again(failed):
    Generation.objects.filter(pk=failed.pk).update(state=State.UNKNOWN, charged="maybe")
    return submission.send_again(Generation.objects.get(pk=failed.pk), by=failed.run.owner)


def lose_membership(failed):
    Membership.objects.filter(user=failed.run.owner).delete()


def become_viewer(failed):
    Membership.objects.filter(user=failed.run.owner).update(role=Role.VIEWER)


def hide_reference(failed):
    Image.objects.update(moderation="removed")


def trash_reference(failed):
    Image.objects.update(trashed_at=timezone.now())


def withdraw_reference(failed):
    Image.objects.update(team=None, published_at=None)


@pytest.mark.parametrize("act", [run_again, retry, send_again])
def test_whose_rights_stand_goes_on(failed, act):
    made = act(failed)
    run = made if isinstance(made, Run) else made.run
    assert [reference.image for reference in run.run_references.all()] == list(Image.objects.all())
    assert run.team == failed.run.team


@pytest.mark.parametrize("act", [run_again, retry, send_again])
@pytest.mark.parametrize(
    ("loss", "field"),
    [
        (lose_membership, "team"),
        (become_viewer, "team"),
        (hide_reference, "references"),
        (trash_reference, "references"),
        (withdraw_reference, "references"),
    ],
)
def test_whose_rights_were_lost_is_refused(failed, act, loss, field):
    loss(failed)
    with pytest.raises(Invalid) as invalid:
        act(failed)
    assert list(invalid.value.errors) == [field]
    assert (Generation.objects.count(), LedgerEntry.objects.count()) == (1, 0)


def test_a_refusal_to_send_again_leaves_its_fate_open(failed):
    hide_reference(failed)
    with pytest.raises(Invalid):
        send_again(failed)
    assert Generation.objects.get().state == State.UNKNOWN


@pytest.mark.parametrize("act", [retry, send_again])
def test_what_the_demo_made_is_not_tried_again_with_a_paying_key(failed, act):
    Credential.objects.create(user=failed.run.owner, key="sk-real", last_four="real")
    with pytest.raises(NotPossible, match="Run again makes it with your key, at its price"):
        act(failed)
    assert not LedgerEntry.objects.exists()


def test_what_a_key_paid_is_not_tried_again_on_the_demo(failed):
    Generation.objects.update(key_source="personal")
    with pytest.raises(NotPossible, match="on the demo gateway"):
        retry(Generation.objects.get())


def test_another_paying_key_may_try_again(failed, settings):
    settings.AIHUBMIX_API_KEY = "sk-instance"
    Generation.objects.update(key_source="personal")
    assert retry(Generation.objects.get()).key_source == "instance"


def test_run_again_books_by_the_key_that_pays_now(failed):
    Credential.objects.create(user=failed.run.owner, key="sk-real", last_four="real")
    fresh = run_again(failed)
    assert (fresh.sandbox, [entry.sandbox for entry in LedgerEntry.objects.all()]) == (False, [False])


def test_a_try_is_booked_where_its_key_pays(failed, settings):
    """Also in a run that was begun on the demo gateway: the books follow the key of each generation."""
    settings.AIHUBMIX_API_KEY = "sk-instance"
    Generation.objects.update(key_source="instance")
    retry(Generation.objects.select_related("run").get())
    assert [entry.sandbox for entry in LedgerEntry.objects.all()] == [False]
