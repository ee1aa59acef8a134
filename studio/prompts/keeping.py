"""Saving prompts, lists and presets, for oneself or in a team: the one place where they are judged."""

from collections.abc import Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import Team
from studio.catalogue import Invalid
from studio.models import Preset, Saved, SavedPrompt
from studio.models.shared import Shared
from studio.prompts.expanding import LONGEST, SPECIAL
from studio.prompts.saving import MOST_LINES, lines_of

EDITORS_KEEP = gettext_lazy("Viewers use this team’s prompts and presets. Ask its owner to make you an editor.")
TITLE_MAX = 80
LINE_MAX = 2000  # characters of one line of a list
NOT_KEPT = frozenset(
    {"prompt", "key", "reference", "was", "preset", "csrfmiddlewaretoken", "files", "confirmed", "mask", "without"}
    | {"reset", "title", "preset_title", "preset_team", "help", "image"}
)
MOST_SETTINGS = 300

Kept = TypeVar("Kept", bound=Shared)
Errors = dict[str, list[str]]


def keep_prompt(row: SavedPrompt, *, by: Any, title: str, text: str, kind: str, team: Any) -> SavedPrompt:
    """Writes a new or a changed one. ``team`` is an id or empty.

    Raises:
        Invalid: with sentences under "title", "text", "kind" and "team".
        PermissionDenied: ``by`` only looks at the team.
    """
    errors = title_errors(title)
    if kind not in Saved.values:
        errors["kind"] = [_("Choose a prompt or a list.")]
    elif kind == Saved.LIST and any(mark in title for mark in SPECIAL):
        errors["title"] = [_("A list's name has no { } | or \\, so that {@name} can be read.")]
    if sentence := list_error(text) if kind == Saved.LIST else text_error(text):
        errors["text"] = [sentence]
    row.kind, row.text = kind, text.strip()
    return written(row, by=by, title=title, team=team, errors=errors)


def keep_preset(row: Preset, *, by: Any, title: str, settings: Mapping[str, Any], team: Any) -> Preset:
    """As ``keep_prompt``; ``settings`` as ``settings_in`` gives them."""
    errors = title_errors(title)
    if not settings:
        errors["settings"] = [_("There are no settings to keep.")]
    row.settings = dict(settings)
    return written(row, by=by, title=title, team=team, errors=errors)


def written(row: Kept, *, by: Any, title: str, team: Any, errors: Errors) -> Kept:
    chosen = None
    if team:
        chosen = next((one for one in Team.objects.visible_to(by) if str(one.pk) == str(team)), None)
        if chosen is None:
            errors["team"] = [_("Choose a team that you may add to.")]
        else:
            require_keeper(chosen, by)
    if errors:
        raise Invalid(errors)
    if row._state.adding:
        row.owner = by
    row.title, row.team, row.changed_at = " ".join(title.split()), chosen, timezone.now()
    row.save()
    return row


def changeable(rows: Any, pk: UUID, *, by: Any) -> Any:
    """The kept thing of this id: 404 for an outsider, 403 for a viewer of its team. ``rows`` are all of its kind."""
    row = get_object_or_404(rows.visible_to(by), pk=pk)
    if not rows.editable_by(by).filter(pk=pk).exists():
        raise PermissionDenied(EDITORS_KEEP)
    return row


def require_keeper(team: Team, by: Any) -> None:
    if not access.can_publish_in(by.role_in(team)):
        raise PermissionDenied(EDITORS_KEEP)


def title_errors(title: str) -> Errors:
    plain = " ".join(title.split())
    if not plain:
        return {"title": [_("Give it a name.")]}
    if len(plain) > TITLE_MAX:
        return {"title": [_("A name has up to %(most)s characters.") % {"most": TITLE_MAX}]}
    return {}


def text_error(text: str) -> str:
    if not text.strip():
        return _("Write the text.")
    return _("The text has more than %(most)s characters.") % {"most": LONGEST} if len(text) > LONGEST else ""


def list_error(text: str) -> str:
    lines = lines_of(text)
    if not lines:
        return _("Write one value a line.")
    if len(lines) > MOST_LINES:
        return _("A list has up to %(most)s lines.") % {"most": MOST_LINES}
    if any(len(line) > LINE_MAX for line in lines):
        return _("A line has up to %(most)s characters.") % {"most": LINE_MAX}
    return ""


def settings_in(data: QueryDict) -> dict[str, list[str]]:
    """What a preset keeps of a posted composer: everything but its words, its pictures and its keys."""
    names = [name for name in data if name not in NOT_KEPT][:MOST_SETTINGS]
    return {name: [value[:LINE_MAX] for value in data.getlist(name)] for name in names}
