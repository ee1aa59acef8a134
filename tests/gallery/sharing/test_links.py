"""Links: who makes them, what they open, and that off is off."""

import re
from datetime import timedelta

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone

from gallery import trash
from gallery.access import Role
from gallery.export import cleaning
from gallery.files import storage
from gallery.models import Board, Image, RoundItem, Share
from gallery.organising import boards
from gallery.people import publishing
from gallery.reviewing import rounds
from gallery.sharing import limits, links, revocation
from studio.serving.forgiving_cache import ForgivingRedisCache
from tests.factories import ImageFactory, MembershipFactory, UserFactory


def test_the_secret_is_kept_nowhere(share):
    made = share(password="linden")
    values = [str(value) for value in Share.objects.filter(pk=made.row.pk).values()[0].values()]
    assert not [value for value in values if made.token in value or "linden" in value]


def test_a_guest_sees_the_pictures_and_no_prompt(share):
    made = share()
    answer = made.guest.get(made.room)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert page.count("/media/s/") > 0
    assert "secret prompt" not in page
    assert answer["X-Robots-Tag"].startswith("noindex")
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("same-origin", "private, no-store")


def test_prompts_are_shown_where_the_link_says_so(share, pictures):
    made = share(hide_prompt=False)
    assert "secret prompt" in made.guest.get(f"{made.room}{pictures[0].pk}/").content.decode()


def test_opened_is_counted_once_a_browser(share):
    made = share()
    for _ in range(3):
        made.guest.get(made.room)
    made.row.refresh_from_db()
    assert made.row.opened == 1
    assert made.row.last_opened_at is not None


def test_nothing_guessable_and_no_other_pictures(share, mira):
    made = share()
    other = ImageFactory(owner=mira)
    assert made.guest.get(f"{made.room}{other.pk}/").status_code == 404
    other_letter = "y" if made.token.endswith("x") else "x"
    assert made.guest.get(f"/s/{made.token[:-1]}{other_letter}/").status_code == 404
    assert made.guest.get(f"/s/{made.row.digest}/").status_code == 404


@pytest.mark.parametrize("end", ["revoke", "expire", "suspend", "renew"])
def test_a_link_that_ended_opens_nothing(share, mira, end):
    made = share()
    if end == "revoke":
        links.revoke(made.row, by=mira)
    elif end == "renew":
        links.renew(made.row, by=mira)
    elif end == "expire":
        Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        mira.is_active = False
        mira.save()
    assert made.guest.get(made.room).status_code == 404


def test_the_password_stands_before_everything(share, pictures):
    made = share(password="linden", download="web")
    locked = made.guest.get(made.room)
    assert "/media/" not in locked.content.decode()
    assert made.guest.get(f"{made.room}{pictures[0].pk}/file").headers["Content-Type"].startswith("text/html")
    assert made.guest.post(f"{made.room}open/", {"password": "wrong"}).status_code == 422
    assert made.guest.post(f"{made.room}open/", {"password": "linden"}).status_code == 302
    assert "/media/s/" in made.guest.get(made.room).content.decode()


def test_a_new_password_locks_out_who_knew_the_old_one(share, mira):
    made = share(password="linden")
    made.guest.post(f"{made.room}open/", {"password": "linden"})
    links.change(made.row, by=mira, password="harbour")
    assert "/media/" not in made.guest.get(made.room).content.decode()


def test_passwords_are_not_tried_for_ever(share):
    made = share(password="linden")
    tries = [made.guest.post(f"{made.room}open/", {"password": str(n)}).status_code for n in range(12)]
    assert tries == [422] * 10 + [429] * 2


def test_a_cache_that_is_away_lets_nobody_guess_on(share, monkeypatch):
    monkeypatch.setattr(limits, "cache", ForgivingRedisCache("redis://127.0.0.1:9/0", {}))
    monkeypatch.setattr(limits, "OWN", LocMemCache("limits-of-this-test", {}))
    made = share(password="linden")
    tries = [made.guest.post(f"{made.room}open/", {"password": str(n)}).status_code for n in range(12)]
    assert tries == [422] * 10 + [429] * 2


def test_who_guesses_locks_nobody_else_out_until_there_are_very_many(share, monkeypatch):
    made = share(password="linden")
    address = f"{made.room}open/"
    for n in range(11):
        made.guest.post(address, {"password": str(n)}, REMOTE_ADDR="203.0.113.7")
    assert made.guest.post(address, {"password": "linden"}, REMOTE_ADDR="203.0.113.8").status_code == 302
    monkeypatch.setitem(limits.EVERY, "guesses", 11)
    assert made.guest.post(address, {"password": "linden"}, REMOTE_ADDR="203.0.113.9").status_code == 429


def test_pages_have_a_limit_of_their_own(share, monkeypatch):
    made = share()
    monkeypatch.setitem(limits.EVERY, "pages", 2)
    answers = [made.guest.get(made.room) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2]["Retry-After"] == "60"


def test_download_only_where_it_is_allowed(share, pictures):
    address = "{}{}/file"
    none, web, whole = share(), share(download="web"), share(download="original")
    assert none.guest.get(address.format(none.room, pictures[0].pk)).status_code == 404
    small, large = (one.guest.get(address.format(one.room, pictures[0].pk)) for one in (web, whole))
    assert b"".join(large.streaming_content) == storage.local_path(storage.original_name(pictures[0])).read_bytes()
    small.close()
    assert (small["Content-Type"], large["Content-Type"]) == ("image/webp", "image/png")
    assert "secret" not in small["Content-Disposition"] + large["Content-Disposition"]


