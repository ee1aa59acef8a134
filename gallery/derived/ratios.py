"""The shapes that people have names for, and when two of them are the same to the eye."""

import math

SAME_SHAPE = 0.035  # relative difference of proportions: 1408 × 768 passes for 16:9
RATIOS = ("1:1", "5:4", "4:5", "4:3", "3:4", "3:2", "2:3", "16:9", "9:16", "21:9", "9:21", "2:1", "1:2", "7:4", "4:7")


def proportion(text: str) -> float:
    """Width over height of "3:4" or "1024x1536"; 0 where it is neither."""
    width, _, height = text.replace("x", ":").partition(":")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        return 0.0
    return int(width) / int(height) if int(width) and int(height) else 0.0


def alike(one: float, other: float) -> bool:
    return abs(math.log(one / other)) < SAME_SHAPE


def ratio_of(width: int, height: int) -> str:
    """The ratio that people call it by; "" where none is near."""
    nearest = min(RATIOS, key=lambda ratio: abs(math.log(width / height / proportion(ratio))))
    return nearest if alike(width / height, proportion(nearest)) else ""
