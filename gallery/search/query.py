"""The line that somebody searches with, and the form beside it: one value, read from either and printed back.

``model:flux rating:>=3 -tag:draft board:"Spring" is:favourite shape:portrait date:2026-10.. "wet slate" -fog``: words,
"phrases" and -exclusions, and fields. Values side by side with commas are alternatives; a field named twice has to hold
twice. Reading never raises: what cannot be meant is told in ``problems``, at its field. Knows no database.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from gallery.search import values

LONGEST = 1000  # characters of a line; a longer one is told so
MOST_PARTS = 24
QUOTES = str.maketrans(dict.fromkeys("“”„«»\0", '"') | {"\0": " "})
PART = re.compile(
    r'(?P<minus>-?)(?:(?P<field>[^\W\d_]{2,20}):(?!//)(?P<value>(?:"[^"]*"?|[^\s"])*)|"(?P<phrase>[^"]*)"?|(?P<bare>[^\s"]+))'
)
VALUE = re.compile(r'"([^"]*)"?|([^,"]+)')
SPACED = re.compile(r"[\s,]")
WORDS = ""  # the field of a part that is words
FIELDS = ("model", "vendor", "person", "board", "tag", "rating", "is", "has", "shape", "color", "date", "like")
ALIASES = {"colour": "color", "by": "person", "state": "is", "stars": "rating", "day": "date", "similar": "like"}
FORM_FIELDS = ("model", "vendor", "person", "board", "rating", "is", "has", "shape", "color", "date", "like")


@dataclass(frozen=True, slots=True)
class Value:
    """``quoted``: as it stands, where a bare one may go on ("dun" dunes)."""

    text: str
    quoted: bool = False

    def __str__(self) -> str:
        return f'"{self.text}"' if self.quoted else self.text


@dataclass(frozen=True, slots=True)
class Part:
    """One condition: any of ``values``, or none of them. The field "" is words, one value each."""

    field: str
    values: tuple[Value, ...]
    without: bool = False

    def __str__(self) -> str:
        if self.field:
            text = f"{self.field}:{','.join(map(str, self.values))}"
        else:
            text = f'"{self.values[0].text}"' if self.values[0].quoted else self.values[0].text
        return f"-{text}" if self.without else text

    def lacking(self, text: str) -> "Part":
        return replace(self, values=tuple(value for value in self.values if value.text != text))


@dataclass(frozen=True, slots=True)
class Problem:
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Query:
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()

    def __str__(self) -> str:
        return " ".join(map(str, self.parts))

    def __bool__(self) -> bool:
        return bool(self.parts or self.problems)

    def of(self, field: str, *, without: bool = False) -> list[Part]:
        return [part for part in self.parts if part.field == field and part.without is without]

    def texts(self, field: str, *, without: bool = False) -> list[str]:
        """All values of a field, for a form's checks."""
        return [value.text for part in self.of(field, without=without) for value in part.values]

    def plus(self, part: Part) -> "Query":
        return self if part in self.parts else replace(self, parts=(*self.parts, part))

    def minus(self, part: Part) -> "Query":
        return replace(self, parts=tuple(each for each in self.parts if each != part))

    def lacking(self, field: str) -> "Query":
        """Without any condition on a field."""
        return replace(self, parts=tuple(part for part in self.parts if part.field != field))

    def lacking_value(self, field: str, text: str) -> "Query":
        """Without one of the values that a field is asked for."""
        parts = (part.lacking(text) if part.field == field and not part.without else part for part in self.parts)
        return replace(self, parts=tuple(part for part in parts if part.values))


def read(line: str) -> Query:
    """Any text at all."""
    if len(line) > LONGEST:
        told = _("A search has %(longest)s characters at most; this one has %(has)s.")
        return Query((), (Problem("q", told % {"longest": LONGEST, "has": len(line)}),))
    parts: dict[Part, None] = {}
    problems: list[Problem] = []
    for match in PART.finditer(line.translate(QUOTES)):
        part = part_of(match, problems)
        if part:
            parts[part] = None
    if len(parts) > MOST_PARTS:
        problems.append(Problem("q", _("A search has %(most)s conditions at most.") % {"most": MOST_PARTS}))
    return Query(tuple(parts)[:MOST_PARTS], tuple(problems))


def part_of(match: re.Match[str], problems: list[Problem]) -> Part | None:
    """None where nothing is asked for yet, as in ``tag:`` while somebody types."""
    without = bool(match["minus"])
    if match["field"] is None:
        quoted = match["phrase"] is not None
        text = (match["phrase"] if quoted else match["bare"]).strip()
        return Part(WORDS, (Value(text, quoted),), without) if text else None
    field = field_of(match["field"])
    if field not in FIELDS:
        problems.append(Problem(match["field"], unknown(match["field"])))
        return None
    return checked(field, values_of(match["value"]), without, problems)


def field_of(name: str) -> str:
    return ALIASES.get(name.lower(), name.lower())


def unknown(name: str) -> str:
    near = get_close_matches(name.lower(), [*FIELDS, *ALIASES], n=1, cutoff=0.6)
    if near:
        return _("There is no field “%(name)s”. Is “%(near)s:” meant?") % {"name": name, "near": field_of(near[0])}
    return _("There is no field “%(name)s”. Fields are %(all)s. In quotes it is searched as words.") % {
        "name": name,
        "all": ", ".join(FIELDS),
    }


def values_of(text: str) -> list[Value]:
    found = [Value((phrase or bare).strip(), not bare) for phrase, bare in VALUE.findall(text.translate(QUOTES))]
    return list(dict.fromkeys(value for value in found if value.text))


def checked(field: str, given: Iterable[Value], without: bool, problems: list[Problem]) -> Part | None:
    """The part with its values in their one form; what is none of the field's is told."""
    good = []
    for value in given:
        tidy = values.tidied(field, value.text)
        if tidy is None:
            problems.append(Problem(field, values.told(field, value.text)))
        else:
            good.append(Value(tidy, field in values.OPEN and (value.quoted or bool(SPACED.search(tidy)))))
    return Part(field, tuple(dict.fromkeys(good)), without) if good else None


def from_form(given: Mapping[str, Sequence[str]]) -> Query:
    """What a form or an address says: ``q`` and ``words`` are lines, each field a list of values,
    ``tag`` all of them or, where ``tags`` is "any", one of them; ``-tag`` none; ``from`` and ``to`` days.
    """
    asked = read(" ".join([*given.get("words", ()), *given.get("q", ())]))
    problems = list(asked.problems)
    parts = dict.fromkeys(asked.parts)
    for field in FORM_FIELDS:
        add(parts, checked(field, split(given.get(field, ())), False, problems))
    tags = split(given.get("tag", ()))
    for some in [tags] if given.get("tags") and given["tags"][0] == "any" else [[tag] for tag in tags]:
        add(parts, checked("tag", some, False, problems))
    add(parts, checked("tag", split(given.get("-tag", ())), True, problems))
    start, end = (next(iter(given.get(name, ())), "").strip() for name in ("from", "to"))
    if start or end:
        add(parts, checked("date", [Value(f"{start}..{end}")], False, problems))
    return Query(tuple(parts)[:MOST_PARTS], tuple(problems))


def add(parts: dict[Part, Any], part: Part | None) -> None:
    if part:
        parts[part] = None


def split(texts: Sequence[str]) -> list[Value]:
    """A form's value is one, and may be several with commas, as in the line."""
    return [value for text in texts for value in values_of(text[:LONGEST])]
