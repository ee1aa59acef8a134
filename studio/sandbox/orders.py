"""What a request comes to once it is understood: the plain values that the rest of the sandbox works with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from studio.sandbox.pictures import Fetch, Reference
from studio.sandbox.problems import RequestError

REFUSE_PROMPT = "refuse-prompt"
REFUSE_PICTURE = "refuse-picture"
REFUSE_SOME = "refuse-some"


@dataclass(frozen=True, slots=True)
class Order:
    """One accepted request. Sizes in pixels. ``delivery`` is b64 or url. ``mask_paint`` names the repainted pixels:

    ``clear`` (transparent ones), ``black`` or ``white``. ``details`` holds what only the family's answer needs.
    """

    model: str
    prompt: str
    width: int
    height: int
    images: int = 1
    format: str = "png"
    delivery: str = "b64"
    seed: int | None = None
    references: tuple[Reference, ...] = ()
    mask: Reference | None = None
    mask_paint: str = ""
    transparent: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Delivered:
    """One picture of an answer: ``slot`` stands where the base64 text goes, or ``url``; ``refused`` has neither."""

    slot: str = ""
    url: str = ""
    seed: int = 0
    format: str = "png"
    refused: bool = False
    broken: bool = False

    @property
    def usable(self) -> bool:
        return not self.refused and not self.broken


@dataclass(frozen=True, slots=True)
class Ask:
    """A request before it is understood. ``values`` are the parameters, ``files`` the uploaded files by name."""

    model: str
    values: Mapping[str, Any]
    fetch: Fetch
    key: str = ""
    lane: str = "A"
    files: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)


class Family(Protocol):
    """One vendor's rules and wire shape."""

    voice: str

    def order(self, ask: Ask) -> Order:
        """The request understood. Raises RequestError as strictly as the vendor."""
        ...

    def answer(self, order: Order, pictures: list[Delivered]) -> Any:
        """The body of a success."""
        ...

    def refusal(self, order: Order, word: str) -> RequestError | dict[str, Any] | None:
        """The body or error of a moderation refusal; None where the pictures of ``answer`` tell it."""
        ...


def seeds_of(order: Order, first: int) -> list[int]:
    """One seed per picture, the first as given or drawn by lot."""
    start = first if order.seed is None or order.seed < 0 else order.seed
    return [(start + step) % 2_147_483_648 for step in range(order.images)]
