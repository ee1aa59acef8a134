"""Who may see and do what: the rule for one object and the Q for many, side by side. Imports no models.

roles.py says what somebody is, here or in a team; records.py who reads the trail and gets evidence.

Mine is what I own. A team's is what was published in it. Hidden and removed pictures are in no list but the
moderators'; trashed ones are in their owner's trash alone. An outsider gets 404, too small a role 403.
"""

from typing import Any

from django.db.models import Q

from gallery.records import (
    can_look_at_case,
    can_prove_image,
    can_read_entry,
    can_read_trail,
    provable_images,
    readable_entries,
)
from gallery.roles import (
    EDITING_ROLES,
    FLAGS,
    OWN_ACCOUNT,
    SIGN_IN,
    Role,
    Standing,
    acting,
    can_make,
    is_acting,
    is_administrator,
    is_moderator,
    makers,
    may_send,
    of_standing,
    standing_of,
)

__all__ = [
    "EDITING_ROLES",
    "FLAGS",
    "OWN_ACCOUNT",
    "SIGN_IN",
    "Role",
    "Standing",
    "acting",
    "can_look_at_case",
    "can_make",
    "can_prove_image",
    "can_read_entry",
    "can_read_trail",
    "is_acting",
    "is_administrator",
    "is_moderator",
    "makers",
    "may_send",
    "of_standing",
    "provable_images",
    "readable_entries",
    "standing_of",
]

# Pictures: each can_* beside the Q of the same rule. A test proves that they agree.


def visible_images(user: Any) -> Q:
    """My own pictures and those published in my teams; none that is trashed, hidden or removed."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    return (Q(owner=user) | Q(team__memberships__user=user)) & Q(trashed_at=None, moderation="")


def can_see_image(user: Any, image: Any, role: str | None) -> bool:
    """``role`` is the user's role in the picture's team, None for an outsider."""
    if not user.is_authenticated or image.trashed_at or image.moderation:
        return False
    return image.owner_id == user.pk or (image.team_id is not None and role is not None)


def own_images(user: Any) -> Q:
    """What its owner may title, trash, publish or withdraw; trashed ones too, hidden and removed ones not."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(owner=user, moderation="")


def can_change_image(user: Any, image: Any) -> bool:
    return user.is_authenticated and image.owner_id == user.pk and not image.moderation


def withdrawable_images(user: Any) -> Q:
    """The picture's owner and the team's owner may take a published picture out of the team."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    team_owner = Q(team__memberships__user=user, team__memberships__role=Role.OWNER)
    return Q(team__isnull=False, moderation="", trashed_at=None) & (Q(owner=user) | team_owner)


def can_withdraw_image(user: Any, image: Any, role: str | None) -> bool:
    if not user.is_authenticated or image.team_id is None or image.moderation or image.trashed_at:
        return False
    return image.owner_id == user.pk or role == Role.OWNER


def shareable_images(user: Any) -> Q:
    """Who may open a picture to people without an account: its owner, and the editors of the team that it hangs in."""
    if not can_make(user):
        return Q(pk__in=[])
    edited = Q(team__memberships__user=user, team__memberships__role__in=EDITING_ROLES)
    return (Q(owner=user) | edited) & Q(trashed_at=None, moderation="")


def can_share_image(user: Any, image: Any, role: str | None) -> bool:
    if not can_make(user) or image.trashed_at or image.moderation:
        return False
    return image.owner_id == user.pk or (image.team_id is not None and can_share_in(role))


# What waits for a look: every moderator sees it, and nobody judges what is their own or what they decided before.


def judgeable_cases(user: Any, *, alone: bool = False) -> Q:
    """``alone``: there is no other moderator who could judge an appeal against this one's decision."""
    if not is_moderator(user):
        return Q(pk__in=[])
    theirs = ~Q(person=user)
    return theirs if alone else theirs & (Q(first_judge=None) | ~Q(first_judge=user))


def can_judge_case(user: Any, case: Any, *, alone: bool = False) -> bool:
    if not is_moderator(user) or case.person_id == user.pk:
        return False
    return alone or case.first_judge_id is None or case.first_judge_id != user.pk


def own_cases(user: Any) -> Q:
    """A report that changed nothing is not the concern of whoever made the picture."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(person=user) & (~Q(kind="report") | Q(outcome="removed"))


def can_read_case(user: Any, case: Any) -> bool:
    if not user.is_authenticated or case.person_id != user.pk:
        return False
    return case.kind != "report" or case.outcome == "removed"


# Prompt rules: administrators set everybody's, a team's owners their team's; moderators see all of them.


def visible_rules(user: Any) -> Q:
    return ~Q(pk__in=[]) if is_moderator(user) else editable_rules(user)


def can_see_rule(user: Any, rule: Any, role: str | None) -> bool:
    """``role`` is the user's role in the rule's team."""
    return is_moderator(user) or can_edit_rule(user, rule, role)


def editable_rules(user: Any) -> Q:
    if is_administrator(user):
        return ~Q(pk__in=[])
    if not is_acting(user):
        return Q(pk__in=[])
    return Q(team__memberships__user=user, team__memberships__role=Role.OWNER)


def can_edit_rule(user: Any, rule: Any, role: str | None) -> bool:
    if is_administrator(user):
        return True
    return is_acting(user) and rule.team_id is not None and role == Role.OWNER


# Teams


def member_teams(user: Any) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(memberships__user=user)


def can_publish_in(role: str | None) -> bool:
    return role in EDITING_ROLES


def can_pick_in(role: str | None) -> bool:
    """Whether the red dot may be set on a team's pictures."""
    return role in EDITING_ROLES


