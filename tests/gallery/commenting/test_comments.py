"""Comments: threads, mentions that reach only who sees the picture, and who may change or remove one."""

from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from gallery.commenting import comments
from gallery.models import Comment, Notice
from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory


@pytest.fixture
def world(db):
    team = TeamFactory()
    people = {
        name: MembershipFactory(team=team, role=role, user=UserFactory(username=name)).user
        for name, role in (("mira", "owner"), ("jonas", "editor"), ("tomas", "viewer"))
    }
    image = ImageFactory(owner=people["jonas"], published=True, team=team)
    return SimpleNamespace(team=team, image=image, stranger=UserFactory(username="stranger"), **people)


def told():
    return sorted(Notice.objects.values_list("user__username", "verb"))


def test_a_viewer_comments_and_the_owner_is_told(world):
    comments.write(world.image, by=world.tomas, text="Brushed brass?")
    assert told() == [("jonas", "commented")]


def test_mentions_reach_only_those_who_see_the_picture(world):
    comments.write(world.image, by=world.tomas, text="@mira, @STRANGER @jonas. mail@mira.org")
    assert told() == [("jonas", "mentioned"), ("mira", "mentioned")]


def test_an_answer_tells_whoever_asked_and_nests_once(world):
    first = comments.write(world.image, by=world.tomas, text="Brass?")
    answer = comments.write(world.image, by=world.jonas, text="Yes", parent=first)
    assert told() == [("jonas", "commented"), ("tomas", "answered")]
    with pytest.raises(comments.NotSaid):
        comments.write(world.image, by=world.mira, text="Me too", parent=answer)
    (thread,) = comments.threads_of(world.image)
    assert thread.answers == [answer]


def test_outsiders_neither_write_nor_read(world, client):
    with pytest.raises(PermissionDenied):
        comments.write(world.image, by=world.stranger, text="hello")
    comment = comments.write(world.image, by=world.mira, text="ours")
    client.force_login(world.stranger)
    for path in (f"/images/{world.image.pk}/comments/", f"/comments/{comment.pk}/", f"/comments/{comment.pk}/remove/"):
        assert client.post(path, {"text": "x"}).status_code == 404


@pytest.mark.parametrize(("who", "gone"), [("tomas", True), ("jonas", True), ("mira", True), ("other", False)])
def test_author_picture_owner_and_team_owner_remove(world, who, gone):
    other = MembershipFactory(team=world.team, role="editor").user
    comment = comments.write(world.image, by=world.tomas, text="x")
    if gone:
        comments.remove(comment, by=getattr(world, who))
    else:
        with pytest.raises(PermissionDenied):
            comments.remove(comment, by=other)
    assert Comment.objects.exists() is not gone


def test_only_its_author_changes_it_and_new_mentions_are_told(world):
    comment = comments.write(world.image, by=world.tomas, text="for @mira")
    with pytest.raises(PermissionDenied):
        comments.rewrite(comment, by=world.mira, text="no")
    comments.rewrite(comment, by=world.tomas, text="for @mira and @jonas")
    assert told().count(("mira", "mentioned")) == 1
    assert ("jonas", "mentioned") in told()


@pytest.mark.parametrize("text", ["", "  \n", "x" * 2001])
def test_nothing_and_too_much_are_refused(world, text):
    with pytest.raises(comments.NotSaid):
        comments.write(world.image, by=world.mira, text=text)


def test_the_tab_shows_threads_pins_and_the_way_to_edit(world, client):
    comments.write(world.image, by=world.mira, text="Cap reads as plastic", x=0.5, y=0.25)
    client.force_login(world.tomas)
    page = client.get(f"/gallery/images/{world.image.pk}/?tab=comments").content.decode()
    assert "Cap reads as plastic" in page
    assert 'x="50.00%" y="25.00%"' in page
    assert "?pin=0.5000,0.2500&amp;say=Cap" in page


def test_a_thread_is_settled_and_opened_again(world, client):
    comment = comments.write(world.image, by=world.mira, text="x")
    client.force_login(world.tomas)
    client.post(f"/comments/{comment.pk}/settle/", {"settled": "1"})
    assert Comment.objects.get().resolved_at
    client.post(f"/comments/{comment.pk}/settle/", {"settled": "0"})
    assert Comment.objects.get().resolved_at is None
