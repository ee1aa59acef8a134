"""What somebody is in the studio and in a team, and what those who may only look may send. Part of access.py."""

from typing import Any

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy


class Role(TextChoices):
    OWNER = "owner", gettext_lazy("Owner")
    EDITOR = "editor", gettext_lazy("Editor")
    VIEWER = "viewer", gettext_lazy("Viewer")


EDITING_ROLES = (Role.OWNER, Role.EDITOR)


class Standing(TextChoices):
    """What somebody is in the whole studio. Kept as flags of the person, read and set as one thing here."""

    ADMINISTRATOR = "administrator", gettext_lazy("Administrator")
    MODERATOR = "moderator", gettext_lazy("Moderator")
    MEMBER = "member", gettext_lazy("Member")
    GUEST = "guest", gettext_lazy("Guest")


FLAGS: dict[str, dict[str, bool]] = {
    Standing.ADMINISTRATOR: {"is_superuser": True, "is_staff": True, "is_moderator": False, "is_guest": False},
    Standing.MODERATOR: {"is_superuser": False, "is_staff": False, "is_moderator": True, "is_guest": False},
    Standing.MEMBER: {"is_superuser": False, "is_staff": False, "is_moderator": False, "is_guest": False},
    Standing.GUEST: {"is_superuser": False, "is_staff": False, "is_moderator": False, "is_guest": True},
}


def standing_of(user: Any) -> Standing:
    if user.is_superuser:
        return Standing.ADMINISTRATOR
    if user.is_moderator:
        return Standing.MODERATOR
    return Standing.GUEST if user.is_guest else Standing.MEMBER


def of_standing(standing: str) -> Q:
    """People who are that: the same rule for many."""
    if standing == Standing.ADMINISTRATOR:
        return Q(is_superuser=True)
    return Q(is_superuser=False, is_moderator=standing == Standing.MODERATOR, is_guest=standing == Standing.GUEST)


def acting(who: str = "") -> Q:
    """People who may sign in and are not suspended; of other rows ``who`` says by which column, as "user"."""
    of = f"{who}__" if who else ""
    return Q(**{f"{of}is_active": True, f"{of}suspended_at": None})


def is_acting(user: Any) -> bool:
    return bool(user.is_authenticated and user.is_active and user.suspended_at is None)


def is_administrator(user: Any) -> bool:
    return is_acting(user) and user.is_superuser


def is_moderator(user: Any) -> bool:
    return is_acting(user) and (user.is_moderator or user.is_superuser)


def can_make(user: Any) -> bool:
    """Run models, upload, keep boards, open pictures by links: everybody but guests and the suspended."""
    return is_acting(user) and not user.is_guest


def makers(path: str = "") -> Q:
    """The same rule for many: rows whose person, at ``path``, may make."""
    at = f"{path}__" if path else ""
    return Q(**{f"{at}is_active": True, f"{at}suspended_at": None, f"{at}is_guest": False})


# What those who may only look may send all the same: pages by the name of their address, routes as the API lists them.

OWN_ACCOUNT = frozenset(
    {
        *("account-name", "account-email", "account-keys", "account-tone", "token-revoke", "account_logout"),
        *("session-end", "sessions-end-others", "theme", "language", "notices-digest", "notices-seen"),
        *("account-export", "/account/export", "evidence", "/images/{id}/evidence"),
        *("export", "generation-cancel", "run-cancel", "batch-stop", "batch-cancel"),
        *("case-appeal", "/cases/{id}/appeal", "/account/sessions/{id}"),
        *("/notices/seen", "/exports", "/generations/{id}/cancel", "/runs/{id}/cancel", "/batches/{id}/stop"),
    }
)
OF_GUESTS = frozenset(
    {
        *("comment-write", "comment-change", "comment-remove", "image-stars", "gallery-rate", "member-remove"),
        *("invitation", "image-report", "/images/{id}/reports"),
        *("/images/{id}/comments", "/comments/{id}", "/images/{id}/rating", "/teams/{id}/members/{member}"),
    }
)
SIGN_IN = ("account_", "mfa_", "socialaccount_", "openid_connect_", "usersessions_")


def may_send(user: Any, address: str) -> bool:
    """Whether this person may change anything at a page of this name, or at an API route such as "/comments/{id}"."""
    if can_make(user) or address in OWN_ACCOUNT or address.startswith(SIGN_IN):
        return True
    return is_acting(user) and address in OF_GUESTS
