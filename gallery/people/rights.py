"""What somebody may do in a team, in words. Each line asks gallery.access, so that it says what is enforced."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery import access


@dataclass(frozen=True, slots=True)
class Right:
    words: str
    given: bool


def of(role: str) -> list[Right]:
    return [
        Right(_("See the team’s pictures, boards and recipes, comment and rate"), True),
        Right(_("Hang own pictures here, take them down, fill boards"), access.can_publish_in(role)),
        Right(_("Set the red dot"), access.can_pick_in(role)),
        Right(_("Open pictures to clients by a link, read their answers"), access.can_share_in(role)),
        Right(_("Take anybody’s pictures down, remove comments, turn links off"), access.can_manage_team(role)),
        Right(_("Invite people, set roles and budgets, rename, delete"), access.can_invite_to(role)),
    ]


def told(person: Any, role: str, pictures: int) -> str:
    """ "Tomás sees 64 pictures, comments and rates. Hanging pictures and links are for editors."""
    sees = ngettext(
        "%(name)s sees %(n)d picture, comments and rates.",
        "%(name)s sees %(n)d pictures, comments and rates.",
        pictures,
    )
    more = (
        _("Hangs pictures, fills boards and makes links.")
        if access.can_publish_in(role)
        else _("Hanging pictures and making links is for editors.")
    )
    manages = f" {_('Invites people and decides what they may.')}" if access.can_manage_team(role) else ""
    return f"{sees % {'name': person.name, 'n': pictures}} {more}{manages}"
