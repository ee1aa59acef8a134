"""What vendors refused of a person's, in the vendors' words: neither the prompt nor a picture, which are private.

Four places know: a call that was refused, a picture that was withheld of a call that gave others, one that such a call
left out without a word, and a question to a chat model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gallery.models import User
from studio.models import Generation, Output, PromptHelp, State
from studio.models.prompts import HelpState
from studio.moderation import reasons

SHOWN = 5
PAGE = 50
REFUSED = ("prompt_refused", "picture_refused", "refused")  # codes of a vendor's filter


@dataclass(frozen=True, slots=True)
class Refusal:
    """``id`` of what ``person`` asked. ``words`` of the vendor, "" where it gave none; ``title`` is ours."""

    id: UUID
    vendor: str
    model: str
    title: str
    words: str
    at: datetime | None
    person: User


def of_person(person: User) -> Sequence[Refusal]:
    """The last five, newest first."""
    return newest(Q(pk=person.pk), None, SHOWN)


def page(people: Q, before: UUID | None) -> tuple[list[Refusal], UUID | None]:
    """PAGE of them, newest first, and the id that the next page ends before; None on the last."""
    found = newest(people, before, PAGE + 1)
    return found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None


def newest(people: Q, before: UUID | None, most: int) -> list[Refusal]:
    """By the ids of what was asked, which are of their time: each of the four is read by an index."""
    whose = User.objects.filter(people)
    asked = {"run__owner__in": whose} if people else {}
    found = [
        *map(of_call, earlier(calls().filter(**asked), "pk", before)[:most]),
        *map(of_output, earlier(withheld().filter(generation__in=called(asked)), "generation_id", before)[:most]),
        *map(of_silence, earlier(left_out().filter(**asked), "pk", before)[:most]),
        *map(of_help, earlier(helps().filter(**({"owner__in": whose} if people else {})), "pk", before)[:most]),
    ]
    return sorted(found, key=lambda one: one.id, reverse=True)[:most]


def earlier(rows: QuerySet[Any], column: str, before: UUID | None) -> QuerySet[Any]:
    return (rows.filter(**{f"{column}__lt": before}) if before else rows).order_by(f"-{column}")


def calls() -> QuerySet[Generation]:
    rows = Generation.objects.filter(state=State.REFUSED).exclude(reason_code__in=reasons.OURS)
    return rows.select_related("run__owner").defer("run__prompt")


def called(asked: dict[str, Any]) -> QuerySet[Generation]:
    """Those that gave other pictures: the refusal of one that gave none is its own."""
    return Generation.objects.filter(state=State.SUCCEEDED, **asked)


def withheld() -> QuerySet[Output]:
    """The first of each call."""
    rows = Output.objects.exclude(error_code="").filter(error_code__in=REFUSED)
    before = Output.objects.filter(generation=OuterRef("generation"), position__lt=OuterRef("position"))
    first = rows.exclude(Exists(before.filter(error_code__in=REFUSED)))
    return first.select_related("generation__run__owner").defer("generation__run__prompt")


def left_out() -> QuerySet[Generation]:
    """Calls that gave fewer than asked, where no item says why."""
    said = Output.objects.filter(generation=OuterRef("pk")).exclude(error_code="")
    rows = Generation.objects.filter(~Exists(said), state=State.SUCCEEDED, missing__gt=0)
    return rows.select_related("run__owner").defer("run__prompt")


def helps() -> QuerySet[PromptHelp]:
    rows = PromptHelp.objects.filter(state=HelpState.FAILED, reason__in=REFUSED)
    return rows.select_related("owner").defer("asked", "answer")


def of_call(row: Generation) -> Refusal:
    why = reasons.reason(row.reason_code, vendor=row.vendor, model=row.model_label, words=row.reason_detail)
    return Refusal(row.pk, row.vendor, row.model_label, why.title, why.vendor_words, row.finished_at, row.run.owner)


def of_output(row: Output) -> Refusal:
    of = row.generation
    why = reasons.reason(row.error_code, vendor=of.vendor, model=of.model_label, words=row.error_detail)
    return Refusal(of.pk, of.vendor, of.model_label, why.title, why.vendor_words, of.finished_at, of.run.owner)


def of_silence(row: Generation) -> Refusal:
    title = ngettext("Left %(n)s picture out without a word.", "Left %(n)s pictures out without a word.", row.missing)
    title %= {"n": row.missing}
    return Refusal(row.pk, row.vendor, row.model_label, title, "", row.finished_at, row.run.owner)


def of_help(row: PromptHelp) -> Refusal:
    title = _("Refused help with a prompt.")
    return Refusal(row.pk, _("Chat"), row.model, title, row.detail, row.finished_at, row.owner)
