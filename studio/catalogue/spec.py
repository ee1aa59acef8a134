"""What may be asked of a model: the typed form of one catalogue entry.

Read from the TOML files in ``data/`` by ``loader.py``; checked against a request by ``rules.py``;
priced by ``pricing.py``. Nothing here knows the database, the web or the gateway.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

OPTION_TYPES = ("choice", "integer", "number", "boolean", "string")


class Lane(StrEnum):
    """The wire shape a call takes (provider-api.md section 1.2)."""

    PREDICTIONS = "predictions"  # POST /v1/models/{vendor}/{model}/predictions, answers at once
    TASKS = "tasks"  # the same route, answers with a task id to poll
    IMAGES = "images"  # POST /v1/images/generations
    EDITS = "edits"  # POST /v1/images/edits, multipart
    GEMINI = "gemini"  # POST /gemini/v1beta/models/{m}:generateContent
    IDEOGRAM = "ideogram"  # POST /ideogram/v1/ideogram-v3/{generate,remix,edit,…}, multipart


@dataclass(frozen=True, slots=True)
class Condition:
    """One "only with…" rule of an option or of one of its values.

    ``value`` None means the whole option whenever it is changed from its default; otherwise only that value.
    ``option`` names another option whose value must be one of ``is_in``; the pseudo-options ``references``,
    ``content`` (references without a role), each role and ``mask`` compare with "some" and "none". With ``max`` the
    rule is another one: while the named option is one of ``is_in``, the number may not pass ``max``.
    ``message`` is the sentence shown at the field.
    """

    option: str
    is_in: tuple[Any, ...]
    value: Any = None
    max: float | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One parameter that a model takes, named as on the wire.

    ``send``: "changed" leaves the key out of the request unless its value differs from the default;
    "always" sends it every time; "never" keeps it here (Seedream's resolution, which picks a size).
    None as a value means "not set" and is never sent. ``choices`` bind a "choice" and are suggestions
    for a "string". ``noun`` is its name within a sentence ("safety"). ``wire`` gives the wire value
    where it is not the value itself, keyed by the value in lower case ("true"). ``lane`` names the lane on
    which alone the option is proved, when that is not the model's own: asking for it moves the call to that
    lane. ``omit`` lists values never sent (such as "auto"). ``path`` is the place in the request when it is
    nested ("a.b"), otherwise the name.
    """

    name: str
    label: str
    type: str
    default: Any = None
    choices: tuple[Any, ...] = ()
    choice_labels: Mapping[str, str] = field(default_factory=dict)
    min: float | None = None
    max: float | None = None
    step: float | None = None
    max_length: int | None = None
    required: bool = False
    help: str = ""
    advanced: bool = False
    send: str = "changed"
    omit: tuple[Any, ...] = ()
    path: str = ""
    noun: str = ""
    wire: Mapping[str, Any] = field(default_factory=dict)
    lane: Lane | None = None
    conditions: tuple[Condition, ...] = ()

    @property
    def word(self) -> str:
        return self.noun or self.label[:1].lower() + self.label[1:]


@dataclass(frozen=True, slots=True)
class Aspect:
    """One shape that a model delivers, or "auto"; ``size`` is in pixels (width, height) where known.

    ``sends`` are the wire values that ask for it, such as {"size": "1536x1024"} or {"aspect_ratio": "3x2"};
    keys are wire paths. ``size_at`` and ``sends_at`` hold the same for the values of the model's resolution
    option that are not its default, such as {"4K": {"size": "4992x3328"}}.
    """

    ratio: str  # "3:2", as shown
    sends: Mapping[str, Any]
    size: tuple[int, int] | None = None
    size_at: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sends_at: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FreeSize:
    """The limits of a size given in figures instead of a shape. Sides in pixels.

    ``keys``: one option that holds "WxH", or two that hold width and height.
    """

    keys: tuple[str, ...]
    min_side: int | None = None
    max_side: int | None = None
    min_pixels: int | None = None
    max_pixels: int | None = None
    max_ratio: float | None = None  # long side over short
    multiple_of: int = 1


@dataclass(frozen=True, slots=True)
class BatchRule:
    """A model that gives several pictures a call only when an option asks for it.

    ``option`` holds how many pictures one call may give; it counts while every option in ``when`` has one of
    the listed values. ``max`` a call. The wire carries the number of the call in that option's place.
    """

    option: str
    max: int
    when: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    explicit: bool = True  # only when the option is changed from its default; otherwise ``when`` alone decides


@dataclass(frozen=True, slots=True)
class RoleRule:
    """References that a model takes apart from the others: for their style, for a character."""

    key: str
    max: int


@dataclass(frozen=True, slots=True)
class ReferenceRule:
    """Which pictures a model takes as references. ``max`` and ``min`` count those without a role of ``roles``.

    ``keys``: one wire key per picture, or a single key that takes a string or an array. ``form``: how the
    bytes travel: "data_uri", "multipart" or "inline" (Gemini's base64 parts). ``lane`` is set where a
    reference moves the call to another lane. Limits: ``max_bytes`` per file, ``max_request_bytes`` in all,
    sides in pixels, ``max_ratio`` long side over short. ``total_with_images`` caps references plus images.
    ``relation`` is what comes of one: an "edit" or a "remix".
    """

    keys: tuple[str, ...] = ()
    max: int = 0
    min: int = 0
    form: str = "data_uri"
    lane: Lane | None = None
    formats: tuple[str, ...] = ("png", "jpeg", "webp")
    max_bytes: int | None = None
    max_request_bytes: int | None = None
    min_side: int | None = None
    max_side: int | None = None
    max_ratio: float | None = None
    total_with_images: int | None = None
    roles: Mapping[str, RoleRule] = field(default_factory=dict)
    relation: str = "edit"

    @property
    def most(self) -> int:
        """All that can go along, in every role."""
        return self.max + sum(role.max for role in self.roles.values())