def test_copies_that_are_drawn_anew_have_a_limit_of_their_own(share, pictures, monkeypatch):
    """An animation has no copy of its own length; a PNG has, which costs no drawing and is never counted."""
    Image.objects.filter(pk=pictures[0].pk).update(kind="upload", format="gif")
    Image.objects.filter(pk=pictures[1].pk).update(kind="upload")
    monkeypatch.setattr(cleaning, "send", lambda *_, **__: HttpResponse(b"a copy"))
    monkeypatch.setitem(limits.EVERY, "copies", 2)
    made = share(download="original")

    def answer(picture, address="203.0.113.7"):
        return made.guest.get(f"{made.room}{picture.pk}/file", REMOTE_ADDR=address)

    assert [answer(pictures[1]).status_code for _ in range(3)] == [200, 200, 200]
    drawn = [answer(pictures[0]) for _ in range(3)]
    assert [one.status_code for one in drawn] == [200, 200, 429]
    assert drawn[2]["Retry-After"] == "60"
    assert answer(pictures[0], "203.0.113.8").status_code == 200
    assert answer(pictures[1]).status_code == 200


def test_a_board_is_shown_as_it_is_now(mira, pictures, client):
    board = boards.create(name="Oro", by=mira)
    boards.add(board, pictures[:1], by=mira)
    _, token = links.create(by=mira, board=board, title="Oro")
    boards.add(board, pictures[1:], by=mira)
    assert len(re.findall(r'href="/s/[^"]+/[0-9a-f-]{36}/"', client.get(f"/s/{token}/").content.decode())) == 2


def test_trashed_pictures_leave_the_room(share, mira, pictures):
    made = share()
    trash.trash(pictures[0], by=mira)
    assert made.guest.get(f"{made.room}{pictures[0].pk}/").status_code == 404
    assert revocation.looked_up(made.row.pk, pictures[0].pk) is None


def test_viewers_share_nothing_of_a_team_and_editors_do(db):
    owner = UserFactory()
    team = MembershipFactory(user=owner, role=Role.OWNER).team
    image = ImageFactory(owner=owner, published=True, team=team)
    viewer = MembershipFactory(team=team, role=Role.VIEWER).user
    editor = MembershipFactory(team=team, role=Role.EDITOR).user
    with pytest.raises(links.NotShared):
        links.create(by=viewer, images=[image], title="x")
    made, _ = links.create(by=editor, images=[image], title="x")
    assert made.team == team
    publishing.withdraw(image, by=owner)
    assert list(links.pictures_of(made)) == []


def test_an_editors_link_is_changed_by_the_teams_owner_alone(db):
    owner = UserFactory()
    team = MembershipFactory(user=owner, role=Role.OWNER).team
    maker, other = (MembershipFactory(team=team, role=Role.EDITOR).user for _ in range(2))
    made, _ = links.create(by=maker, images=[ImageFactory(owner=maker, published=True, team=team)], title="x")
    with pytest.raises(PermissionDenied):
        links.revoke(made, by=other)
    assert links.revoke(made, by=owner)


def test_what_hangs_on_a_teams_board_no_more_leaves_its_links(mira, pictures, client):
    """Its owner took it out of the team: it lies in the board's rows, where nobody sees it, until it is back."""
    team = MembershipFactory(user=mira, role=Role.OWNER).team
    for image in pictures:
        publishing.publish(image, team=team, by=mira)
    board = boards.create(name="Oro", by=mira, team=team)
    boards.add(board, pictures, by=mira)
    made, token = links.create(by=mira, board=board, title="Oro", download="original")
    publishing.withdraw(pictures[0], by=mira)
    assert list(links.pictures_of(made)) == pictures[1:]
    assert revocation.looked_up(made.pk, pictures[0].pk) is None
    assert client.get(f"/s/{token}/{pictures[0].pk}/file").status_code == 404
    review, _ = links.create(by=mira, board=board, title="Oro", mode="review")
    assert [image.pk for image in rounds.proposal(review, by=mira)] == [pictures[1].pk]


def test_a_teams_owner_learns_of_no_private_picture_by_the_teams_links(db, client):
    """Not of what its maker withdrew since, nor of what they made from it and hung nowhere."""
    owner, maker = UserFactory(), UserFactory()
    team = MembershipFactory(user=owner, role=Role.OWNER).team
    MembershipFactory(team=team, user=maker, role=Role.EDITOR)
    shown, later = (ImageFactory(owner=maker, published=True, team=team) for _ in range(2))
    look, _ = links.create(by=maker, images=[shown, later], title="x")
    review, _ = links.create(by=maker, images=[shown, later], title="x", mode="review")
    private = ImageFactory(owner=maker, parent=shown, relation="remix")
    publishing.withdraw(later, by=maker)
    client.force_login(owner)
    paths = [f"/shares/{look.pk}/", f"/shares/{review.pk}/", f"/shares/{review.pk}/round/"]
    pages = "".join(client.get(path).content.decode() for path in paths)
    named = {image.pk for image in (shown, later, private) if image.pk.hex in pages or str(image.pk) in pages}
    assert named == {shown.pk}
    client.post(paths[2], {"ids": [private.pk.hex]})
    assert not RoundItem.objects.filter(image=private).exists()


def test_a_viewers_board_is_not_shared(db):
    owner = UserFactory()
    team = MembershipFactory(user=owner, role=Role.OWNER).team
    board = Board.objects.create(owner=owner, team=team, name="Oro")
    viewer = MembershipFactory(team=team, role=Role.VIEWER).user
    ImageFactory(owner=viewer)
    with pytest.raises(links.NotShared):
        links.create(by=viewer, board=board, title="x")
