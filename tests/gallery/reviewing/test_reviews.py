"""Review rooms: answers without an account, notes on a spot, rounds that stay as they were."""

import pytest
from django.test import Client

from gallery.models import Guest, Note, Notice, Round, RoundItem, User, Verdict
from gallery.reviewing import answers, rounds
from gallery.sharing import links
from tests.factories import ImageFactory, UserFactory


@pytest.fixture
def review(share):
    return share(mode="review")


def items(review):
    return list(RoundItem.objects.filter(round__share=review.row).order_by("round__number", "position"))


def test_a_guest_approves_and_takes_it_back(review):
    first, _ = items(review)
    review.guest.post(f"{review.room}{first.pk}/answer/", {"answer": "approve"})
    assert Verdict.objects.get().answer == "approve"
    review.guest.post(f"{review.room}{first.pk}/answer/", {"answer": "reject"})
    assert Verdict.objects.get().answer == "reject"
    review.guest.post(f"{review.room}{first.pk}/answer/", {"answer": ""})
    assert not Verdict.objects.exists()
    assert Guest.objects.count() == 1


def test_two_guests_do_not_share_answers_or_notes(review):
    first, _ = items(review)
    other = Client()
    review.guest.post(f"{review.room}{first.pk}/note/", {"text": "too dark", "name": "Carin"})
    other.post(f"{review.room}{first.pk}/answer/", {"answer": "approve"})
    assert Guest.objects.count() == 2
    assert "too dark" in review.guest.get(review.room).content.decode()
    assert "too dark" not in other.get(review.room).content.decode()
    review.row.open_notes = True
    review.row.save()
    assert "too dark" in other.get(review.room).content.decode()


def test_a_note_is_pinned_edited_and_taken_away_by_its_guest_alone(review):
    first, _ = items(review)
    review.guest.post(f"{review.room}{first.pk}/note/", {"text": "this", "x": "0.25", "y": "0.5"})
    note = Note.objects.get()
    assert (note.x, note.y) == (0.25, 0.5)
    assert Client().post(f"{review.room}notes/{note.pk}/", {"text": "mine"}).status_code == 404
    review.guest.post(f"{review.room}notes/{note.pk}/", {"text": "this one"})
    assert Note.objects.get().text == "this one"
    review.guest.post(f"{review.room}notes/{note.pk}/", {"text": ""})
    assert not Note.objects.exists()


@pytest.mark.parametrize(
    "data", [{"text": ""}, {"text": "x" * 2001}, {"text": "x", "x": "2", "y": "0"}, {"text": "x", "x": "nan", "y": "0"}]
)
def test_a_bad_note_is_refused_in_words(review, data):
    answer = review.guest.post(f"{review.room}{items(review)[0].pk}/note/", data)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not Note.objects.exists()


def test_htmx_gets_the_card_and_the_sums(review):
    address = f"{review.room}{items(review)[0].pk}/answer/"
    page = review.guest.post(address, {"answer": "approve"}, headers={"HX-Request": "true"}).content.decode()
    assert page.count("<article") == 1
    assert 'id="progress" hx-swap-oob="true"' in page
    assert "1 of 2 decided" in page


def test_done_tells_the_maker_once_with_the_sums(review, mira):
    first, second = items(review)
    review.guest.post(f"{review.room}{first.pk}/answer/", {"answer": "approve"})
    review.guest.post(f"{review.room}{second.pk}/note/", {"text": "no", "name": "Carin"})
    page = review.guest.post(f"{review.room}done/").content.decode()
    assert "Thank you." in page
    assert "1 approved, 0 rejected, 1 note" in page
    review.guest.post(f"{review.room}done/")
    notice = Notice.objects.get()
    assert (notice.user, notice.name, notice.told) == (mira, "Carin", "1 approved, 0 rejected, 1 note")
    assert User.objects.get(pk=mira.pk).unseen == 1


