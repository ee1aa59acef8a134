"""Earlier prompts: what somebody ran, each once, newest first."""

import hashlib
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from gallery.statements import insert
from studio.models import EarlierPrompt
from studio.prompts.finding import holding


def note(owner: Any, text: str) -> None:
    """Remembers a prompt that was just sent; one that is known moves to the top."""
    note_all([(owner, text)])


def note_all(sent: Iterable[tuple[Any, str]]) -> None:
    """``note`` for several, in one statement."""
    rows = [row_of(owner, text) for owner, text in sent if text.strip()]
    each = {(row.owner_id, row.digest): row for row in rows}
    insert(each.values(), conflict="ON CONFLICT (owner_id, digest) DO UPDATE SET created_at = EXCLUDED.created_at")


def row_of(owner: Any, text: str) -> EarlierPrompt:
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    return EarlierPrompt(owner=owner, digest=digest, text=text, created_at=timezone.now())


def earlier(user: Any, search: str = "") -> QuerySet[EarlierPrompt]:
    """This person's alone; every word of ``search`` has to stand in the prompt, in any case."""
    return EarlierPrompt.objects.filter(holding(search, "text"), owner=user)


def text_of(user: Any, id: str) -> str:
    """The words of one of them; empty where it is not this person's."""
    try:
        return earlier(user).filter(pk=UUID(id)).values_list("text", flat=True).first() or ""
    except ValueError:
        return ""
