"""What vendors refused, of everybody or of one person: read by moderators beside no case."""

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gallery.models import User
from gallery.views.signed_in import SignedIn, moderators_only
from studio.held import refusals
from studio.views.moderation.held import cursor


@require_safe
@never_cache
@moderators_only
def index(request: SignedIn) -> HttpResponse:
    """The vendors' words; of whose they are the name alone."""
    who = request.GET.get("who", "")
    person = get_object_or_404(User, username=who) if who else None
    found, older = refusals.page(Q(pk=person.pk) if person else Q(), cursor(request))
    context = {"tab": "refusals", "found": found, "older": older, "of_whom": person}
    return render(request, "held/refusals.html", context)
