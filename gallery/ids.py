"""Identifiers: random enough not to be guessed, ordered by time so that an index grows at its end."""

import hashlib
import secrets
import threading
import time
import uuid

RANDOM_BITS = 74
TAIL_BITS = 62  # of those, behind the variant
STEP_BITS = 40

_lock = threading.Lock()
_last = 0


def uuid7() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, then 74 random bits.

    Greater than every one that this process made before: within one millisecond, or after the clock was set back, it
    counts on from the last one by a random step (section 6.2, method 2).
    """
    global _last  # noqa: PLW0603 (one order per process)
    fresh = (time.time_ns() // 1_000_000 << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)
    with _lock:
        if fresh >> RANDOM_BITS <= _last >> RANDOM_BITS:
            fresh = _last + 1 + secrets.randbits(STEP_BITS)
        _last = fresh
    return version_7(fresh >> RANDOM_BITS, fresh)


def derived(base: uuid.UUID, position: int) -> uuid.UUID:
    """The id of the n-th thing that belongs to ``base``: always the same, in base's place of the time order."""
    digest = hashlib.sha256(base.bytes + position.to_bytes(4, "big")).digest()[:10]
    bits = int.from_bytes(digest, "big")
    return version_7(base.int >> 80, bits >> 64 << TAIL_BITS | bits & (1 << TAIL_BITS) - 1)


def version_7(milliseconds: int, bits: int) -> uuid.UUID:
    """``bits``: its last 74 go around the version and the variant."""
    head, tail = bits >> TAIL_BITS & 0xFFF, bits & (1 << TAIL_BITS) - 1
    return uuid.UUID(int=milliseconds << 80 | 0x7 << 76 | head << 64 | 0x2 << 62 | tail)
