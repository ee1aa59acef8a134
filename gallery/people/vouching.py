"""Sign-in by the company's own provider (OpenID Connect): who gets an account by it, and as what."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery import audit
from gallery.audit import Act
from gallery.models import ApiToken, Entrance, User
from gallery.people import entering


def take_ways_in(person: User) -> None:
    """API tokens, second factors and passkeys, other providers."""
    with transaction.atomic():
        for token in ApiToken.objects.filter(owner=person, revoked_at=None):
            ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
            audit.record(Act.TOKEN_REVOKED, obj=token)
        if (
            Authenticator.objects.filter(user=person).delete()[0]
            + SocialAccount.objects.filter(user=person).delete()[0]
        ):
            audit.record(Act.SECOND_FACTOR_CHANGED, obj=person, details={"what": "taken away"})


class VouchingAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "email_taken": gettext_lazy("Somebody here uses this address already. Sign in with it, then connect %s."),
    }

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """The provider vouches for them, or they would be let in without it."""
        entrance = Entrance.current()
        return entrance.vouched or entrance.lets_in(sociallogin.user.email or "") or entering.is_invited(request)

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        """Some providers write "false" where the standard says false, and allauth takes any word for yes."""
        for one in sociallogin.email_addresses:
            one.verified = one.verified in (True, "true")
        return super().populate_user(request, sociallogin, data)

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Known by the address alone, which nobody here confirmed: whoever made the account may have been somebody
        else. allauth takes their password and their sessions away; this takes the other ways in.
        """
        address = sociallogin._did_authenticate_by_email
        person = sociallogin.user if address else None
        if person and not EmailAddress.objects.filter(user=person, email__iexact=address, verified=True).exists():
            take_ways_in(person)

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        with transaction.atomic():
            user = super().save_user(request, sociallogin, form)
            audit.record(Act.SIGNED_UP, by=user, obj=user, details={"by": sociallogin.account.provider})
            entering.admit(request, user, vouched=True)
        return user
