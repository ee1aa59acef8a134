"""Who came, who could not, who went: written down where allauth tells it."""

from collections.abc import Mapping, Sequence
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from gallery import audit
from gallery.audit import Act
from gallery.models import User


class WrittenDown(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        with transaction.atomic():
            saved = super().save_user(request, user, form, commit)
            if commit:
                audit.record(Act.SIGNED_UP, by=saved, obj=saved)
        return saved

    def login(self, request: HttpRequest, user: Any) -> None:
        with transaction.atomic():
            how = ways(get_authentication_records(request, user))
            super().login(request, user)
            audit.record(Act.SIGNED_IN, by=user, obj=user, details={"how": how} if how else None)

    def logout(self, request: HttpRequest) -> None:
        person = request.user
        with transaction.atomic():
            super().logout(request)
            if person.is_authenticated:
                audit.record(Act.SIGNED_OUT, by=person, obj=person)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Whose account it was, where there is one. What was typed is not kept: it may be a password."""
        super().authentication_failed(request, **credentials)
        name, email = credentials.get("username") or "", credentials.get("email") or ""
        meant = Q(username__iexact=name) if name else Q(email__iexact=email) if email else Q(pk=None)
        audit.record(Act.SIGN_IN_FAILED, obj=User.objects.filter(meant).first())

    def set_password(self, user: Any, password: str) -> None:
        with transaction.atomic():
            super().set_password(user, password)
            audit.record(Act.PASSWORD_CHANGED, by=user, obj=user)


def ways(records: Sequence[Mapping[str, Any]]) -> list[str]:
    """By what somebody showed who they are, in order: "password", "totp"."""
    found = [str(one.get("type") or one["method"]) for one in records]
    return list(dict.fromkeys(found))
