"""A leaver's work goes to one person: what the gallery keeps, and the prompts and settings saved here."""

from django.db import transaction

from gallery.models import User
from gallery.people import handing
from gallery.people.handing import Handed
from studio.models import Preset, SavedPrompt

__all__ = ["Handed", "hand_over"]


def hand_over(person: User, *, heir: User, by: User) -> Handed:
    """Raises PermissionDenied where ``by`` does not administer."""
    with transaction.atomic():
        handed = handing.hand_over(person, heir=heir, by=by)
        for kind in (SavedPrompt, Preset):
            kind._default_manager.filter(owner=person).update(owner=heir)
    return handed
