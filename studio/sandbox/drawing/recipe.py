"""What a drawing is made from. Equal recipes give equal bytes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """Sizes in pixels. ``reference`` and ``mask`` are encoded files; ``mask_paint`` names the pixels to repaint:

    ``clear`` (transparent ones), ``black`` or ``white``. ``keep`` from 0 to 1 says how much of the reference stays.
    """

    prompt: str
    seed: int
    width: int
    height: int
    format: str = "png"
    transparent: bool = False
    reference: bytes = b""
    mask: bytes = b""
    mask_paint: str = ""
    feature: str = ""
