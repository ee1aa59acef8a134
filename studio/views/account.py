"""The account page: profile, gateway key, API tokens, sessions, appearance. One view for each thing to do."""

from typing import Any

from allauth.decorators import rate_limit
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from gallery import audit
from gallery.audit import Act
from gallery.models import ApiToken, Case, User
from gallery.models.case import Outcome
from gallery.people import accounts, shutting
from gallery.views.signed_in import SignedIn
from studio import credentials, keys
from studio.models import Credential
from studio.people.account_forms import EmailForm, KeyForm, NameForm, TokenForm

JUDGED_SHOWN = 50
CODES = dict(settings.LANGUAGES)


@require_safe
@never_cache
def account(request: SignedIn) -> HttpResponse:
    return page(request)


@require_POST
def change_name(request: SignedIn) -> HttpResponse:
    form = NameForm(request.POST, instance=request.user)
    if not form.is_valid():
        request.user.refresh_from_db()
        return page(request, status=422, name_form=form)
    form.save()
    messages.success(request, gettext("Name saved."))
    return redirect("account")


@require_POST
def switch_keys(request: SignedIn) -> HttpResponse:
    """Single letters as shortcuts, on or off."""
    return switched(request, "single_keys")


@require_POST
def switch_tone(request: SignedIn) -> HttpResponse:
    """A sound when pictures are ready and nobody looks, on or off."""
    return switched(request, "tone")


def switched(request: SignedIn, name: str) -> HttpResponse:
    """A switch acts at once: a script gets no page back, a plain form the one it came from."""
    chosen = request.POST.get(name)
    if chosen not in ("on", "off"):
        return HttpResponseBadRequest()
    setattr(request.user, name, chosen == "on")
    request.user.save(update_fields=[name])
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    onward = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(onward, allowed_hosts={request.get_host()})
    return redirect(onward if safe else "account")


@require_POST
@sensitive_post_parameters("password")
@rate_limit(action="change_password")
def change_email(request: SignedIn) -> HttpResponse:
    form = EmailForm(request.POST, user=request.user)
    if not form.is_valid():
        return page(request, status=422, email_form=form)
    accounts.change_email(user=request.user, email=form.cleaned_data["email"])
    messages.success(request, gettext("E-mail address saved."))
    return redirect("account")


@require_POST
@never_cache
@sensitive_post_parameters("key")
def save_key(request: SignedIn) -> HttpResponse:
    """Tests it first. One that the gateway refuses is not kept, and an earlier one stays."""
    form = KeyForm(request.POST)
    if not form.is_valid():
        return page(request, status=422, key_form=form)
    try:
        tested = credentials.take(user=request.user, key=form.cleaned_data["key"])
    except credentials.NotAccepted as refusal:
        form.add_error("key", str(refusal))
        return page(request, status=422, key_form=form)
    return page(request, tested=tested, saved=True)


@require_POST
@never_cache
def test_key(request: SignedIn) -> HttpResponse:
    return page(request, tested=credentials.test_again(get_object_or_404(Credential, user=request.user)))


@require_POST
def remove_key(request: SignedIn) -> HttpResponse:
    if credentials.remove(user=request.user):
        messages.success(request, gettext("The gateway key is removed."))
    return redirect("account")


@require_POST
@never_cache
def create_token(request: SignedIn) -> HttpResponse:
    """Answers with the page that shows the token: it is kept nowhere, so no later page could."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return page(request, status=422, token_form=form)
    with transaction.atomic():
        made, token = ApiToken.objects.issue(owner=request.user, name=form.cleaned_data["name"])
        audit.record(Act.TOKEN_MADE, by=request.user, obj=made)
    return page(request, status=201, new_token=token)


@require_POST
def revoke_token(request: SignedIn, pk: int) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, owner=request.user)
    with transaction.atomic():
        revoked = ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
        if revoked:
            audit.record(Act.TOKEN_REVOKED, by=request.user, obj=token)
    if revoked:
        messages.success(request, gettext("%(name)s is revoked.") % {"name": token.name or gettext("The token")})
    return redirect("account")


@require_POST
def end_session(request: SignedIn, pk: int) -> HttpResponse:
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if session.session_key != request.session.session_key:
        shutting.end_sessions([session], of=request.user, by=request.user)
        messages.success(request, gettext("That session is ended."))
    return redirect("account")


@require_POST
def end_other_sessions(request: SignedIn) -> HttpResponse:
    for session in UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key):
        session.end()
    audit.record(Act.SESSION_ENDED, by=request.user, obj=request.user, details={"which": "all others"})
    messages.success(request, gettext("All other sessions are ended."))
    return redirect("account")


def page(request: SignedIn, *, status: int = 200, **more: Any) -> HttpResponse:
    """The whole page, with the form that was not accepted or the outcome of what was just done."""
    user = request.user
    context = {
        "name_form": NameForm(instance=user),
        "email_form": EmailForm(initial={"email": user.email}, user=user),
        "key_form": KeyForm(),
        "token_form": TokenForm(),
        "credential": Credential.objects.filter(user=user).first(),
        "instance_key": bool(keys.instance_key()),
        "gateway": settings.AIHUBMIX_BASE_URL,
        "tokens": user.api_tokens.filter(revoked_at=None),
        "sessions": sessions_of(request),
        "languages": settings.LANGUAGES,  # each by its own name, for those who cannot read this page
        "chosen_language": chosen if (chosen := request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)) in CODES else "",
        "judged": judged_of(user),
    }
    return render(request, "account/account.html", context | more, status=status)


def judged_of(user: User) -> QuerySet[Case]:
    """What was refused to this person or taken down, the youngest first."""
    rows = Case.objects.of_person(user).filter(outcome__in=(Outcome.REFUSED, Outcome.REMOVED), appeal_of=None)
    return rows.order_by("-id")[:JUDGED_SHOWN]


def sessions_of(request: SignedIn) -> list[UserSession]:
    """This one first, then the newest. Those that ended by themselves are forgotten on the way."""
    found = UserSession.objects.purge_and_list(request.user)
    here = request.session.session_key
    return sorted(found, key=lambda one: (one.session_key != here, -one.created_at.timestamp()))
