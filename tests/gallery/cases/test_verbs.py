"""Open, claim, pass on, decide, appeal, report: what each does, and what it refuses with a sentence."""

import io
from datetime import timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image as Pixels

from gallery import ingest, trash
from gallery.cases import claiming, deciding, listing, looking, opening
from gallery.cases.terms import Terms
from gallery.files import storage
from gallery.models import Case, Decision, Image, Notice
from gallery.people import publishing
from tests.factories import UserFactory
from tests.gallery.cases.making import decided, held_picture, held_prompt, reported, verdict
from tests.gallery.people.pictures import published
from tests.gallery.pictures.drawing import photograph


@pytest.fixture
def other(cast):
    return UserFactory(is_moderator=True, username="mira")


def test_a_subject_waits_once(cast):
    case = held_picture(cast)
    same = {"kind": "picture", "person": case.person, "subject": case.image}
    assert opening.open_case(**same).pk == case.pk
    decided(case, cast.moderator, "released", "harmless")
    assert opening.open_case(**same).pk != case.pk


def test_a_checked_picture_is_out_of_sight_until_somebody_decides(cast):
    case = held_picture(cast)
    assert not Image.objects.visible_to(cast.editor).exists()
    assert not default_storage.exists(storage.original_key(case.image_id, "png"))
    decided(case, cast.moderator, "released", "harmless")
    assert Image.objects.visible_to(cast.viewer).filter(pk=case.image_id).exists()
    assert default_storage.exists(storage.original_key(case.image_id, "png"))


def test_one_claims_until_the_lease_is_over(cast, other):
    case = held_prompt(cast.editor)
    assert claiming.claim(case, by=cast.moderator)
    assert not claiming.claim(case, by=other)
    with pytest.raises(deciding.TakenMeanwhile, match="is judging this now"):
        decided(case, other)
    with time_machine.travel(timezone.now() + claiming.LEASE + timedelta(seconds=1), tick=False):
        assert claiming.claim(case, by=other)
        with pytest.raises(deciding.TakenMeanwhile):
            decided(case, cast.moderator)
        decided(case, other)


def test_a_claim_is_given_back_by_whoever_has_it(cast, other):
    case = held_prompt(cast.editor)
    claiming.claim(case, by=cast.moderator)
    assert not claiming.unclaim(case, by=other)
    assert not claiming.claim(case, by=other)
    assert claiming.unclaim(case, by=cast.moderator)
    assert claiming.claim(case, by=other)


def test_what_somebody_else_judges_is_not_passed_on(cast, other):
    case = held_prompt(cast.editor)
    claiming.claim(case, by=cast.moderator)
    assert not claiming.pass_on(case, by=other, to=other)
    assert Case.objects.get(pk=case.pk).claimed_by == cast.moderator


def test_nobody_claims_or_judges_their_own_but_passes_it_on(cast, other):
    case = held_prompt(cast.moderator)
    assert not claiming.claim(case, by=cast.moderator)
    with pytest.raises(deciding.OwnItem, match="your own"):
        decided(case, cast.moderator)
    assert claiming.pass_on(case, by=cast.moderator, to=other)
    assert Notice.objects.get(user=other).verb == "passed"


def test_decided_meanwhile_says_who_and_what(cast, other):
    case = held_prompt(cast.editor)
    seen = Case.objects.get(pk=case.pk)
    decided(case, cast.moderator, note="Not for this brand.")
    with pytest.raises(deciding.TakenMeanwhile, match=f"{cast.moderator.name} decided meanwhile: refused .Violence"):
        decided(seen, other, "released", "client")
    assert Case.objects.get(pk=case.pk).outcome == "refused"


@pytest.mark.parametrize(("outcome", "reason"), [("removed", "violence"), ("released", "violence"), ("refused", "")])
def test_a_reason_has_to_go_with_the_decision(cast, outcome, reason):
    case = held_prompt(cast.editor)
    with pytest.raises(deciding.BadVerdict):
        decided(case, cast.moderator, outcome, reason)
    assert Case.objects.waiting().count() == 1


