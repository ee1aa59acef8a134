"""Forms of the administrators' pages about people and groups."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gallery.access import Standing
from gallery.models import Group
from studio import catalogue
from studio.models import GroupRules
from studio.people.groups import Told, rules_of

USERNAME = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


PLAIN = {"autocomplete": "off"}


class FindForm(forms.Form):
    q = forms.CharField(required=False, max_length=100)
    role = forms.ChoiceField(required=False, choices=[("", _("Every role")), *Standing.choices])
    state = forms.ChoiceField(
        required=False, choices=[("", _("Every state")), ("suspended", _("Suspended")), ("closed", _("Closed"))]
    )


class StandingForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Standing.choices)


class WhyForm(forms.Form):
    """The reason of a suspension is read by the person on every page."""

    why = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("They read this on every page."),
        error_messages={"required": _("Say why: they read it on every page.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class LiftForm(forms.Form):
    why = forms.CharField(
        label=_("Why it is lifted"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class HeirForm(forms.Form):
    heir = forms.CharField(
        label=_("Username of who gets it all"), max_length=150, widget=forms.TextInput(attrs=USERNAME)
    )


class GroupsForm(forms.Form):
    groups = forms.ModelMultipleChoiceField(
        label=_("Groups"),
        queryset=Group.objects.filter(everyone=False),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class NewGroupForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "off"}))


class GroupForm(forms.ModelForm):
    """The group's own facts and its rules in one."""

    name = forms.CharField(label=_("Name"), max_length=80, error_messages={"required": _("Give it a name.")})
    teams = forms.BooleanField(label=_("May make teams and come into them"), required=False)
    models = forms.MultipleChoiceField(label=_("Models"), required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = GroupRules
        fields = ("every_model", "parallel", "budget_month")
        labels = {
            "every_model": _("Every model, new ones too"),
            "parallel": _("Pictures at once, each person"),
            "budget_month": _("US dollars a month, each person"),
        }
        help_texts = {
            "parallel": _("Empty: as the whole studio."),
            "budget_month": _("For those without a budget of their own. Empty: no limit."),
        }

    def __init__(self, data: Any = None, *, group: Group):
        rules = rules_of(group)
        chosen = (
            list(rules.models.values_list("model", flat=True)) if rules.group_id and not rules._state.adding else []
        )
        super().__init__(data, instance=rules, initial={"name": group.name, "teams": group.teams, "models": chosen})
        self.group = group
        offered = cast("forms.MultipleChoiceField", self.fields["models"])
        offered.choices = [(id, spec.label) for id, spec in catalogue.current().items()]
        if group.everyone:
            del self.fields["name"]

    def told(self) -> Told:
        given = self.cleaned_data
        models = None if given["every_model"] else tuple(given["models"])
        return Told(given.get("name", ""), given["teams"], models, given["parallel"], given["budget_month"])


class ParallelForm(forms.Form):
    parallel = forms.IntegerField(
        label=_("Pictures at once"),
        min_value=1,
        max_value=1000,
        required=False,
        help_text=_("Empty: as their groups say, or the whole studio."),
        widget=forms.NumberInput(attrs=PLAIN | {"inputmode": "numeric"}),
    )
