r"""Variables of a saved prompt: ``[subject]`` or, with a value to start from, ``[light=soft window light]``. Pure.

Square brackets never meet the braces of alternatives, so both may stand in one text: what is filled in may itself
hold alternatives. ``\[`` is a bracket that stays. A name is letters, digits, spaces, - and _, up to 40 characters;
brackets around anything else stay as they are.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST = 24  # variables of one prompt
VARIABLE = re.compile(r"\\(?P<kept>[\[\]])|\[(?P<name>[^\W\d_][\w \-]{0,39})(?:=(?P<value>[^\[\]\n]{0,300}))?\]")


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    default: str = ""


def variables(text: str) -> list[Variable]:
    """In the order of reading, each name once; the first value that is given is its default."""
    found: dict[str, Variable] = {}
    for match in VARIABLE.finditer(text):
        if match["name"] is None:
            continue
        name = key(match["name"])
        known = found.get(name)
        if known is None or (not known.default and match["value"]):
            first = known.name if known else match["name"].strip()
            found[name] = Variable(first, (match["value"] or "").strip())
    return list(found.values())[:MOST]


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with values in the places of its variables; one without a value takes its default."""
    given = {key(name): value.strip() for name, value in values.items()}
    defaults = {key(variable.name): variable.default for variable in variables(text)}

    def place(match: re.Match[str]) -> str:
        if match["name"] is None:
            return match["kept"]
        name = key(match["name"])
        return given.get(name) or defaults.get(name, "") if name in defaults else match[0]

    return VARIABLE.sub(place, text)


def key(name: str) -> str:
    """[Subject] and [ subject ] are one variable."""
    return " ".join(name.split()).casefold()