def test_what_follows_fails_and_nothing_is_decided(cast):
    case = held_picture(cast)

    def fails(case):
        raise RuntimeError("the broker is away")

    with pytest.raises(RuntimeError):
        deciding.decide(case, verdict("released", "harmless"), by=cast.moderator, follow=fails)
    assert Case.objects.waiting().filter(pk=case.pk).exists()
    assert not default_storage.exists(storage.original_key(case.image_id, "png"))
    assert not Decision.objects.exists()


def test_person_is_told_with_reason_and_note(cast):
    decided(held_prompt(cast.editor), cast.moderator, note="Try a plain fruit.")
    notice = Notice.objects.get(user=cast.editor)
    assert (notice.verb, notice.told) == ("refused", "Violence. Try a plain fruit.")


def test_an_appeal_is_one_and_goes_to_another_moderator(cast, other):
    case = decided(held_prompt(cast.editor), cast.moderator)
    appeal = opening.appeal(case, by=cast.editor, words="It is a fruit.")
    with pytest.raises(opening.NotOpened):
        opening.appeal(case, by=cast.editor, words="Again.")
    with pytest.raises(deciding.OwnItem, match="appeal"):
        decided(appeal, cast.moderator, "refused", "first-right")
    decided(appeal, other, "released", "explained")
    assert Notice.objects.filter(user=cast.editor, verb="reversed").exists()


def test_nobody_appeals_for_somebody_else(cast):
    case = decided(held_prompt(cast.editor), cast.moderator)
    with pytest.raises(opening.NotOpened, match="nothing here"):
        opening.appeal(case, by=cast.viewer, words="It is a fruit.")


def test_a_lone_moderator_judges_the_appeal_against_themselves(cast):
    case = decided(held_prompt(cast.editor), cast.moderator)
    appeal = opening.appeal(case, by=cast.editor, words="It is a fruit.")
    assert claiming.claim(appeal, by=cast.moderator)
    decided(appeal, cast.moderator, "released", "too-strict")


def test_whose_case_it_is_counts_as_no_other_moderator(cast, other):
    appeal = opening.appeal(decided(held_prompt(other), cast.moderator), by=other, words="It is a fruit.")
    assert claiming.claim(appeal, by=cast.moderator)
    decided(appeal, cast.moderator, "released", "too-strict")


def test_a_report_without_ground_leaves_a_picture_that_is_held_out_of_sight(cast):
    held = held_picture(cast)
    decided(opening.report(held.image, reason="rights", by=cast.viewer), cast.moderator, "released", "harmless")
    assert Image.objects.get(pk=held.image_id).moderation == "hidden"


def test_a_report_without_ground_brings_nothing_back_that_was_removed(cast):
    held = held_picture(cast)
    report = opening.report(held.image, reason="rights", by=cast.viewer)
    decided(held, cast.moderator, "removed", "rights")
    decided(report, cast.moderator, "released", "harmless")
    assert Image.objects.get(pk=held.image_id).moderation == "removed"


def test_a_check_that_finds_nothing_brings_nothing_back_that_a_report_removed(cast, other):
    held = held_picture(cast)
    report = opening.report(held.image, reason="real-person", by=cast.viewer)
    decided(report, cast.moderator, "removed", "real-person")
    decided(Case.objects.get(pk=held.pk), other, "released", "not-alike")
    assert Image.objects.get(pk=held.image_id).moderation == "removed"


def test_an_appeal_against_one_removal_leaves_the_other(cast, other):
    held = held_picture(cast)
    report = opening.report(held.image, reason="real-person", by=cast.viewer)
    decided(held, cast.moderator, "removed", "blocked")
    decided(report, cast.moderator, "removed", "real-person")
    for case, state in ((held, "removed"), (report, "")):
        decided(opening.appeal(case, by=cast.editor, words="Mine."), other, "released", "explained")
        assert Image.objects.get(pk=held.image_id).moderation == state


