"""CBOR read to a limit: what Content Credentials are made of. Tags are passed over, their contents kept."""

import struct
from typing import Any

DEEPEST = 24
MOST_ITEMS = 20_000
SIMPLE = {20: False, 21: True, 22: None, 23: None}
FLOATS = {25: ">e", 26: ">f", 27: ">d"}
END = object()


class Unreadable(ValueError):  # noqa: N818 (never leaves this package)
    """No CBOR, or more of it than anybody needs."""


def loads(data: bytes) -> Any:
    """The first value of ``data``. Raises Unreadable."""
    return Reader(data).value(0)


class Reader:
    def __init__(self, data: bytes):
        self.data, self.place, self.items = data, 0, 0

    def take(self, size: int) -> bytes:
        part = self.data[self.place : self.place + size]
        if len(part) < size:
            raise Unreadable("cut short")
        self.place += size
        return part

    def value(self, depth: int) -> Any:
        self.items += 1
        if depth > DEEPEST or self.items > MOST_ITEMS:
            raise Unreadable("too much")
        first = self.take(1)[0]
        kind, info = first >> 5, first & 31
        if kind == 7:
            return self.simple(info)
        if info == 31:
            return self.endless(kind, depth)
        number = self.number(info)
        return self.counted(kind, number, depth)

    def number(self, info: int) -> int:
        if info < 24:
            return info
        if info > 27:
            raise Unreadable("reserved length")
        return int.from_bytes(self.take(1 << (info - 24)))

    def simple(self, info: int) -> Any:
        if info == 31:
            return END
        if info in FLOATS:
            return struct.unpack(FLOATS[info], self.take(1 << (info - 24)))[0]
        if info in SIMPLE:
            return SIMPLE[info]
        return self.number(info)

    def counted(self, kind: int, number: int, depth: int) -> Any:
        if kind in (0, 1):
            return number if kind == 0 else -1 - number
        if kind in (2, 3):
            data = self.take(number)
            return data if kind == 2 else data.decode("utf-8", "replace")
        if kind == 6:
            return self.value(depth + 1)
        if number > MOST_ITEMS:
            raise Unreadable("too many")
        if kind == 4:
            return [self.value(depth + 1) for _ in range(number)]
        return dict(self.pair(depth) for _ in range(number))

    def pair(self, depth: int) -> tuple[Any, Any]:
        key = self.value(depth + 1)
        if not isinstance(key, (str, int, bytes)):
            raise Unreadable("a key that is none")
        return key, self.value(depth + 1)

    def endless(self, kind: int, depth: int) -> Any:
        """Of a length that only its end tells."""
        found = []
        while (item := self.value(depth + 1)) is not END:
            found.append(item)
        if kind == 4:
            return found
        if kind == 5 and len(found) % 2 == 0 and all(isinstance(key, (str, int, bytes)) for key in found[::2]):
            return dict(zip(found[::2], found[1::2], strict=True))
        if kind == 2 and all(isinstance(part, bytes) for part in found):
            return b"".join(found)
        if kind == 3 and all(isinstance(part, str) for part in found):
            return "".join(found)
        raise Unreadable("a mixture")


def head(kind: int, number: int) -> bytes:
    """The first bytes of a value, as a signature is made over them."""
    if number < 24:
        return bytes([kind << 5 | number])
    size = next(size for size in (1, 2, 4, 8) if number < 1 << (8 * size))
    return bytes([kind << 5 | {1: 24, 2: 25, 4: 26, 8: 27}[size]]) + number.to_bytes(size)
