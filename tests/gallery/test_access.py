"""The rule for one picture and the rule for many say the same, over a world of people, pictures and states."""

from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from gallery import access
from gallery.access import Role
from gallery.cases import opening
from gallery.models import Board, Case, Comment, Image, Project, SavedSearch, Share, Team
from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db

SHARED = {"published_at": timezone.now()}


@pytest.fixture
def world():
    """Seven people and a passer-by; each may own a picture in each place and state."""
    first, second = TeamFactory(), TeamFactory()
    people = [MembershipFactory(team=first, role=role).user for role in Role.values]
    people += [UserFactory(), UserFactory(is_moderator=True), UserFactory(is_superuser=True)]
    both = UserFactory(is_moderator=True, is_active=False)
    MembershipFactory(team=first, user=both, role=Role.EDITOR)
    MembershipFactory(team=second, user=both, role=Role.OWNER)
    people.append(both)
    states = product(people, (None, first, second), (None, timezone.now()), ("", "hidden", "removed"))
    for owner, team, trashed, moderation in states:
        shared = SHARED if team else {}
        ImageFactory(owner=owner, team=team, trashed_at=trashed, moderation=moderation, **shared)
    return [*people, AnonymousUser()]


def roles(user):
    return {} if user.is_anonymous else dict(user.memberships.values_list("team_id", "role"))


def agreed(people, many, one):
    """Whether ``one`` (user, image, role) picks for each of them what ``many`` (user) lists, each once."""
    images = list(Image.objects.all())
    for user in people:
        mine = roles(user)
        picked = sorted(image.pk for image in images if one(user, image, mine.get(image.team_id)))
        if picked != sorted(many(user).values_list("pk", flat=True)):
            return False
    return True


def test_seeing(world):
    assert agreed(world, Image.objects.visible_to, access.can_see_image)


def test_changing(world):
    assert agreed(world, Image.objects.changeable_by, lambda user, image, _: access.can_change_image(user, image))


def test_withdrawing(world):
    assert agreed(world, Image.objects.withdrawable_by, access.can_withdraw_image)


def test_judging_and_reading_cases(world):
    """Every person as whoever made it and whoever decided before."""
    people = [user for user in world if user.is_authenticated]
    for person in people:
        for judge in (None, *people):
            image = ImageFactory(owner=person)
            told = {"kind": "report", "person": person, "subject": image, "image": image, "first_judge": judge}
            opening.open_case(**told)
    for user in world:
        for alone in (True, False):
            listed = set(Case.objects.judgeable_by(user, alone=alone).values_list("pk", flat=True))
            assert listed == {case.pk for case in Case.objects.all() if access.can_judge_case(user, case, alone=alone)}
        read = set(Case.objects.of_person(user).values_list("pk", flat=True))
        assert read == {case.pk for case in Case.objects.all() if access.can_read_case(user, case)}


def test_disagreement_would_show(world):
    assert not agreed(world, Image.objects.visible_to, lambda user, image, role: role is not None)


def test_teams_seen_and_edited_go_by_role(world):
    for user in world:
        mine = roles(user)
        assert set(Team.objects.visible_to(user).values_list("pk", flat=True)) == set(mine)
        if user.is_authenticated:
            editable = {team for team, role in mine.items() if access.can_publish_in(role)}
            assert set(Team.objects.editable_by(user).values_list("pk", flat=True)) == editable


def test_judged_pictures_are_in_no_list_but_the_moderators(world):
    for user in world:
        assert not Image.objects.visible_to(user).exclude(moderation="").exists()
        if user.is_authenticated:
            assert not Image.objects.mine(user).exclude(moderation="").exists()
    assert not Image.objects.of_team(Team.objects.first()).exclude(moderation="").exists()


def test_boards_seen_and_edited_agree(world):
    for owner in world[:4]:
        Board.objects.create(owner=owner, name="mine")
        for team in Team.objects.all():
            Board.objects.create(owner=owner, team=team, name="ours")
    for user in world:
        mine = roles(user)
        for many, one in (("visible_to", access.can_see_board), ("editable_by", access.can_edit_board)):
            listed = set(getattr(Board.objects, many)(user).values_list("pk", flat=True))
            assert listed == {board.pk for board in Board.objects.all() if one(user, board, mine.get(board.team_id))}


def test_searches_seen_and_edited_agree(world):
    for owner in world[:4]:
        SavedSearch.objects.create(owner=owner, name="mine", line="fog")
        for team in Team.objects.all():
            SavedSearch.objects.create(owner=owner, team=team, name=owner.username, line="fog")
    for user in world:
        mine = roles(user)
        for many, one in (("visible_to", access.can_see_search), ("editable_by", access.can_edit_search)):
            listed = set(getattr(SavedSearch.objects, many)(user).values_list("pk", flat=True))
            assert listed == {row.pk for row in SavedSearch.objects.all() if one(user, row, mine.get(row.team_id))}


def test_sharing(world):
    assert agreed(world, Image.objects.shareable_by, access.can_share_image)


def test_links_seen_and_changed_agree(world):
    for number, owner in enumerate(world[:4]):
        Share.objects.create(owner=owner, title="mine", digest=f"{number}")
        for team in Team.objects.all():
            Share.objects.create(owner=owner, team=team, title="ours", digest=f"{number} {team.pk}")
    for user in world:
        mine = roles(user)
        for many, one in (("visible_to", access.can_see_share), ("editable_by", access.can_edit_share)):
            listed = sorted(getattr(Share.objects, many)(user).values_list("pk", flat=True))
            assert listed == sorted(row.pk for row in Share.objects.all() if one(user, row, mine.get(row.team_id)))


def test_comments_are_seen_with_their_picture(world):
    Comment.objects.bulk_create([Comment(image=image, author=world[0], text="x") for image in Image.objects.all()])
    for user in world:
        mine = roles(user)
        rows = Comment.objects.select_related("image")
        expected = sorted(row.pk for row in rows if access.can_see_comment(user, row, mine.get(row.image.team_id)))
        assert sorted(Comment.objects.visible_to(user).values_list("pk", flat=True)) == expected


def test_projects_seen_and_edited_agree(world):
    for team in Team.objects.all():
        Project.objects.create(team=team, name="Oro")
    for user in world:
        mine = roles(user)
        for many, one in (("visible_to", access.can_see_project), ("editable_by", access.can_edit_project)):
            listed = sorted(getattr(Project.objects, many)(user).values_list("pk", flat=True))
            assert listed == sorted(row.pk for row in Project.objects.all() if one(user, mine.get(row.team_id)))
