"""The table: what was measured, beside its floor of the same run and beside what it must and should be."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """``value`` and ``floor`` as they are printed; ``short`` is True where the value misses its "must"."""

    figure: str
    value: str
    floor: str = "–"
    must: str = "–"
    aim: str = "–"
    short: bool = False


def told(figure: str, value: float, unit: str, *, floor: str = "–", most: float, aim: float | None = None) -> Row:
    """A figure that must be at most ``most``."""
    return Row(figure, f"{value:,.3g} {unit}".strip(), floor, f"≤ {most:g}", f"≤ {aim:g}" if aim else "–", value > most)


def printed(rows: Sequence[Row]) -> str:
    cells = [("figure", "here", "floor, same run", "must", "aim", "")]
    cells += [(row.figure, row.value, row.floor, row.must, row.aim, "short" if row.short else "") for row in rows]
    widths = [max(len(line[column]) for line in cells) for column in range(6)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in cells
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def machine() -> str:
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} cores, {system}, load average {load}"
