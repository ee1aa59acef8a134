"""A line of the queue, worked out once: forty of them are drawn a page, and a template would ask each thing anew."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from gallery.addresses import address
from gallery.models import Case, User
from gallery.models.case import CaseKind
from studio.templatetags.held import lasting, marked_title, percent


@dataclass(frozen=True, slots=True)
class Line:
    """``facts`` are its kind, who reported, how alike, whose; ``age`` or ``outcome`` follow. ``cover`` "" for none."""

    case: Case
    url: str
    cover: str
    title: SafeString | str
    facts: str
    age: str = ""
    late: bool = False
    outcome: str = ""
    holder: str = ""
    passed_to: str = ""


def lines_of(cases: Iterable[Case], *, user: User, query: str = "") -> list[Line]:
    now = timezone.now()
    return [line_of(case, user, query, now) for case in cases]


def line_of(case: Case, user: User, query: str, now: datetime) -> Line:
    url = address("held-item", case.pk) + query
    shown = case.image_id and (case.decided_at is None or vars(case).get("image_state"))
    cover = address("held-cover", case.pk) if shown else ""
    about = Line(case, url, cover, marked_title(case), facts_of(case))
    if case.decided_at is not None:
        return replace(about, outcome=case.get_outcome_display().lower())
    holder = case.holder()
    return replace(
        about,
        age=lasting(now - case.opened_at),
        late=case.due_at < now,
        holder=holder.name if holder is not None and holder.pk != user.pk else "",
        passed_to=case.passed_to.name if case.passed_to is not None else "",
    )


def facts_of(case: Case) -> str:
    found = [str(case.get_kind_display())]
    if case.kind == CaseKind.REPORT and case.reports > 1:
        found.append(ngettext("%(n)d person", "%(n)d people", case.reports) % {"n": case.reports})
    score = case.triggers[0].get("score") if case.triggers else None
    return ", ".join([*found, *filter(None, [percent(score)]), case.person.name])
