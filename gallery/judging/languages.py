"""Which languages a prompt may be in, by its script and its small words; nothing where nobody can tell. No ORM."""

import re

SCRIPTS = {
    "ja": "\u3040-\u30ff",
    "zh": "\u4e00-\u9fff\u3400-\u4dbf",
    "ko": "\uac00-\ud7af",
    "ru": "\u0400-\u04ff",
    "ar": "\u0600-\u06ff",
    "he": "\u0590-\u05ff",
    "el": "\u0370-\u03ff",
    "hi": "\u0900-\u097f",
    "th": "\u0e00-\u0e7f",
}
SMALL_WORDS = {
    "en": "the of and with in on at an is are by from for to its this that over under",
    "de": "der die das und mit im ein eine einem einer auf bei von zum aus vor unter ist nicht ohne den dem des",
    "fr": "le la les et avec dans un une des du sur au aux par pour sous est sans en de",
    "es": "el la los las y con en un una unos sobre por para del al bajo es sin de",
    "pt": "o os as e com em um uma no na nos nas sobre por para do da dos das ao sob sem de",
    "it": "il lo gli e con nel nella un una su sul sulla per del della dei al sotto senza di",
    "nl": "de het een en met op in van aan bij uit onder zonder voor is niet",
}
NAMES = (*SMALL_WORDS, *SCRIPTS)
CERTAIN = 2  # small words; one alone may be a name
SCRIPT = {name: re.compile(f"[{signs}]") for name, signs in SCRIPTS.items()}
WORDS = {name: frozenset(words.split()) for name, words in SMALL_WORDS.items()}


def spoken(folded: str) -> frozenset[str]:
    """Codes of ``NAMES``; empty where it is too short to tell."""
    found = {name for name, pattern in SCRIPT.items() if pattern.search(folded)}
    words = re.findall(r"[^\W\d_]+", folded)
    counts = {name: sum(word in known for word in words) for name, known in WORDS.items()}
    most = max(counts.values())
    if most >= CERTAIN:
        found |= {name for name, count in counts.items() if count * 2 >= most}
    elif words and (most or not found):
        return frozenset()
    return frozenset(found)


def may_be(language: str, likely: frozenset[str]) -> bool:
    """Whether a rule for this language concerns such a text: also where nobody can tell what it is in."""
    return not language or not likely or language in likely
