"""Sign-in by the company's own provider (OpenID Connect): who gets an account by it, and as what."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy

from gallery import audit
from gallery.audit import Act
from gallery.models import Entrance
from gallery.people import entering


class VouchingAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": gettext_lazy("Somebody here uses this address already. Sign in with it, then connect this one."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """The provider vouches for them, or they would be let in without it."""
        entrance = Entrance.current()
        return entrance.vouched or entrance.lets_in(sociallogin.user.email or "") or entering.is_invited(request)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        with transaction.atomic():
            user = super().save_user(request, sociallogin, form)
            audit.record(Act.SIGNED_UP, by=user, obj=user, details={"by": sociallogin.account.provider})
            entering.admit(request, user, vouched=True)
        return user