@dataclass(frozen=True, slots=True)
class MaskRule:
    """``convention``: "alpha" (transparent is repainted), "white" (255 marks the region), "black"."""

    key: str
    lane: Lane
    convention: str
    max_bytes: int | None = None
    required_for: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # {"feature": ("erase", …)}
    forbidden: tuple[str, ...] = ()  # wire keys left out when a mask travels


@dataclass(frozen=True, slots=True)
class PriceRow:
    """``amount`` US dollars per picture when every option in ``when`` has the given value.

    The pseudo-option ``shape`` is "square" or "wide", ``references`` is "some" or "none", and so is each role; rows
    are tried in order, the first that fits wins. ``unknown``: this row says that the price is not known.
    ``per_megapixel`` is added for each started megapixel after the first.
    """

    amount: Decimal
    when: Mapping[str, Any] = field(default_factory=dict)
    per_megapixel: Decimal = Decimal(0)
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class TokenPrices:
    """US dollars per million tokens: what the vendor truly bills where the answer reports its usage."""

    text_in: Decimal
    image_in: Decimal
    image_out: Decimal


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """An offered model. ``id`` is the gateway's path form, such as "openai/gpt-image-1.5"."""

    id: str
    label: str
    short_label: str
    vendor: str  # the company shown: OpenAI, Google, Alibaba, Baidu, ByteDance, Black Forest Labs, Ideogram
    family: str  # the name of its file in data/
    strength: str  # one line on what it is good at
    lane: Lane
    path: str  # route on the main base address
    wire_model: str  # the model's name in a body that needs one
    options: tuple[Option, ...]
    aspects: tuple[Aspect, ...]
    default_aspect: str
    references: ReferenceRule
    mask: MaskRule | None
    images_per_call: int
    count_keys: tuple[str, ...]  # wire keys that carry the number of images; empty: one call, one image
    prices: tuple[PriceRow, ...]  # empty: the price is unknown
    price_source: str
    prompt_max: int | None  # characters
    prompt_required: bool
    timeout: float  # seconds until an unanswered call is given up, or an asynchronous task is overdue
    usual_seconds: float  # shown beside a waiting tile; an estimate until our own figures replace it
    speed: int  # 1 to 5
    detail: int  # 1 to 5
    link_life: float | None  # seconds a result link lives
    retired_since: str = ""  # ISO date; empty: offered
    forbidden: tuple[str, ...] = ()  # wire keys that must never be sent
    fixed: Mapping[str, Any] = field(default_factory=dict)  # always sent, never offered (stream = false)
    prompt_max_words: int | None = None  # where the vendor counts tokens: a sure sign of too many
    prompt_required_when: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)  # {"feature": ("repaint",)}
    prompt_unused_when: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)  # {"action": ("reframe",)}
    shape_options: tuple[str, ...] = ()  # options that set the shape by themselves, in place of the aspect
    resolution: str = ""  # the option whose values key Aspect.size_at and sends_at
    free_size: FreeSize | None = None
    batch: BatchRule | None = None
    tokens: TokenPrices | None = None
    price_revision: int | None = None  # the administrator's prices that stand in ``prices``; None: as shipped
    order: int = 1000  # place in the picker, lowest first
    barred: str = ""  # why it may not be used here, as a sentence of ``wording.phrase``; empty: it may

    @property
    def retired(self) -> bool:
        return bool(self.retired_since)

    @property
    def retired_on(self) -> date | None:
        return date.fromisoformat(self.retired_since) if self.retired_since else None

    @property
    def offered(self) -> bool:
        return not (self.retired or self.barred)

    def option(self, name: str) -> Option | None:
        return next((option for option in self.options if option.name == name), None)

    def aspect(self, ratio: str) -> Aspect | None:
        return next((aspect for aspect in self.aspects if aspect.ratio == ratio), None)


@dataclass(frozen=True, slots=True)
class ReferenceFacts:
    """What the rules need to know of a picture before it is sent."""

    format: str  # png, jpeg, webp, gif, avif
    width: int
    height: int
    bytes: int
    role: str = ""  # "style" or "character"; a model that knows no roles takes it as any other


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that has passed the rules: what the form, the API and the worker all hold.

    ``options`` are complete (defaults filled in) and typed; ``aspect`` is one of the model's ratios or "auto",
    or, where an option sets the shape by itself, that shape as "w:h". ``calls`` are the numbers of images per
    call, so that sum(calls) == count.
    """

    spec: ModelSpec
    prompt: str
    options: Mapping[str, Any]
    aspect: str
    count: int
    calls: tuple[int, ...]
    lane: Lane
    warnings: tuple[str, ...] = ()  # "No 3:4 here. Delivers 2:3, 1024 × 1536."
    size: tuple[int, int] | None = None  # pixels (width, height) asked for, where known
    roles: tuple[str, ...] = ()  # of the references, those that the model knows


class Invalid(ValueError):  # noqa: N818 (reads as a sentence where it is raised)
    """A request the rules refuse. ``errors``: field or option name → sentences."""

    def __init__(self, errors: Mapping[str, list[str]]):
        super().__init__("; ".join(sentence for sentences in errors.values() for sentence in sentences))
        self.errors = dict(errors)