def test_who_reports_signed_in_is_known_by_name_alone(cast):
    case = reported(cast, visitor="the mark of a browser")
    assert (case.reported.get().reporter, case.reported.get().visitor) == (cast.viewer, "")


def test_a_reversed_removal_brings_the_picture_back(cast, other):
    case = decided(reported(cast), cast.moderator, "removed", "rights")
    assert not Image.objects.visible_to(cast.editor).exists()
    decided(opening.appeal(case, by=cast.editor, words="Mine."), other, "released", "explained")
    assert Image.objects.visible_to(cast.viewer).filter(pk=case.image_id).exists()
    told = Decision.objects.filter(image_uuid=case.image_id).values_list("action", flat=True)
    assert list(told) == ["restore", "remove"]


def test_reports_of_one_picture_are_one_case_and_do_no_harm(cast):
    image = published(cast.team, owner=cast.editor)
    for by in (cast.viewer, cast.owner, cast.owner):
        case = opening.report(image, reason="rights", by=by)
    assert (Case.objects.count(), case.reports) == (1, 2)
    assert Image.objects.visible_to(cast.viewer).filter(pk=image.pk).exists()
    with pytest.raises(opening.NotOpened, match="your own"):
        opening.report(image, reason="rights", by=cast.editor)
    decided(case, cast.moderator, "released", "harmless")
    told = Notice.objects.values_list("user", "verb")
    assert set(told) == {(cast.viewer.pk, "kept"), (cast.owner.pk, "kept")}


def test_so_many_reports_hide_where_the_administrator_says_so(cast, settings):
    settings.CASE_TERMS_FROM = "tests.gallery.cases.test_verbs.strict"
    image = published(cast.team, owner=cast.editor)
    opening.report(image, reason="rights", visitor="a")
    assert Image.objects.visible_to(cast.viewer).exists()
    case = opening.report(image, reason="rights", visitor="b")
    assert not Image.objects.visible_to(cast.viewer).exists()
    decided(case, cast.moderator, "released", "harmless")
    assert Image.objects.visible_to(cast.viewer).exists()


def strict():
    return Terms(hide_after=2)


def stricter():
    return Terms(hide_after=1)


def test_a_report_of_what_its_owner_trashed_meanwhile_is_taken(cast, settings):
    """It was seen before it went: the word counts, and nothing is left to hide."""
    settings.CASE_TERMS_FROM = "tests.gallery.cases.test_verbs.stricter"
    image = published(cast.team, owner=cast.editor)
    trash.trash(Image.objects.get(pk=image.pk), by=cast.editor)
    case = opening.report(image, reason="rights", by=cast.viewer)
    image.refresh_from_db()
    assert (case.reports, image.moderation, image.trashed_at is not None) == (1, "", True)


def test_duplicates_are_found_by_words(cast):
    case = held_prompt(cast.editor)
    held_prompt(cast.viewer, "close-up of a  blood orange")
    held_prompt(cast.viewer, "something else with blood")
    held_prompt(cast.moderator)
    assert [one.person for one in listing.duplicates(case, cast.moderator)] == [cast.viewer]


def test_a_look_at_an_upload_tells_no_moderator_where_it_was_taken(cast):
    """Nor before its smaller copies are made."""
    image = ingest.add_upload(owner=cast.editor, uploaded_file=SimpleUploadedFile("a.jpg", photograph()))
    publishing.publish(image, team=cast.team, by=cast.editor)
    case = opening.report(image, reason="rights", by=cast.viewer)
    file, kind = looking.look(case, by=cast.moderator)
    with Pixels.open(file) as picture:
        assert (picture.size, kind) == ((60, 40), "image/jpeg")
        assert 0x8825 not in picture.getexif()
    assert 0x8825 in Pixels.open(io.BytesIO(photograph())).getexif()