def can_share_in(role: str | None) -> bool:
    """Whether the team's pictures may be opened to people without an account."""
    return role in EDITING_ROLES


def can_manage_team(role: str | None) -> bool:
    return role == Role.OWNER


# Projects: everybody in the team sees them; owners and editors make, rename and archive them.


def member_projects(user: Any) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(team__memberships__user=user)


def can_see_project(user: Any, role: str | None) -> bool:
    return user.is_authenticated and role is not None


def editable_projects(user: Any) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(team__memberships__user=user, team__memberships__role__in=EDITING_ROLES)


def can_edit_project(user: Any, role: str | None) -> bool:
    return user.is_authenticated and role in EDITING_ROLES


# Boards: a person's own are theirs alone; a team's are seen by all its members and changed by owners and editors.


def visible_boards(user: Any) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(owner=user, team=None) | Q(team__memberships__user=user)


def can_see_board(user: Any, board: Any, role: str | None) -> bool:
    """``role`` is the user's role in the board's team, None for an outsider or where it has none."""
    if not user.is_authenticated:
        return False
    return board.owner_id == user.pk if board.team_id is None else role is not None


def editable_boards(user: Any) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(owner=user, team=None) | Q(team__memberships__user=user, team__memberships__role__in=EDITING_ROLES)


def can_edit_board(user: Any, board: Any, role: str | None) -> bool:
    if not user.is_authenticated:
        return False
    return board.owner_id == user.pk if board.team_id is None else role in EDITING_ROLES


# Tags: a person's own are theirs alone; a team's are seen by all its members, set and renamed by owners and editors.


def visible_tags(user: Any) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(owner=user) | Q(team__memberships__user=user)


def can_see_tag(user: Any, tag: Any, role: str | None) -> bool:
    """``role`` is the user's role in the tag's team, None for an outsider or where it has none."""
    if not user.is_authenticated:
        return False
    return tag.owner_id == user.pk if tag.team_id is None else role is not None


def can_edit_tag(user: Any, tag: Any, role: str | None) -> bool:
    if not user.is_authenticated:
        return False
    return tag.owner_id == user.pk if tag.team_id is None else role in EDITING_ROLES


# Saved searches: as boards. A team's are seen by its members, kept and taken away by owners and editors.


def visible_searches(user: Any) -> Q:
    return visible_boards(user)


def can_see_search(user: Any, search: Any, role: str | None) -> bool:
    return can_see_board(user, search, role)


def editable_searches(user: Any) -> Q:
    return editable_boards(user)


def can_edit_search(user: Any, search: Any, role: str | None) -> bool:
    return can_edit_board(user, search, role)


# Links and their answers: whoever made one, and in a team all who may make one there.


def visible_shares(user: Any) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(owner=user) | Q(team__memberships__user=user, team__memberships__role__in=EDITING_ROLES)


def can_see_share(user: Any, share: Any, role: str | None) -> bool:
    """``role`` is the user's role in the share's team."""
    if not user.is_authenticated:
        return False
    return share.owner_id == user.pk or (share.team_id is not None and role in EDITING_ROLES)


def editable_shares(user: Any) -> Q:
    """Change it, turn it off, begin the next round: whoever made it, and the team's owners."""
    if not user.is_authenticated:
        return Q(pk__in=[])
    return Q(owner=user) | Q(team__memberships__user=user, team__memberships__role=Role.OWNER)


def can_edit_share(user: Any, share: Any, role: str | None) -> bool:
    if not user.is_authenticated:
        return False
    return share.owner_id == user.pk or (share.team_id is not None and role == Role.OWNER)


# Comments: who sees a picture reads and writes them; whoever wrote one changes it; the picture's owner and the team's
# owners may take it away.


def visible_comments(user: Any) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    seen = Q(image__owner=user) | Q(image__team__memberships__user=user)
    return seen & Q(image__trashed_at=None, image__moderation="")


def can_see_comment(user: Any, comment: Any, role: str | None) -> bool:
    """``role`` in the picture's team."""
    return can_see_image(user, comment.image, role)


def can_change_comment(user: Any, comment: Any) -> bool:
    return bool(user.is_authenticated and comment.author_id == user.pk)


def can_remove_comment(user: Any, comment: Any, role: str | None) -> bool:
    if not can_see_comment(user, comment, role):
        return False
    return user.pk in (comment.author_id, comment.image.owner_id) or role == Role.OWNER


def can_invite_to(role: str | None) -> bool:
    return role == Role.OWNER
