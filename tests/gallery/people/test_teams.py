"""Teams: who is in them, what their owners may do, and that one owner always stays."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gallery.access import Role
from gallery.models import Image, Membership, Team
from gallery.people import leaving, teams
from tests.factories import ImageFactory, MembershipFactory, UserFactory


def membership(cast, who):
    return Membership.objects.select_related("team").get(team=cast.team, user=getattr(cast, who))


def test_whoever_makes_a_team_owns_it(cast):
    team = teams.create(name="Nachtklang", by=cast.stranger)
    assert cast.stranger.role_in(team) == Role.OWNER


def test_owner_adds_by_username(cast):
    newcomer = UserFactory(username="Aiko")
    teams.add_member(team=cast.team, login="AIKO", role=Role.VIEWER, by=cast.owner)
    assert newcomer.role_in(cast.team) == Role.VIEWER


def test_nobody_is_added_twice_and_keeps_the_role(cast):
    with pytest.raises(teams.NotAdded, match="already"):
        teams.add_member(team=cast.team, login=cast.editor.username, role=Role.OWNER, by=cast.owner)
    assert cast.editor.role_in(cast.team) == Role.EDITOR


@pytest.mark.parametrize("claimed", ["username", "email"])
def test_whoever_gives_somebody_elses_address_as_theirs_is_not_added(cast, claimed):
    impostor = UserFactory(**{claimed: "director@example.org"})
    with pytest.raises(teams.NotAdded, match="Give the username"):
        teams.add_member(team=cast.team, login="director@example.org", role=Role.VIEWER, by=cast.owner)
    assert impostor.role_in(cast.team) is None


def test_unknown_suspended_and_ambiguous_people_are_not_added(cast):
    UserFactory(username="same"), UserFactory(username="SAME")
    for login in ("nobody", UserFactory(is_active=False).username, "same"):
        with pytest.raises(teams.NotAdded):
            teams.add_member(team=cast.team, login=login, role=Role.VIEWER, by=cast.owner)


def test_last_owner_can_neither_leave_nor_step_down(cast):
    last = membership(cast, "owner")
    with pytest.raises(teams.LastOwner):
        leaving.remove_member(membership=last, by=cast.owner)
    with pytest.raises(teams.LastOwner):
        teams.change_role(membership=last, role=Role.EDITOR, by=cast.owner)
    assert cast.owner.role_in(cast.team) == Role.OWNER


def test_a_suspended_owner_is_nobody_to_leave_a_team_to(cast):
    teams.change_role(membership=membership(cast, "editor"), role=Role.OWNER, by=cast.owner)
    cast.editor.suspended_at = timezone.now()
    cast.editor.save()
    with pytest.raises(teams.LastOwner):
        leaving.remove_member(membership=membership(cast, "owner"), by=cast.owner)
    assert cast.owner.role_in(cast.team) == Role.OWNER


def test_owner_leaves_when_another_can_sign_in(cast):
    teams.change_role(membership=membership(cast, "editor"), role=Role.OWNER, by=cast.owner)
    leaving.remove_member(membership=membership(cast, "owner"), by=cast.owner)
    assert cast.owner.role_in(cast.team) is None


def test_a_member_leaves_but_removes_nobody(cast):
    with pytest.raises(PermissionDenied):
        leaving.remove_member(membership=membership(cast, "viewer"), by=cast.editor)
    leaving.remove_member(membership=membership(cast, "editor"), by=cast.editor)
    assert cast.editor.role_in(cast.team) is None


def test_deleting_a_team_gives_the_pictures_back(cast):
    states = [{}, {"moderation": "hidden"}]
    for state in states:
        ImageFactory(owner=cast.editor, published=True, team=cast.team, **state)
    teams.delete(team=cast.team, by=cast.owner)
    assert not Team.objects.filter(pk=cast.team.pk).exists()
    assert list(Image.objects.values_list("team", "published_at")) == [(None, None)] * len(states)


@pytest.mark.parametrize("who", ["viewer", "editor", "stranger", "moderator"])
def test_only_owners_manage(cast, who):
    by = getattr(cast, who)
    other = membership(cast, "viewer")
    for attempt in (
        lambda: teams.rename(team=cast.team, name="Mine", by=by),
        lambda: teams.delete(team=cast.team, by=by),
        lambda: teams.add_member(team=cast.team, login="x", role=Role.OWNER, by=by),
        lambda: teams.change_role(membership=other, role=Role.OWNER, by=by),
    ):
        with pytest.raises(PermissionDenied):
            attempt()


def test_list_costs_the_same_at_any_size(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.owner)
    client.get("/teams/")
    for _ in range(8):
        team = MembershipFactory(user=cast.owner, role=Role.VIEWER).team
        ImageFactory.create_batch(2, published=True, team=team)
    with django_assert_max_num_queries(6):
        page = client.get("/teams/").content.decode()
    assert page.count("2 pictures") == 8
