"""What the prompt asks to see: which family, which subject in it, and the words to set in type."""

import re
import zlib

FAMILIES = ("packshot", "landscape", "poster", "botanical", "colourfield", "flow")
WORDS = {
    "poster": "poster plakat flyer cover typography typographic lettering bauhaus logo title swiss geometric "
    "geometrisch gig concert festival jazz vinyl album banner pattern tiles memphis cutout matisse 海报",
    "botanical": "botanical botany plant leaf leaves flower flowers floral fern herbarium eucalyptus poppy branch twig "
    "palm monstera bouquet rose tulip garden pflanze blume tree blossom sakura 植物 标本 花 叶",
    "flow": "flow flowing lines strings currents hair silk ribbon waves wavy contour contours topographic swirl "
    "swirling vortex generative fibre fiber magnetic marble wind cosmic galaxy nebula black-hole interstellar",
    "colourfield": "gradient colour color field rothko abstract blur blurred bokeh haze aura glow minimal wallpaper "
    "background texture pastel calm 渐变 抽象",
    "landscape": "landscape mountain mountains ridge ridges fjord fog mist misty dune dunes desert sand sahara sea "
    "ocean sunrise lake beach horizon valley hills hill forest pines sky island coast coastline temple deer wave "
    "tide sunset scenery landschaft 山 海 湖 风景 沙漠 日落",
    "packshot": "packshot product bottle perfume vase vases ceramic ceramics speaker speakers headphones mug mugs cup "
    "cups cosmetics cream jar watch camera still-life studio stone stones pebbles zen orange oranges fruit lemon "
    "arch arches stairs architecture shoe sneaker lamp chair furniture candle glass plinth podium bag 产品 瓶 香水",
}
# An earlier family wins when the words of two are equally many.
ORDER = ("poster", "botanical", "packshot", "landscape", "flow", "colourfield")
QUOTES = re.compile(r"[\"“„«]([^\"”“»]{1,60})[\"”“»]|(?<!\w)['‘]([^'’]{2,60})['’](?!\w)|[「『]([^」』]{1,60})[」』]")
NAMED = re.compile(
    r"(?:the words?|titled|called|saying|that says|reads|reading)\s+:?\s*([A-ZÄÖÜ][\w&!'-]*(?:\s+[A-ZÄÖÜ][\w&!'-]*)*)"
)
CAPITALS = re.compile(r"\b[A-ZÄÖÜ]{4,}\b")


def tokens(prompt: str) -> list[str]:
    """The words in lower case."""
    return re.findall(r"[a-zäöüß]+(?:-[a-z]+)*", prompt.lower())


def hash_of(text: str) -> int:
    """The same number on every machine."""
    return zlib.crc32(text.encode())


def family_of(prompt: str) -> tuple[str, bool]:
    """The family, and whether words in the prompt chose it."""
    said = set(tokens(prompt))
    scores = {family: _score(prompt, said, WORDS[family]) for family in ORDER}
    best = max(ORDER, key=lambda family: scores[family])
    if scores[best]:
        return best, True
    return FAMILIES[hash_of(prompt) % len(FAMILIES)], False


def _score(prompt: str, said: set[str], words: str) -> int:
    return sum(word in said if word.isascii() else word in prompt for word in words.split())


def subject_of(prompt: str, subjects: dict[str, str], pick: int) -> str:
    """The subject whose word stands first in the prompt; else one by lot (``pick``)."""
    order = tokens(prompt)
    places = {
        name: min((order.index(word) for word in words.split() if word in order), default=999)
        for name, words in subjects.items()
    }
    first = min(places, key=lambda name: places[name])
    return first if places[first] < 999 else list(subjects)[pick % len(subjects)]


def title_of(prompt: str) -> str:
    """The quoted words, the ones after "the word", or a word in capitals; empty without any."""
    quoted = QUOTES.search(prompt)
    if quoted:
        return next(part for part in quoted.groups() if part).strip()
    named = NAMED.search(prompt)
    if named:
        return named[1].strip()
    capitals = CAPITALS.search(prompt)
    return capitals[0] if capitals else ""
