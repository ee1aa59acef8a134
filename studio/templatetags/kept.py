"""Parts of pages that look the same for nearly everybody, drawn once."""

from collections.abc import Hashable, Mapping
from typing import Any

from django import template
from django.template import Context
from django.template.base import FilterExpression, NodeList, Parser, Token, token_kwargs
from django.urls import get_script_prefix
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()

MOST = 200  # drawings of one part
LATE = "late"
GAP = "\0{}\0"  # no text of ours and no address holds it

Values = Mapping[str, FilterExpression]


@register.tag
def kept(parser: Parser, token: Token) -> "Kept":
    """``{% kept team=listing.team.pk late query=image_query %}…{% endkept %}``: drawn once in each process for each
    value and language. What is ``late`` is put in each time, escaped, where it stands as ``{{ query }}``.

    Nothing but what is named is known inside, so that no drawing can show what belongs to somebody else.
    """
    name, *bits = token.split_contents()
    named, late = token_kwargs(bits, parser), {}
    if bits[:1] == [LATE]:
        del bits[0]
        late = token_kwargs(bits, parser)
    if bits:
        raise template.TemplateSyntaxError(f"{name} takes name=value alone, not {bits[0]}")
    body = parser.parse(("endkept",))
    parser.delete_first_token()
    return Kept(body, named, late)


class Kept(template.Node):
    def __init__(self, body: NodeList, named: Values, late: Values):
        self.body, self.named, self.late = body, named, late
        self.drawn: dict[Hashable, str] = {}

    def render(self, context: Context) -> SafeString:
        given = {name: value.resolve(context) for name, value in self.named.items()}
        found = self.drawing(context, given)
        for name, value in self.late.items():
            found = found.replace(GAP.format(name), conditional_escape(value.resolve(context)))
        return mark_safe(found)  # noqa: S308 (drawn by a template, and escaped)

    def drawing(self, context: Context, given: dict[str, Any]) -> str:
        key = (get_language(), get_script_prefix(), *given.values())
        found = self.drawn.get(key)
        if found is None:
            gaps = {name: mark_safe(GAP.format(name)) for name in self.late}  # noqa: S308 (no text is in it)
            found = str(self.body.render(context.new({**given, **gaps})))
            if len(self.drawn) >= MOST:
                self.drawn.clear()
            self.drawn[key] = found
        return found
