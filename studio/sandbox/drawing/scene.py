"""What a family is given to draw."""

from dataclasses import dataclass

from studio.sandbox.drawing.brush import Chance, Colour


@dataclass(frozen=True, slots=True)
class Scene:
    """Sizes in pixels. ``borrowed`` are five colours of a reference from dark to light, or nothing."""

    prompt: str
    width: int
    height: int
    chance: Chance
    borrowed: tuple[Colour, ...] = ()
