"""What a run says at its end: to a screen reader, and in a notification (design/DESIGN.md sections 7 and 8)."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio.templatetags.figures import total
from studio.views.feed.tiles import Tile

TITLE_SHOWN = 60  # characters of the prompt in a notification


def said(tiles: Iterable[Tile]) -> str:
    """ "3 ready, 1 refused" """
    count = Counter(kind_of(tile) for tile in tiles)
    ready, refused, cancelled = count["ready"], count["refused"], count["cancelled"]
    others = {
        "refused": ngettext("%(n)d refused", "%(n)d refused", refused),
        "failed": _("%(n)d failed"),
        "unknown": _("%(n)d without an answer"),
        "cancelled": ngettext("%(n)d cancelled", "%(n)d cancelled", cancelled),
    }
    words = [ngettext("%(n)d ready", "%(n)d ready", ready) % {"n": ready}]
    return ", ".join(words + [text % {"n": count[kind]} for kind, text in others.items() if count[kind]])


def kind_of(tile: Tile) -> str:
    if tile.kind == "picture":
        return "ready"
    if tile.kind != "ended":
        return ""
    state = tile.state.partition("-")[0]
    return "failed" if state == "missing" else state


def told(title: str, tiles: Iterable[Tile], billed: Decimal | None) -> str:
    """ "4 pictures ready: Long dunes in late afternoon ($0.16)"; where none came, what came instead."""
    tiles = list(tiles)
    short = Truncator(title).chars(TITLE_SHOWN)
    ready = sum(tile.kind == "picture" for tile in tiles)
    if not ready:
        return _("No picture: %(title)s (%(said)s)") % {"title": short, "said": said(tiles)}
    words = ngettext("%(n)d picture ready: %(title)s", "%(n)d pictures ready: %(title)s", ready)
    money = f" ({total(billed)})" if billed else ""
    return words % {"n": ready, "title": short} + money
