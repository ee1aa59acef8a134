"""What of a search the index of words knows: words, "phrases", -exclusions, words of our own that fields ask for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gallery.models import words as index
from gallery.search.query import WORDS, Part, Query, Value
from gallery.tokens import line_of, words_of


@dataclass(frozen=True, slots=True)
class Term:
    """Words side by side; ``open``: the last one may go on ("dun" finds dunes)."""

    words: tuple[str, ...]
    open: bool = False

    @property
    def piece(self) -> str:
        """A piece of ``line_of`` that is in it where this term is, and nowhere else."""
        line = line_of(list(self.words))
        return line[:-1] if self.open else line

    @property
    def vague(self) -> bool:
        """One letter that may go on finds nearly everything: the index is not asked for it."""
        return self.open and len(self.words) == 1 and len(self.words[0]) == 1 and self.words[0].isascii()


AnyOf = tuple[Term, ...]
FACTS = ("shape", "color", "has")
STATES = ("uploaded", "generated", "demo")  # of "is": those that the picture's own columns say


@dataclass(frozen=True, slots=True)
class Asked:
    """All of ``terms``, each by any of its alternatives, and none of ``without``. ``also``: what columns of the picture
    say too, for the index alone. ``dumb``: words that mean nothing.
    """

    terms: tuple[AnyOf, ...] = ()
    without: tuple[AnyOf, ...] = ()
    also: tuple[AnyOf, ...] = ()
    dumb: bool = False

    @property
    def leading(self) -> tuple[AnyOf, ...]:
        """Those that the index is asked for."""
        return tuple(group for group in self.terms if not any(term.vague for term in group))

    @property
    def certain(self) -> bool:
        """The index alone says how many there are."""
        return bool(self.terms) and not self.without and self.leading == self.terms


def read(query: Query, space: str) -> Asked:
    """What of a query the index knows, for a list of this space (as index.space_name has it)."""
    found = [(part, any_of(part, space)) for part in query.parts]
    terms = [group for part, group in found if group and not part.without and not by_column(part)]
    without = [group for part, group in found if group and part.without]
    also = [group for part, group in found if group and by_column(part)]
    dumb = any(part.field == WORDS and not group for part, group in found) and not any(group for _, group in found)
    return Asked(once(terms), once(without), once(also), dumb)


def once(groups: list[AnyOf]) -> tuple[AnyOf, ...]:
    return tuple(dict.fromkeys(groups))


def by_column(part: Part) -> bool:
    """Models by their ids: a column says it, and leads along the list."""
    return part.field == "model" and not part.without and all(is_id(value.text) for value in part.values)


def any_of(part: Part, space: str) -> AnyOf:
    """() where the index has no say."""
    if part.field == "is" and not all(value.text in STATES for value in part.values):
        return ()
    return tuple(term for value in part.values for term in terms_of(part, value, space))


def terms_of(part: Part, value: Value, space: str) -> Iterable[Term]:
    if part.field == WORDS:
        return words_term(value, space, goes_on=not part.without)
    if part.field == "tag":
        return tag_term(value, space)
    if part.field in ("model", "vendor"):
        return named_term(part.field, value)
    if part.field in FACTS or (part.field == "is" and value.text in STATES):
        return [Term((index.fact_word(part.field, value.text),))]
    return []


def words_term(value: Value, space: str, *, goes_on: bool) -> Iterable[Term]:
    """In the texts, or as a tag of the space. Bare words may go on, phrases and exclusions are whole, ``*`` opens."""
    found = tuple(words_of(value.text))
    if not found:
        return
    goes_on = value.text.endswith("*") or (goes_on and not value.quoted)
    goes_on = goes_on and not is_pictogram(found[-1])
    yield Term(found, goes_on)
    yield Term(tuple(word for part in found for word in index.tag_words(space, part)), goes_on)


def tag_term(value: Value, space: str) -> Iterable[Term]:
    """A tag is meant as a whole; ``low*`` finds "low sun"."""
    if value.text.endswith("*"):
        found = tuple(index.tag_words(space, value.text))
        return [Term(found, True)] if found else []
    return [Term((index.tag_word(space, value.text),))]


def named_term(field: str, value: Value) -> Iterable[Term]:
    """A bare word may go on; in quotes, or as an id with its slash, the name ends there."""
    found = tuple(index.field_words(field, value.text))
    closed = value.quoted or is_id(value.text)
    return [Term((*found, index.END) if closed else found, not closed)] if found else []


def is_id(text: str) -> bool:
    """ "bfl/flux-2-pro": a model as the gateway names it."""
    return "/" in text


def is_pictogram(word: str) -> bool:
    """Such as "u1f98c": it has no longer forms."""
    return bool(re.fullmatch(r"u[0-9a-f]{4,5}", word))
