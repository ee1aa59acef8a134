"""Money, times and sizes as DESIGN says them: three decimals per picture, two on buttons, never rounded down."""

from datetime import datetime, timedelta
from decimal import ROUND_DOWN, ROUND_UP, Decimal
from typing import Any

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gallery.figures import THIN, decimal_mark
from gallery.timing import dated

register = template.Library()


@register.filter
def price(amount: Decimal | None) -> str:
    """US dollars per picture, three decimals: "$0.048"; "price unknown" for None."""
    return _("price unknown") if amount is None else _dollars(amount, Decimal("0.001"))


@register.filter
def total(amount: Decimal | None) -> str:
    """US dollars on a button or in a sum, two decimals: "$0.24"; "price unknown" for None."""
    return _("price unknown") if amount is None else _dollars(amount, Decimal("0.01"))


@register.filter
def left(amount: Decimal) -> str:
    """US dollars that somebody still has, "$12.34": rounded down, so that it is never less than said."""
    return dollars(Decimal(amount).quantize(Decimal("0.01"), rounding=ROUND_DOWN))


def _dollars(amount: Decimal, step: Decimal) -> str:
    return dollars(Decimal(amount).quantize(step, rounding=ROUND_UP))


@register.filter
def dollars(value: Decimal) -> str:
    """As exact as it comes, "$4 806.50", with the mark of the language between dollars and cents."""
    return f"${value:,}".replace(",", THIN).replace(".", decimal_mark())


@register.filter
def seconds(value: float | None) -> str:
    """ "9.4 s" below ten, "31 s" below two minutes, then "2 min"; empty for None."""
    if value is None:
        return ""
    if value < 9.95:
        return f"{value:.1f} s".replace(".", decimal_mark())
    if value < 120:
        return f"{value:.0f} s"
    return f"{value / 60:.0f} min"


@register.filter
def as_read(figure: Any) -> str:
    """A figure as it comes, "0.04", with the mark of the language."""
    return str(figure).replace(".", decimal_mark())


@register.filter
def fraction(value: Decimal | float | None) -> str:
    """With one decimal: "2.1"; empty for None."""
    return "" if value is None else f"{value:.1f}".replace(".", decimal_mark())


@register.filter
def thousands(value: int) -> str:
    return f"{value:,}".replace(",", THIN)


@register.filter
def when(at: datetime | None) -> str:
    """ "31 s ago", "today 10:42", "yesterday 16:20", "3 Nov", "3 Nov 2025"."""
    if at is None:
        return ""
    now, local = timezone.localtime(), timezone.localtime(at)
    age = (now - local).total_seconds()
    if 0 <= age < 60:
        return _("%(age)s s ago") % {"age": f"{age:.0f}"}
    if local.date() == now.date():
        return _("today %(time)s") % {"time": f"{local:%H:%M}"}
    if local.date() == now.date() - timedelta(days=1):
        return _("yesterday %(time)s") % {"time": f"{local:%H:%M}"}
    return dated(local, "j M" if local.year == now.year else "j M Y")


@register.filter
def ordinal(value: int) -> str:
    if get_language() == "pt-br":
        return f"{value}º"
    if value % 100 in (11, 12, 13):
        return f"{value}th"
    return f"{value}{({1: 'st', 2: 'nd', 3: 'rd'}).get(value % 10, 'th')}"


@register.filter
def item(mapping: Any, key: Any) -> Any:
    """``mapping|item:key`` where a template has the key in a variable."""
    return mapping.get(key) if mapping else None
