"""The form of a board, new or known."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from gallery.models import Board, Project, Team
from gallery.organising import boards


class BoardForm(forms.Form):
    """``cleaned_data`` is what boards.create and boards.change take beside the team."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    description = forms.CharField(
        label=gettext_lazy("Description"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    project = forms.ModelChoiceField(
        Project.objects.none(),
        label=gettext_lazy("Project"),
        required=False,
        empty_label=gettext_lazy("In no project"),
        widget=forms.Select(attrs={"class": "select"}),
    )
    parent = forms.ModelChoiceField(
        Board.objects.none(),
        label=gettext_lazy("Inside"),
        required=False,
        empty_label=gettext_lazy("On the shelf itself"),
        widget=forms.Select(attrs={"class": "select"}),
    )

    def __init__(
        self,
        data: Any,
        *,
        user: Any,
        team: Team | None,
        project: Project | None = None,
        parent: Board | None = None,
        board: Board | None = None,
    ):
        start: dict[str, Any] = {"project": project and project.pk, "parent": parent and parent.pk}
        if board:
            start |= {"name": board.name, "description": board.description}
        super().__init__(data, initial=start)
        self.user, self.team, self.board = user, team, board
        self.fields["project"].queryset = projects_of(team, project)  # type: ignore[attr-defined]
        shelves = Board.objects.of_space(user=user, team=team).filter(parent=None)
        self.fields["parent"].queryset = shelves.exclude(pk=board.pk) if board else shelves  # type: ignore[attr-defined]
        if team is None:
            del self.fields["project"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parent = cleaned.get("parent")
        try:
            boards.refuse_foreign(self.team, self.user, cleaned.get("project"), parent)
            if self.board:
                boards.refuse_to_nest(self.board, parent)
        except boards.NotPossible as told:
            self.add_error("parent", str(told))
        return cleaned


def projects_of(team: Team | None, chosen: Project | None) -> "QuerySet[Project]":
    """Open ones, and the one that it is in already."""
    rows = Project.objects.filter(team=team)
    return rows.open() | rows.filter(pk=chosen.pk) if chosen else rows.open()
