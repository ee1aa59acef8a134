"""Earlier prompts: what somebody ran, each once, newest first."""

import hashlib
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from gallery.statements import insert
from studio.models import EarlierPrompt
from studio.prompts.finding import holding


def note(owner: Any, text: str) -> None:
    """Remembers a prompt that was just sent; one that is known moves to the top. One statement."""
    if not text.strip():
        return
    digest = hashlib.sha256(text.encode(errors="replace")).hexdigest()
    row = EarlierPrompt(owner=owner, digest=digest, text=text, created_at=timezone.now())
    insert([row], conflict="ON CONFLICT (owner_id, digest) DO UPDATE SET created_at = EXCLUDED.created_at")


def earlier(user: Any, search: str = "") -> QuerySet[EarlierPrompt]:
    """This person's alone; every word of ``search`` has to stand in the prompt, in any case."""
    return EarlierPrompt.objects.filter(holding(search, "text"), owner=user)


def text_of(user: Any, id: str) -> str:
    """The words of one of them; empty where it is not this person's."""
    try:
        return earlier(user).filter(pk=UUID(id)).values_list("text", flat=True).first() or ""
    except ValueError:
        return ""
