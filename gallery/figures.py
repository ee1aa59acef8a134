"""Figures as people of the reader's language read them."""

import re

from django.utils.translation import pgettext

THIN = "\u202f"  # narrow no-break space, in thousands
FIGURE = re.compile(r"\$?[\d\u202f]+\.\d+(?: [kMG]?B| s|%)?")


def decimal_mark() -> str:
    """What people of this language read in "9.4 s", "$0.048" and "2.1%"."""
    return pgettext("between 9 and 4 in 9.4 s", ".")


def as_figure(text: str) -> str:
    """ "$9.60", "7.5 MB" or "2.1%", kept in English, with the mark of the language; any other text as it is."""
    return text.replace(".", decimal_mark()) if FIGURE.fullmatch(text) else text
