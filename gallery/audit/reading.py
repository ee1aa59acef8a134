"""The trail as people read it: who may, what is asked for, page by page from the newest, and all of it as lines."""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.audit.acts import JUDGING, OUTCOMES, Act, Came
from gallery.audit.chain import FIELDS
from gallery.cells import plain
from gallery.models import AuditEntry, User

A_PAGE = 50
CHUNK = 2000  # rows that are read at once
PEOPLE = 50  # of one name
QUIET = (Act.CLAIMED,)  # left out of the page until asked for: opening a case takes it


def readable_by(user: Any) -> QuerySet[AuditEntry]:
    return AuditEntry.objects.filter(access.readable_entries(user, JUDGING))


class TrailForm(forms.Form):
    """Everything may be left out. ``since`` and ``until`` are days of the instance's time zone, both included."""

    q = forms.CharField(required=False, max_length=200, label=gettext_lazy("Person, picture, rule or word"))
    act = forms.ChoiceField(required=False, label=gettext_lazy("What"))
    who = forms.CharField(required=False, max_length=150, label=gettext_lazy("Who"))
    outcome = forms.ChoiceField(
        required=False, label=gettext_lazy("Outcome"), choices=[("", gettext_lazy("Everything")), *Came.choices]
    )
    on = forms.CharField(required=False, max_length=140, label=gettext_lazy("On"))
    since = forms.DateField(required=False, label=gettext_lazy("From"))
    until = forms.DateField(required=False, label=gettext_lazy("To"))

    taken = forms.BooleanField(required=False, label=gettext_lazy("Cases taken"))

    def __init__(self, data: Any, *, user: Any):
        super().__init__(data, auto_id="trail-%s")
        self.user = user
        own = sorted(Act, key=lambda act: str(act.label))
        acts = own if access.is_administrator(user) else [act for act in own if act in JUDGING]
        self.fields["act"].choices = [("", _("Everything")), *((act.value, act.label) for act in acts)]  # type: ignore[attr-defined]
        for name in ("since", "until"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date", "form": "log-form"}, format="%Y-%m-%d")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("since", _("This day comes after the last one."))
        return cleaned

    def rows(self) -> QuerySet[AuditEntry]:
        """Newest first; nothing where the form is wrong."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        asked = self.cleaned_data
        rows = readable_by(self.user).order_by("-id")
        if asked["act"]:
            rows = rows.filter(act=asked["act"])
        if asked["outcome"]:
            rows = rows.filter(act__in=OUTCOMES[Came(asked["outcome"])])
        if asked["who"]:
            rows = rows.filter(by_person(asked["who"]))
        if asked["on"]:
            kind, _colon, id = asked["on"].partition(":")
            rows = rows.filter(object_kind=kind, object_id=id) if id else rows.filter(object_id=kind)
        if asked["q"]:
            rows = rows.filter(said(asked["q"]))
        if asked["since"]:
            rows = rows.filter(at__gte=begin(asked["since"]))
        if asked["until"]:
            rows = rows.filter(at__lt=begin(asked["until"] + timedelta(days=1)))
        return rows


def is_quiet(form: TrailForm) -> bool:
    """Whether the page leaves QUIET out. Exports and the API never do, nor does what happened to one thing."""
    asked = form.cleaned_data if form.is_valid() else {}
    return not (asked.get("taken") or asked.get("act") or asked.get("on"))


def begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def by_person(name: str) -> Q:
    """A name as people write it, or the number that stays of somebody who was erased."""
    if name.isdecimal():
        return Q(actor_id=int(name[:18]))
    meant = Q(username__icontains=name) | Q(display_name__icontains=name)
    return Q(actor_id__in=list(User.objects.filter(meant).values_list("pk", flat=True)[:PEOPLE]))


def said(text: str) -> Q:
    return by_person(text) | Q(object_id=text) | Q(object_label__icontains=text) | Q(details_text__icontains=text)


def page(rows: QuerySet[AuditEntry], before: int | None, most: int = A_PAGE) -> tuple[list[AuditEntry], int | None]:
    """The entries older than ``before``, and where the next page begins: None on the last."""
    found = list((rows.filter(pk__lt=before) if before else rows)[: most + 1])
    return found[:most], found[most - 1].pk if len(found) > most else None


def line(entry: AuditEntry) -> dict[str, Any]:
    """An entry in the names of chain.Links, which verify.py of a bundle reads."""
    names = {"details": "details_text"}
    values = {name: getattr(entry, names.get(name, name)) for name in FIELDS}
    return values | {"at": entry.at.isoformat(timespec="microseconds")}


def json_lines(rows: QuerySet[AuditEntry]) -> Iterator[str]:
    for entry in rows.iterator(chunk_size=CHUNK):
        yield json.dumps(line(entry), ensure_ascii=False) + "\n"


class Echo:
    """A file that gives back what is written."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: QuerySet[AuditEntry]) -> Iterator[str]:
    writer = csv.writer(Echo())
    yield writer.writerow(FIELDS)
    for entry in rows.iterator(chunk_size=CHUNK):
        yield writer.writerow([plain(cell) for cell in line(entry).values()])
