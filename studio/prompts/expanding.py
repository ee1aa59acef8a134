r"""Alternatives: one text that stands for many prompts. Pure, and never larger than what is asked for.

    a {red|blue} vase            two prompts; an alternative may be empty
    a {red|{light|dark} blue} vase   three: alternatives nest
    a vase in {@studio colours}  one for each line of the saved list "studio colours"
    a \{red|blue\} vase          as it stands: a backslash before { } | or \ takes its meaning

Braces without a bar between them, such as {this}, stand for themselves. The number of prompts is found by
multiplying, never by writing them out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from studio.catalogue.wording import phrase

MOST_PROMPTS = 1000  # prompts of one batch
COUNTED_TO = 1_000_000_000  # beyond this "over a billion" says enough
DEEPEST = 20  # levels of nesting
LONGEST = 32_000  # characters of a text with alternatives
SPECIAL = "{}|\\"


class Unclear(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """The text cannot be read as alternatives; the sentence says where."""


class TooMany(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """More prompts than may be made at once. ``count`` is capped at COUNTED_TO."""

    def __init__(self, count: int):
        super().__init__(phrase("{count} prompts", count=count))
        self.count = count


@dataclass(frozen=True, slots=True)
class Choice:
    """One of these stands here; each is a line of words and further choices. ``counts``: prompts of each option."""

    options: "tuple[Line, ...]"
    counts: tuple[int, ...]

    @property
    def count(self) -> int:
        return min(sum(self.counts), COUNTED_TO)

    def nth(self, index: int) -> str:
        for option, count in zip(self.options, self.counts, strict=True):
            if index < count:
                return nth(option, index)
            index -= count
        raise IndexError(index)


Line = tuple["str | Choice", ...]
Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Expansion:
    """A text that was read. ``count`` prompts, COUNTED_TO where there are more."""

    line: Line
    count: int

    @property
    def several(self) -> bool:
        return any(isinstance(part, Choice) for part in self.line)

    def first(self, most: int) -> list[str]:
        """The first prompts, the last choice changing fastest; costs no more than those."""
        return [nth(self.line, index) for index in range(min(most, self.count))]

    def all(self, most: int = MOST_PROMPTS) -> list[str]:
        """Every prompt.

        Raises:
            TooMany: before anything is written out.
        """
        if self.count > most:
            raise TooMany(self.count)
        return self.first(most)


def read(text: str, lists: Lists | None = None) -> Expansion:
    """Reads a text. Names of lists are looked up as in ``list_name``; their lines are taken as they stand.

    Raises:
        Unclear: a brace that holds a bar is not closed, a list is not known or empty, or it nests too deep.
    """
    if not any(mark in text for mark in "{}"):
        return Expansion((text,), 1)
    if len(text) > LONGEST:
        raise Unclear(
            phrase(
                "A text with alternatives may have {longest} characters. Yours has {count}.",
                longest=LONGEST,
                count=len(text),
            )
        )
    line = Reader(text, lists or {}).whole()
    return Expansion(line, count_of(line))


def too_many(count: int) -> str:
    """The sentence for more prompts than one press may make."""
    found = phrase("over a billion") if count >= COUNTED_TO else f"{count:,}".replace(",", "\u202f")
    most = f"{MOST_PROMPTS:,}".replace(",", "\u202f")
    return phrase(
        "These alternatives make {found} prompts; a press makes up to {most}. Take some out.", found=found, most=most
    )


def names_in(text: str) -> set[str]:
    """The lists that a text names, known or not, so that only these are fetched."""
    found: set[str] = set()
    for piece in text.split("{@")[1:]:
        name, closed, _ = piece.partition("}")
        if closed and len(name) <= 80:
            found.add(list_name(name))
    return found


def list_name(name: str) -> str:
    """Case and spaces at the ends do not tell two lists apart."""
    return " ".join(name.split()).casefold()


def escaped(text: str) -> str:
    """The text so that ``read`` takes it as it stands."""
    if not any(mark in text for mark in "{}"):
        return text
    return "".join(f"\\{letter}" if letter in SPECIAL else letter for letter in text)


def count_of(line: Line) -> int:
    """Multiplied along the line, and never beyond COUNTED_TO."""
    counts = (part.count for part in line if isinstance(part, Choice))
    return reduce(lambda product, count: min(product * count, COUNTED_TO), counts, 1)


def nth(line: Line, index: int) -> str:
    """One prompt, its choices read off the index like digits of a number."""
    pieces: list[str] = []
    for part in reversed(line):
        if isinstance(part, str):
            pieces.append(part)
        else:
            index, within = divmod(index, part.count)
            pieces.append(part.nth(within))
    return "".join(reversed(pieces))


def choice_of(options: Iterable[Line]) -> Choice:
    lines = tuple(options)
    return Choice(lines, tuple(count_of(line) for line in lines))


class Reader:
    """A descent through the text with one place in it."""

    def __init__(self, text: str, lists: Lists):
        self.text = text
        self.lists = lists
        self.at = 0

    def whole(self) -> Line:
        parts: list[str | Choice] = []
        while self.at < len(self.text):
            parts += self.part(0)
        return joined(parts)

    def part(self, depth: int) -> list[str | Choice]:
        letter = self.text[self.at]
        if letter == "\\" and self.text[self.at + 1 : self.at + 2] in set(SPECIAL):
            self.at += 2
            return [self.text[self.at - 1]]
        if letter == "{":
            return self.brace(depth + 1)
        self.at += 1
        return [letter]

    def brace(self, depth: int) -> list[str | Choice]:
        if depth > DEEPEST:
            raise Unclear(phrase("Alternatives nest at most {deepest} deep.", deepest=DEEPEST))
        opened = self.at
        if self.text.startswith("{@", opened) and (end := self.text.find("}", opened)) > 0:
            self.at = end + 1
            return [self.listed(self.text[opened + 2 : end])]
        self.at += 1
        options: list[list[str | Choice]] = [[]]
        while self.at < len(self.text):
            letter = self.text[self.at]
            if letter in "|}":
                self.at += 1
                if letter == "}":
                    return closed(options)
                options.append([])
            else:
                options[-1] += self.part(depth)
        if len(options) > 1:
            raise Unclear(
                phrase(
                    "The brace at character {opened} is not closed. Write {brace} for a brace that stays.",
                    opened=opened + 1,
                    brace=r"\{",
                )
            )
        return ["{", *options[0]]

    def listed(self, name: str) -> Choice:
        lines = self.lists.get(list_name(name))
        if lines is None:
            raise Unclear(phrase("There is no saved list named “{name}”.", name=name.strip()))
        if not lines:
            raise Unclear(phrase("The list “{name}” is empty.", name=name.strip()))
        return choice_of((line,) for line in lines)


def closed(options: list[list["str | Choice"]]) -> list["str | Choice"]:
    """Braces without a bar stand for themselves, whatever is inside."""
    if len(options) == 1:
        return ["{", *options[0], "}"]
    return [choice_of(joined(option) for option in options)]


def joined(parts: list["str | Choice"]) -> Line:
    """Letters side by side become one piece."""
    line: list[str | Choice] = []
    letters: list[str] = []
    for part in (*parts, None):
        if isinstance(part, str):
            letters.append(part)
            continue
        if letters:
            line.append("".join(letters))
            letters = []
        if part is not None:
            line.append(part)
    return tuple(line)