def test_a_round_is_frozen_when_the_next_begins(review, mira, pictures):
    old = items(review)[0]
    review.guest.post(f"{review.room}{old.pk}/answer/", {"answer": "reject"})
    rounds.begin(review.row, pictures[:1], by=mira)
    answer = review.guest.post(f"{review.room}{old.pk}/answer/", {"answer": "approve"})
    assert answer.status_code == 409
    assert Verdict.objects.get().answer == "reject"
    assert [(one.number, bool(one.frozen_at)) for one in Round.objects.all()] == [(1, True), (2, False)]


def test_the_next_round_shows_what_changed(review, mira, pictures):
    same, rejected = pictures
    guest = review.guest
    first, second = items(review)
    guest.post(f"{review.room}{first.pk}/answer/", {"answer": "approve"})
    guest.post(f"{review.room}{second.pk}/answer/", {"answer": "reject"})
    step = ImageFactory(owner=mira, parent=rejected)
    edited = ImageFactory(owner=mira, parent=step)
    new = ImageFactory(owner=mira)
    assert [image.pk for image in rounds.proposal(review.row, by=mira)] == [same.pk, step.pk]
    begun = rounds.begin(review.row, [same, edited, new], by=mira)
    begun.share = review.row
    assert [one.change for one in rounds.shown(begun)] == ["same", "changed", "new"]
    page = guest.get(review.room).content.decode()
    assert "Since round 1:" in page
    assert "What it was in round 1" in page


def test_what_was_left_out_is_counted(review, mira, pictures):
    begun = rounds.begin(review.row, pictures[:1], by=mira)
    assert rounds.gone_since(begun) == 1


def test_the_maker_reads_answers_and_edits_where_it_was_pinned(review, mira, client):
    first, _ = items(review)
    review.guest.post(f"{review.room}{first.pk}/note/", {"text": "gold here", "x": "0.25", "y": "0.5", "name": "Carin"})
    client.force_login(mira)
    page = client.get(f"/shares/{review.row.pk}/").content.decode()
    assert "gold here" in page
    assert f"/images/{first.image_id}/edit/?pin=0.2500,0.5000&amp;say=gold%20here" in page
    edit = client.get(f"/images/{first.image_id}/edit/?pin=0.25,0.5&say=gold+here").content.decode()
    assert 'data-pin="0.2500,0.5000"' in edit
    assert ">gold here</textarea>" in edit
    assert "data-pin=" not in client.get(f"/images/{first.image_id}/edit/?pin=2,x").content.decode()


def test_a_revoked_room_takes_no_answer(review, mira):
    first, _ = items(review)
    links.revoke(review.row, by=mira)
    assert review.guest.post(f"{review.room}{first.pk}/answer/", {"answer": "approve"}).status_code == 404
    assert not Verdict.objects.exists()


def test_a_picture_of_another_review_is_not_answered(review, share):
    other = share(mode="review")
    answer = review.guest.post(f"{review.room}{items(other)[0].pk}/answer/", {"answer": "approve"})
    assert answer.status_code == 404


def test_answers_are_seen_by_nobody_else(review, client):
    client.force_login(UserFactory())
    assert client.get(f"/shares/{review.row.pk}/").status_code == 404


@pytest.mark.parametrize("what", ["answer", "write", "rewrite", "finish"])
def test_a_round_that_closed_while_a_guest_answered_stays_as_it_was(review, mira, what):
    """The guest's page was read before, and what it sends arrives after."""
    guest = answers.guest(review.row)
    note = answers.write(items(review)[0], by=guest, text="as it was")
    item = note.item
    rounds.begin(review.row, [item.image], by=mira)
    late = {
        "answer": lambda: answers.answer(item, by=guest, answer="approve"),
        "write": lambda: answers.write(item, by=guest, text="too late"),
        "rewrite": lambda: answers.rewrite(note, text="too late"),
        "finish": lambda: answers.finish(item.round, by=guest),
    }
    with pytest.raises(answers.NotTaken, match="closed"):
        late[what]()
    assert item.round.frozen_at
    assert not Verdict.objects.exists()
    assert [one.text for one in Note.objects.all()] == ["as it was"]
    assert not Notice.objects.filter(verb="done").exists()
