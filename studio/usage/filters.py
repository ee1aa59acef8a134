"""Which part of the books somebody looks at, and which part they may."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.access import Role, is_administrator
from gallery.models import Project, Team, User
from studio import catalogue
from studio.models import DayUse, EntryKind, InstanceSettings, LedgerEntry, MonthUse, PromptHelp
from studio.models.ledger import LedgerQuerySet
from studio.money.outlook import in_demo
from studio.usage.measures import Books

DAYS = 30  # shown unless somebody asks for other ones
MOST_DAYS = 5 * 366
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
BOOKS = (("true", gettext_lazy("True books")), ("demo", gettext_lazy("Demo books")))
SERIES = ("model", "person", "project")


def visible_use(user: Any) -> Q:
    """All for administrators, a team's for its owners, else one's own."""
    return Q() if is_administrator(user) else Q(user=user) | Q(team__in=owned_teams(user))


def owned_teams(user: Any) -> QuerySet[Team]:
    if is_administrator(user):
        return Team.objects.all()
    return Team.objects.filter(memberships__user=user, memberships__role=Role.OWNER)


def people_seen(user: Any) -> QuerySet[User]:
    """Whose spending this person may look at; nobody but themselves for most."""
    if is_administrator(user):
        return User.objects.order_by("username")
    return User.objects.filter(Q(pk=user.pk) | Q(teams__in=owned_teams(user))).distinct().order_by("username")


class UsageForm(forms.Form):
    """``from`` and ``to`` are days of the instance's time zone, both included. Everything may be left out."""

    to = forms.DateField(label=gettext_lazy("To"), required=False)
    book = forms.ChoiceField(label=gettext_lazy("Books"), choices=BOOKS, required=False)
    team = forms.ModelChoiceField(
        Team.objects.none(), label=gettext_lazy("Team"), required=False, empty_label=gettext_lazy("All teams")
    )
    project = forms.ModelChoiceField(
        Project.objects.none(), label=gettext_lazy("Project"), required=False, empty_label=gettext_lazy("All projects")
    )
    model = forms.ChoiceField(label=gettext_lazy("Model"), required=False)
    person = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("Person"), required=False, empty_label=gettext_lazy("Everybody")
    )

    def __init__(self, data: Any, *, user: Any):
        super().__init__(data, auto_id="usage-%s")
        self.user = user
        self.fields = {"from": forms.DateField(label=_("From"), required=False), **self.fields}
        for name in ("from", "to"):
            self.fields[name].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        fields: dict[str, Any] = self.fields
        fields["team"].queryset = Team.objects.visible_to(user) if not is_administrator(user) else Team.objects.all()
        fields["project"].queryset = projects_seen(user)
        fields["person"].queryset = people_seen(user)
        models = [(spec.id, spec.label) for spec in catalogue.current().values()]
        models += [(name, name) for name in chat_models()]
        fields["model"].choices = self.models = [("", _("All models")), *models]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for name in ("from", "to"):
            if cleaned.get(name) and not FIRST <= cleaned[name] <= LAST:
                self.add_error(name, ValidationError(_("Choose a day of this century.")))
        start, end = cleaned.get("from"), cleaned.get("to")
        if start and end and start > end:
            self.add_error("from", ValidationError(_("This day comes after the last one.")))
        elif start and (min(end or today(), today()) - start).days > MOST_DAYS:
            self.add_error("from", ValidationError(_("Five years are shown at most.")))
        return cleaned

    @property
    def days(self) -> tuple[date, date]:
        """First and last day; the last thirty unless asked otherwise, or where the dates can't be used."""
        chosen = self.cleaned_data if self.is_valid() else {}
        last = chosen.get("to") or today()
        return chosen.get("from") or last - timedelta(days=DAYS - 1), last

    @property
    def sandbox(self) -> bool:
        book = self.cleaned_data.get("book") if self.is_valid() else ""
        return book == "demo" if book else in_demo(self.user)

    def entries(self) -> LedgerQuerySet:
        """The reservations, one a call."""
        first, last = self.days
        rows = LedgerEntry.objects.with_calls().filter(kind=EntryKind.RESERVE)
        return self.narrowed(rows.filter(at__gte=begin(first), at__lt=end_of(last)))

    def books(self) -> Books:
        """The same part, summed up."""
        days = self.narrowed(DayUse.objects.filter(day__range=self.days))
        start, end = whole_months(self.days)
        months = self.narrowed(MonthUse.objects.filter(month__gte=start, month__lt=end))
        edges = days.filter(Q(day__lt=start) | Q(day__gte=end))
        return Books(days, self.entries().filter(rolled=False), months, edges)

    def narrowed(self, rows: Any) -> Any:
        """Those of the filter that this person may look at; of the ledger and of the days' sums alike."""
        rows = rows.filter(visible_use(self.user), sandbox=self.sandbox)
        chosen = self.cleaned_data if self.is_valid() else {}
        wanted = {"team": "team", "project": "project", "person": "user", "model": "model"}
        return rows.filter(**{column: chosen[name] for name, column in wanted.items() if chosen.get(name)})

    @property
    def chosen_names(self) -> list[str]:
        """What the books are narrowed to, in words."""
        chosen = self.cleaned_data if self.is_valid() else {}
        names = [str(chosen[name]) for name in ("team", "project", "person") if chosen.get(name)]
        model = chosen.get("model")
        return [*names, dict(self.models)[model]] if model else names


def chat_models() -> list[str]:
    """Those that words were asked of, by name."""
    known = PromptHelp.objects.order_by().values_list("model", flat=True).distinct()[:20]
    return sorted({*known, InstanceSettings.current().chat_model})


def projects_seen(user: Any) -> QuerySet[Project]:
    return Project.objects.all() if is_administrator(user) else Project.objects.visible_to(user)


def today() -> date:
    return timezone.localdate()


def next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def whole_months(days: tuple[date, date]) -> tuple[date, date]:
    """First day of the first whole month, and the day after the last one; the same day where there is none.

    This month is whole where today is shown: nothing was made on the days to come.
    """
    first, last = days
    start = first if first.day == 1 else next_month(first)
    end = next_month(last) if last >= today() else (last + timedelta(days=1)).replace(day=1)
    return start, max(start, end)


def begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def end_of(day: date) -> datetime:
    return begin(day + timedelta(days=1))
