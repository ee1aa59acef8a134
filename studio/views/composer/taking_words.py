"""What an address brings into the composer beside pictures and runs: an earlier prompt, a preset."""

from typing import Any

from django.http import QueryDict

from studio.composing.forms import as_uuid
from studio.models import HelpState, Preset, PromptHelp
from studio.prompts import history
from studio.prompts.expanding import escaped


def take_words(asked: QueryDict, user: Any) -> None:
    """``?earlier=`` gives the words of an earlier prompt, ``?preset=`` the settings of a preset, marked as applied."""
    if id := asked.pop("earlier", None):
        asked["prompt"] = history.text_of(user, id[-1])
    take_suggestion(asked, user)
    if "preset" not in asked:
        return
    preset = Preset.objects.visible_to(user).filter(pk=as_uuid(asked.get("preset", ""))).first()
    if preset is None:
        del asked["preset"]
        return
    for name, values in preset.settings.items():
        if name not in asked:
            asked.setlist(name, values)


def take_suggestion(asked: QueryDict, user: Any) -> None:
    """``?help=…&take=1`` puts the chat model's words in the place of one's own."""
    if "help" not in asked or "take" not in asked or "from" in asked:
        return
    row = PromptHelp.objects.filter(owner=user, pk=as_uuid(asked.pop("help")[-1]), state=HelpState.DONE).first()
    del asked["take"]
    if row:
        asked["prompt"] = escaped(row.answer)
