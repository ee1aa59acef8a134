"""Invitations: made by a team's owner, opened by whoever holds the link."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gallery.models import Invitation
from gallery.people import invitations, teams
from gallery.people.entering import INVITED
from gallery.people.forms import InviteForm
from gallery.sharing.limits import caller, within
from gallery.views.doorway import too_fast
from gallery.views.signed_in import SignedIn
from gallery.views.teams import own_team, show_team


@require_POST
@never_cache
def invite(request: SignedIn, pk: UUID) -> HttpResponse:
    """The link, which this answer alone shows; mailed too where an address is given."""
    team = own_team(request, pk)
    teams.require_owner(team, request.user)
    form = InviteForm(request.POST, auto_id="invite-%s")
    if not form.is_valid():
        return show_team(request, team, status=422, invite_form=form)
    try:
        made, token = invitations.invite(team=team, by=request.user, **form.cleaned_data)
    except invitations.NotInvited as refusal:
        return show_team(request, team, status=409, problem=str(refusal))
    sent = invitations.mail(made, token) if made.email else None
    more = {"invited": made, "invited_by": invitations.address_of(token), "sent": sent}
    return show_team(request, team, status=201, **more)


@require_POST
def revoke(request: SignedIn, pk: UUID, invitation: UUID) -> HttpResponse:
    team = own_team(request, pk)
    found = get_object_or_404(Invitation.objects.select_related("team"), pk=invitation, team=team)
    if invitations.revoke(found, by=request.user):
        messages.success(request, _("The invitation is taken back."))
    return redirect("team", team.pk)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What one is invited to; a POST of somebody who is signed in joins."""
    if not within("pages", caller(request)):
        return too_fast(request)
    found = Invitation.objects.by_token(token)
    if found is None:
        return answered(request, 404, invitation=None)
    request.session[INVITED] = str(found.pk)
    person = request.user
    if request.method != "POST":
        return answered(request, 200, invitation=found, token=token)
    if not person.is_authenticated:
        return answered(request, 401, invitation=found, token=token)
    try:
        invitations.accept(found, by=person)
    except invitations.NotLetIn as refusal:
        return answered(request, 409, invitation=found, token=token, problem=str(refusal))
    request.session.pop(INVITED, None)
    messages.success(request, _("You are in %(name)s now.") % {"name": found.team.name})
    return redirect("team", found.team_id)


def answered(request: HttpRequest, status: int, **context: object) -> HttpResponse:
    response = render(request, "teams/invitation.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "same-origin"
    return response
