"""Which of a million hashes differ from one in few bits. No ORM.

Of 64 bits in four columns of 16, two hashes that differ in at most 11 bits share one column up to two bits. So each
column has the hashes in order of it, as plain arrays: 32 bytes a hash, 548 short stretches to look at.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from gallery.files.looks import BAND, BITS, bands, close_bands

FARTHEST = 11
ALL = (1 << BITS) - 1
WITHIN = BITS - BAND  # bits below the column in front


def turned(value: int, column: int) -> int:
    """With this column in front."""
    shift = BAND * column
    return (value << shift | value >> (BITS - shift)) & ALL


class Near:
    """Hashes, unsigned. ``add`` keeps what came since in a short list that is looked at one by one."""

    def __init__(self, hashes: Iterable[int]) -> None:
        known = array("Q", hashes)
        self.columns = [array("Q", sorted(turned(value, column) for value in known)) for column in range(4)]
        self.fresh: list[int] = []

    def __len__(self) -> int:
        return len(self.columns[0]) + len(self.fresh)

    def add(self, hashes: Iterable[int]) -> None:
        self.fresh += hashes

    def found(self, wanted: int, within: int) -> list[int]:
        """All up to ``within`` bits (0 to FARTHEST) away, the nearest first."""
        near = {value for value in self.fresh if (value ^ wanted).bit_count() <= within}
        flips = within // 4
        for column, band in enumerate(bands(wanted)):
            near.update(self.in_column(column, turned(wanted, column), close_bands(band, flips), within))
        return sorted(near, key=lambda value: ((value ^ wanted).bit_count(), value))

    def in_column(self, column: int, wanted: int, starts: Iterable[int], within: int) -> Iterator[int]:
        ordered = self.columns[column]
        for band in starts:
            first = bisect_left(ordered, band << WITHIN)
            last = bisect_left(ordered, band + 1 << WITHIN, first, min(first + 4096, len(ordered)))
            if last == first + 4096:
                last = bisect_left(ordered, band + 1 << WITHIN, last)
            for value in ordered[first:last]:
                if (value ^ wanted).bit_count() <= within:
                    yield turned(value, (4 - column) % 4)
