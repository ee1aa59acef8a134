"""A leaver's work goes to one person: what the gallery keeps, and the prompts and settings saved here."""

from django.db import transaction
from django.db.models import QuerySet

from gallery import audit
from gallery.audit import Act
from gallery.models import Image, User
from gallery.people import handing
from gallery.people.handing import Handed
from gallery.sharing import revocation
from studio.models import Preset, SavedPrompt

__all__ = ["Handed", "hand_late", "hand_over"]


def hand_over(person: User, *, heir: User, by: User) -> Handed:
    """Raises PermissionDenied where ``by`` does not administer."""
    with transaction.atomic():
        handed = handing.hand_over(person, heir=heir, by=by)
        for kind in (SavedPrompt, Preset):
            kind._default_manager.filter(owner=person).update(owner=heir)
    return handed


def hand_late() -> int:
    """Pictures that were on their way at a hand-over, to its heir: the call was paid for, so that it was let end."""
    return sum(hand_rest(person) for person in User.objects.exclude(heir=None).select_related("heir").order_by("pk"))


def hand_rest(person: User) -> int:
    late = on_their_way(person)
    if person.heir is None or not late.exists():
        return 0
    with transaction.atomic():
        ids = list(late.select_for_update(of=("self",)).values_list("pk", flat=True))
        Image.objects.filter(pk__in=ids).update(owner=person.heir)
        facts = {"to": person.heir.username, "pictures": len(ids)}
        audit.record(Act.PERSON_HANDED_OVER, obj=person, details=facts)
    revocation.changed(ids)
    return len(ids)


def on_their_way(person: User) -> QuerySet[Image]:
    """What was asked for before: whoever goes on working keeps what they make then."""
    rows = handing.pictures_of(person).filter(purged_at=None)
    return rows.filter(output__generation__run__created_at__lte=person.handed_at) if person.handed_at else rows
