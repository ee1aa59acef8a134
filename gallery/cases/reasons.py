"""The reasons of the lists: of a decision, by kind and outcome, and of a report. At most nine stand for a case."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from gallery.models.case import CaseKind, Outcome

OTHER = "other"

REASONS: Mapping[str, Any] = {
    "false-alarm": _("False alarm: harmless word"),
    "client": _("Allowed for this client"),
    "editorial": _("Editorial use"),
    "not-alike": _("Not the blocked picture"),
    "licensed": _("We hold the rights"),
    "harmless": _("Nothing wrong with it"),
    "taste": _("A matter of taste"),  # of earlier decisions
    "too-strict": _("The first decision was too strict"),
    "explained": _("The person explained it"),
    "violence": _("Violence"),
    "sexual": _("Sexual content"),
    "hate": _("Hate or harassment"),
    "real-person": _("A real person without consent"),
    "rights": _("Someone else’s work or mark"),
    "unlawful": _("Against the law"),
    "blocked": _("A blocked picture"),
    "first-right": _("The first decision was right"),
    "nothing-new": _("The appeal says nothing new"),
    "other-yes": _("Other"),
    "other-no": _("Other"),
}
OF_KIND: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    CaseKind.PROMPT: {
        Outcome.RELEASED: ("false-alarm", "client", "editorial", "other-yes"),
        Outcome.REFUSED: ("violence", "sexual", "hate", "real-person", "other-no"),
    },
    CaseKind.PICTURE: {
        Outcome.RELEASED: ("not-alike", "licensed", "harmless", "other-yes"),
        Outcome.REMOVED: ("blocked", "violence", "sexual", "rights", "other-no"),
    },
    CaseKind.REPORT: {
        Outcome.RELEASED: ("harmless", "licensed", "other-yes"),
        Outcome.REMOVED: ("rights", "real-person", "sexual", "violence", "hate", "other-no"),
    },
    CaseKind.APPEAL: {
        Outcome.RELEASED: ("too-strict", "explained", "client", "other-yes"),
        Outcome.REFUSED: ("first-right", "nothing-new", "unlawful", "other-no"),
    },
}
REPORTED: Mapping[str, Any] = {
    "rights": _("Too close to somebody’s work or mark"),
    "real-person": _("Shows a real person who did not agree"),
    "sexual": _("Sexual content"),
    "violence": _("Violence"),
    "hate": _("Hate or harassment"),
    OTHER: _("Something else"),
}


def outcomes_of(kind: str) -> tuple[str, ...]:
    """What can be decided: letting it be first, then its opposite."""
    return tuple(OF_KIND[kind])


def fits(kind: str, outcome: str, reason: str) -> bool:
    return reason in OF_KIND[kind].get(outcome, ())


def label_of(reason: str) -> str:
    return str(REASONS.get(reason) or REPORTED.get(reason, reason))
