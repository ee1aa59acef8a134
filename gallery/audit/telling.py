"""An entry in words: why, and what came of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from gallery.audit import verifying, wording
from gallery.audit.acts import OUTCOMES, Act
from gallery.cases import reasons
from gallery.models import AuditEntry, Image
from gallery.models.people import TINTS, initials_of

REASONS = ("reason", "why", "note", "source", "rule", "model")
LONGEST = 120  # characters of a reason
SETTINGS = (Act.SETTINGS_CHANGED, Act.RETENTION_CHANGED)
# Within the request of somebody who only asked for a picture.
OF_ITSELF = (Act.HELD, Act.VENDOR_REFUSED, Act.RULE_REFUSED)


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the page. ``thumb``: the picture may be shown to whoever reads. ``automatic``: the studio did it."""

    entry: AuditEntry
    label: str
    who: str
    initials: str
    on: str
    reason: str
    outcome: str
    tone: str
    thumb: bool
    automatic: bool = False

    @property
    def whole(self) -> bool:
        return verifying.is_whole(self.entry)

    @property
    def tint(self) -> int:
        return (self.entry.actor_id or 0) % TINTS


def told(entries: list[AuditEntry], *, user: Any) -> list[Told]:
    """One query more, for the thumbs: only what the reader sees in a gallery anyway."""
    ids = [id for entry in entries if entry.object_kind == "image" and (id := uuid_of(entry.object_id))]
    shown = {str(pk) for pk in Image.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)}
    return [row(entry, entry.object_id in shown) for entry in entries]


def uuid_of(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def row(entry: AuditEntry, thumb: bool) -> Told:
    details = entry.details
    label = Act(entry.act).label if entry.act in Act.values else entry.act
    name = who(entry)
    words = (changes(details) if entry.act in SETTINGS else reason(details), outcome(entry, details), tone(entry))
    alone = not name and (not entry.address or entry.act in OF_ITSELF)
    return Told(entry, str(label), name, initials_of(entry.actor_name), on(entry, details), *words, thumb, alone)


def who(entry: AuditEntry) -> str:
    """ "" where nobody did it."""
    if entry.actor_id is None:
        return ""
    return entry.actor_name or _("Person %(number)d, erased") % {"number": entry.actor_id}


def on(entry: AuditEntry, details: dict[str, Any]) -> str:
    pictures = details.get("pictures")
    if not entry.object_label and isinstance(pictures, list):
        return ngettext("%(n)d picture", "%(n)d pictures", len(pictures)) % {"n": len(pictures)}
    if isinstance(details.get("of"), str):
        return details["of"]
    if not entry.object_label and entry.act in SETTINGS:
        return ", ".join(wording.named(name) for name in details)
    if entry.object_label or not entry.object_id:
        return entry.object_label
    return f"{entry.object_kind} {entry.object_id[:8]}"


def reason(details: dict[str, Any]) -> str:
    told = own_words(details)
    if told:
        return told
    for name in REASONS:
        if details.get(name):
            return reasons.label_of(str(details[name]))[:LONGEST]
    if "to" in details and not isinstance(details["to"], dict):
        return wording.turned(details)
    turned = [(name, wording.turned(value)) for name, value in details.items()]
    return ", ".join(f"{wording.named(name)} {change}" for name, change in turned if change)


def own_words(details: dict[str, Any]) -> str:
    """How somebody signed in, a phrase, the terms of a rule…; "" where it is none of these."""
    for name, (kind, words) in OWN_WORDS.items():
        if isinstance(details.get(name), kind):
            return words(details)
    return ""


def of_rule(details: dict[str, Any]) -> str:
    return ": ".join(part for part in (details.get("category"), ", ".join(details["terms"])) if part)[:LONGEST]


def of_budget(details: dict[str, Any]) -> str:
    """Old entries say no more than the two amounts."""
    now, was = (wording.dollars(details.get(name)) for name in ("to", "from"))
    change = _("%(was)s → %(now)s a month") % {"was": was, "now": now}
    return _("%(change)s, demo") % {"change": change} if details["sandbox"] else change


OWN_WORDS: Mapping[str, tuple[type, Callable[[dict[str, Any]], str]]] = {
    "how": (list, lambda told: ", ".join(wording.way_in(str(one)) for one in told["how"])),
    "what": (str, lambda told: wording.factor(told["what"])),
    "price": (dict, lambda told: wording.turned(told["price"])),
    "ends": (str, lambda told: _("ending in %(four)s") % {"four": told["ends"]}),
    "sandbox": (bool, of_budget),
    "skipped": (bool, lambda told: _("Skipped") if told["skipped"] else ""),
    "closed": (bool, lambda told: _("Account closed") if told["closed"] else _("Account open again")),
    "phrase": (str, lambda told: _("“%(phrase)s”") % {"phrase": wording.short(told["phrase"])}),
    "terms": (list, of_rule),
}


def changes(details: dict[str, Any]) -> str:
    """What a setting was and is, in the order of what stands under On. Of old entries only what it is."""
    alone = {name: value for name, value in details.items() if name != "of"}
    return ", ".join(wording.turned(value) or wording.short(value) for value in alone.values())


def outcome(entry: AuditEntry, details: dict[str, Any]) -> str:
    if entry.act == Act.EXPORTED:
        size = details.get("bytes")
        kind = "ZIP" if details.get("as") == "zip" else str(details.get("as", "")).capitalize()
        return f"{kind}, {filesizeformat(size)}" if size else kind
    if entry.act == Act.VENDOR_REFUSED:
        return {"yes": _("Charged"), "maybe": _("May be charged")}.get(str(details.get("charged")), _("Not charged"))
    if entry.act == Act.TRAIL_EXPORTED:
        return {"csv": "CSV", "jsonl": "JSON"}.get(str(details.get("as")), _("Done"))
    return {
        Act.SHARED: _("Link on"),
        Act.SHARE_REVOKED: _("Link off"),
        Act.LOOKED: _("Looked"),
        Act.SIGN_IN_FAILED: pgettext("outcome", "Refused"),
        Act.KEY_REFUSED: pgettext("outcome", "Refused"),
        Act.REFUSED: pgettext("outcome", "Refused"),
        Act.RULE_REFUSED: pgettext("outcome", "Refused"),
        Act.RELEASED: pgettext("outcome", "Released"),
        Act.REVERSED: _("Reversed"),
        Act.REMOVED: _("Removed"),
        Act.HID: _("Hidden"),
        Act.BROUGHT_BACK: pgettext("outcome", "Back"),
        Act.HELD: pgettext("outcome", "Held"),
        Act.CLAIMED: _("Taken"),
        Act.PASSED_ON: _("Passed on"),
        Act.PHRASE_ALLOWED: _("Allowed"),
        Act.HASH_ALLOWED: _("Allowed"),
        Act.HASH_BLOCKED: _("Blocked"),
        Act.HASH_UNLISTED: _("Off the list"),
        Act.REPORTED: _("Waiting"),
        Act.APPEALED: _("Waiting"),
        Act.PURGED: _("Gone"),
        Act.PERSON_ERASED: _("Erased"),
    }.get(entry.act, _("Done"))  # type: ignore[call-overload]


def tone(entry: AuditEntry) -> str:
    return next((str(kind.value) for kind, acts in OUTCOMES.items() if entry.act in acts), "")
