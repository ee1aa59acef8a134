"""Identifiers: random enough not to be guessed, ordered by time so that an index grows at its end."""

import hashlib
import os
import time
import uuid


def uuid7() -> uuid.UUID:
    """A version 7 UUID (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds << 80) | int.from_bytes(os.urandom(10), "big")
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)


def derived(base: uuid.UUID, position: int) -> uuid.UUID:
    """The id of the n-th thing that belongs to ``base``: always the same, in base's place of the time order."""
    digest = int.from_bytes(hashlib.sha256(base.bytes + position.to_bytes(4, "big")).digest()[:10], "big")
    value = (base.int >> 80 << 80) | digest
    value = (value & ~(0xF << 76)) | (0x7 << 76)
    value = (value & ~(0x3 << 62)) | (0x2 << 62)
    return uuid.UUID(int=value)
