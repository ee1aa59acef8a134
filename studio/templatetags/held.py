"""The moderators' pages: marked words, ages, tabs with their counts."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gallery.cases import listing, reasons
from gallery.cases.terms import terms
from gallery.judging import rules
from gallery.models import Case
from studio.templatetags.icons import icon

register = template.Library()

EXCERPT = 96  # characters of a row
BEFORE = 40  # of them in front of what fired
MINUTE, HOUR, DAY = 60, 3600, 86_400

COVER = '<img src="{}" alt="" loading="lazy" width="44" height="56">'
CURRENT = mark_safe(' aria-current="true"')
ROW = (
    '<li><a href="{}"{}><span class="thumb">{}</span><span class="main"><span class="title">{}</span>'
    '<span class="sub">{}, {}</span>{}{}</span></a></li>\n'
)

TABS = (
    ("waiting", "held", gettext_lazy("Waiting")),
    ("appeals", "held-appeals", gettext_lazy("Appeals")),
    ("reports", "held-reports", gettext_lazy("Reports")),
    ("rules", "held-rules", gettext_lazy("Rules")),
    ("log", "held-log", gettext_lazy("Log")),
)


def spans_of(case: Case) -> list[tuple[int, int]]:
    """Where the prompt is marked, in order and without overlaps: of two that begin together the longer one."""
    found = [
        (int(span[0]), int(span[1]))
        for trigger in case.triggers
        if trigger.get("field", "prompt") == "prompt"
        for span in trigger.get("spans", ())
    ]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if start < end <= len(case.prompt) and (not apart or start >= apart[-1][1]):
            apart.append((start, end))
    return apart


def pieces(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[SafeString]]:
    at = 0
    for start, end in spans:
        yield (format_html("{}<mark>{}</mark>", text[at:start], text[start:end]),)
        at = end
    yield (format_html("{}", text[at:]),)


@register.filter
def marked(case: Case) -> SafeString:
    """The whole prompt with what fired in it."""
    return format_html_join("", "{}", pieces(case.prompt, spans_of(case)))


@register.filter
def marked_title(case: Case) -> SafeString | str:
    """One line of the list: what it is about, or the prompt around what fired."""
    spans = spans_of(case)
    if case.headline or not spans:
        return case.title
    begins = max(0, spans[0][0] - BEFORE) if spans[0][1] > EXCERPT else 0
    ends = begins + EXCERPT
    inside = [(start - begins, end - begins) for start, end in spans if start >= begins and end <= ends]
    text = format_html_join("", "{}", pieces(case.prompt[begins:ends], inside))
    return format_html("{}{}{}", "…" if begins else "", text, "…" if ends < len(case.prompt) else "")


@register.simple_tag
def case_row(row: Any, current: Any) -> SafeString:
    """One line of the list (studio.held.rows.Line), marked where it is the ``current`` case.

    In Python, since the list has forty of them and a template takes three times as long.
    """
    cover = format_html(COVER, row.cover) if row.cover else icon("type")
    age = row.outcome or format_html('<span class="late">{}</span>' if row.late else "<span>{}</span>", row.age)
    held = _("%(name)s is judging this") % {"name": row.holder} if row.holder else ""
    passed = _("Passed on to %(name)s") % {"name": row.passed_to} if row.passed_to else ""
    return format_html(
        ROW,
        row.url,
        CURRENT if current and row.case.pk == current.pk else "",
        cover,
        row.title,
        row.facts,
        age,
        format_html('<span class="sub held-by">{}{}</span>', icon("eye", "small"), held) if held else "",
        format_html('<span class="sub">{}</span>', passed) if passed else "",
    )


@register.filter
def lasting(time: timedelta) -> str:
    """ "42 min", "2 h", "3 days"."""
    seconds = int(time.total_seconds())
    if seconds < HOUR:
        return _("%(n)s min") % {"n": max(0, seconds // MINUTE)}
    if seconds < 2 * DAY:
        return _("%(n)s h") % {"n": seconds // HOUR}
    return ngettext("%(n)s day", "%(n)s days", seconds // DAY) % {"n": seconds // DAY}


@register.filter
def age(at: datetime) -> str:
    return lasting(timezone.now() - at)


@register.filter
def reason_words(reason: str) -> str:
    return reasons.label_of(reason)


@register.filter
def report_words(reason: str) -> str:
    return str(reasons.REPORTED.get(reason, reason))


@register.filter
def percent(score: float | None) -> str:
    return "" if score is None else f"{score:.0%}"


def told(count: int) -> str:
    return f"{listing.MOST}+" if count > listing.MOST else str(count)


@register.simple_tag
def held_count() -> str:
    """What waits, for the badge of the rail; "" for nothing."""
    count = listing.counts()["waiting"]
    return told(count) if count else ""


@register.inclusion_tag("held/_tabs.html")
def held_tabs(tab: str) -> dict[str, Any]:
    """``tab``: where the page is. A tab whose page does not exist is not shown."""
    counts = listing.counts() | {"rules": rules.number()}
    rows = []
    for key, name, label in TABS:
        try:
            rows.append({"key": key, "url": reverse(name), "label": label, "count": told(counts.get(key, 0))})
        except NoReverseMatch:
            continue
    return {"rows": rows, "tab": tab, "counted": (*listing.TABS, "rules")}


@register.inclusion_tag("held/_goal.html")
def held_goal() -> dict[str, Any]:
    """ "Oldest waits 42 min, goal 2 h"."""
    return {"oldest": listing.oldest(), "goal": terms().goal}
