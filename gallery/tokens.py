"""Text cut into words, once and here, so that no database has an opinion of its own about what a word is."""

import unicodedata

LONGEST_WORD = 64  # characters; the rest of a longer one is not looked at
MOST_WORDS = 4000
# Scripts without spaces between words: each sign is a word of its own, and a run of them is searched as a phrase.
RUNNING = (
    *((0x3040, 0x30FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF)),
    *((0x0E00, 0x0E7F), (0xFF66, 0xFF9D)),
)


def words_of(text: str) -> list[str]:
    """Lower case, without accents: "Café-Bar, 100 %" is cafe, bar, 100. A pictogram is a word: "u1f98c"."""
    found: list[str] = []
    word = ""
    for sign in unicodedata.normalize("NFKD", text.casefold()):
        kind = unicodedata.category(sign)
        if kind == "Mn":
            continue
        if kind[0] in "LN" and not is_running(sign):
            word += sign
            continue
        if word:
            found.append(word[:LONGEST_WORD])
            word = ""
        if kind[0] in "LN":
            found.append(sign)
        elif kind == "So":
            found.append(f"u{ord(sign):x}")
        if len(found) >= MOST_WORDS:
            break
    return [*found, word[:LONGEST_WORD]][:MOST_WORDS] if word else found[:MOST_WORDS]


def is_running(sign: str) -> bool:
    return any(first <= ord(sign) <= last for first, last in RUNNING)


def line_of(words: list[str]) -> str:
    """As it is kept: a space before and after each word, so that " du" finds its beginning and " dune " all of it."""
    return f" {' '.join(words)} " if words else " "
