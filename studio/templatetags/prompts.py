"""Errors of a batch's row at its cells."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from studio.models import Batch, BatchRow, PromptHelp
from studio.prompts import batches, helping
from studio.prompts.expanding import Expansion
from studio.templatetags.figures import price
from studio.words import worded

register = template.Library()

SHOWN = 6
CELLS = frozenset({"prompt", "row", "model", "aspect", "count"})


@register.simple_tag
def cell_errors(row: BatchRow, name: str) -> SafeString:
    return told(row.errors.get(name, ()))


@register.simple_tag
def other_errors(row: BatchRow, columns: Iterable[str]) -> SafeString:
    """What belongs to no cell of the table."""
    shown = CELLS.union(columns)
    return told(sentence for name, sentences in row.errors.items() if name not in shown for sentence in sentences)


@register.filter
def why_stopped(batch: Batch) -> str:
    return batches.note_of(batch)


@register.filter
def first_prompts(expansion: Expansion) -> list[str]:
    """Enough of them to see that the alternatives are meant so."""
    return expansion.first(SHOWN)


@register.filter
def help_price(row: PromptHelp) -> str:
    """What an answer cost; said as unknown where no price of the chat model is set."""
    return price(row.cost)


@register.simple_tag
def help_quote(prompt: str = "", *, picture: bool = False) -> str:
    """What asking would cost at most: "up to $0.001"; "price unknown"."""
    quote = helping.price_of(prompt, picture=picture).quote
    return price(None) if quote is None else _("up to %(price)s") % {"price": price(quote)}


def told(sentences: Iterable[str]) -> SafeString:
    return format_html_join("", '<p class="error"><span>{}</span></p>', ((worded(sentence),) for sentence in sentences))
