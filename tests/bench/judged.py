"""Words by 500 rules and a likeness by a list of a million: in this process, without rows."""

import random
import time
from collections.abc import Callable
from statistics import median
from string import ascii_lowercase
from typing import Any

from gallery.judging.matching import Rule, RuleSet
from gallery.judging.nearness import Near
from tests.bench.table import Row, told

RULES, CHARACTERS, MOST_RULES = 500, 4000, 5  # milliseconds
HASHES, WITHIN, MOST_HASHES = 1_000_000, 8, 10
TURNS = 30
KINDS = ("word", "word", "word", "word", "word", "word", "phrase", "phrase", "stem", "regex")


def rows() -> list[Row]:
    noise = random.Random(7)
    return [*words(noise), likeness(noise)]


def words(noise: random.Random) -> list[Row]:
    known = RuleSet(rule(number, noise) for number in range(RULES))
    plain = " ".join(word(noise) for _ in range(CHARACTERS // 5))[:CHARACTERS]
    accented = f"{plain[:-1]}é"
    texts = {"plain letters": plain, "an accent": accented, "Chinese": "一张城市夜景的照片" * (CHARACTERS // 9)}
    return [
        told(f"{RULES} rules on {CHARACTERS:,} characters, {name}", milliseconds(lambda text=text: known.find(text)),
             "ms", most=MOST_RULES)
        for name, text in texts.items()
    ]  # fmt: skip


def rule(number: int, noise: random.Random) -> Rule:
    kind = KINDS[number % len(KINDS)]
    term = {"phrase": f"{word(noise)} {word(noise)}", "regex": rf"\b{word(noise)}(?:ing|ed)?\b"}.get(kind, word(noise))
    allow = () if kind == "regex" else (f"{term} orange",)
    return Rule(number, number, 1, "Bench", kind, (term,), "hold", allow)


def word(noise: random.Random) -> str:
    return "".join(noise.choices(ascii_lowercase, k=noise.randint(4, 9)))


def likeness(noise: random.Random) -> Row:
    hashes = [noise.getrandbits(64) for _ in range(HASHES)]
    near = Near(hashes)
    wanted = [value ^ sum(1 << bit for bit in noise.sample(range(64), WITHIN)) for value in hashes[:TURNS]]
    assert all(value in near.found(asked, WITHIN) for value, asked in zip(hashes, wanted, strict=False))
    asked = iter(wanted * 2)
    name = f"block list of {HASHES:,}, distance up to {WITHIN}"
    return told(name, milliseconds(lambda: near.found(next(asked), WITHIN)), "ms", most=MOST_HASHES)


def milliseconds(act: Callable[[], Any]) -> float:
    act()
    taken = []
    for _ in range(TURNS):
        start = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - start))
    return median(taken)
