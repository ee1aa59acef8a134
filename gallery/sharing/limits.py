"""How often one address, or one link, may ask: an own limit, apart from that of signing in."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest

WINDOW = 60  # seconds
PAGES = 240  # of one address on all links
PASSWORDS = 10  # tries of one address on one link: one guest locks nobody else out
GUESSES = 200  # tries of everybody on one link
WORDS = 40  # notes and answers of one address
COPIES = 12  # uploads of one address that are drawn anew for each download
REPORTS = 6  # of one person or address
OWN = LocMemCache("share-limits", {})
EVERY = {
    "reports": REPORTS,
    "pages": PAGES,
    "passwords": PASSWORDS,
    "guesses": GUESSES,
    "words": WORDS,
    "copies": COPIES,
}


def caller(request: HttpRequest) -> str:
    """Whom the limit counts: an address, or the 64 bits that every address of one IPv6 line has in common."""
    address = request.META.get("REMOTE_ADDR", "")
    try:
        found = ip_address(address)
    except ValueError:
        return str(address)
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))


def within(what: str, who: str) -> bool:
    """Counts one more; False once there were too many in this minute. While the cache is away each process counts for
    itself.
    """
    key, most = f"share-{what}:{who}", EVERY[what]
    try:
        return counted(cache, key) <= most
    except ValueError:  # it ran out in between, or the cache is away
        return counted(OWN, key) <= most


def counted(where: BaseCache, key: str) -> int:
    """ValueError where it does not keep the count."""
    where.add(key, 0, WINDOW)
    return int(where.incr(key))
