"""Why a generation ended without its picture, in the reader's words (design/DESIGN.md section 7)."""

from dataclasses import dataclass

from studio.models import Charged, Generation, State
from studio.templatetags.figures import price


@dataclass(frozen=True, slots=True)
class Reason:
    """``title`` one bold line, ``detail`` one sentence of advice, ``vendor_words`` to be folded; ``icon`` by kind."""

    code: str
    title: str
    detail: str
    icon: str = "triangle-alert"
    vendor_words: str = ""


# code → (title, advice, icon); {vendor} and {model} are filled in.
WORDS: dict[str, tuple[str, str, str]] = {
    "prompt_refused": (
        "Refused by the vendor.",
        "{vendor}’s safety filter stopped this prompt. Rewording it often helps.",
        "ban",
    ),
    "picture_refused": (
        "Made, but withheld.",
        "{vendor}’s filter dropped the picture. The same words may pass another time.",
        "ban",
    ),
    "refused": ("Refused by the vendor.", "{vendor}’s safety filter stopped this. Rewording it often helps.", "ban"),
    "vendor_busy": (
        "Too many requests at the vendor.",
        "{vendor} took no more just now. Try again in a minute.",
        "clock",
    ),
    "not_sent": ("The gateway could not be reached.", "Nothing left this server. Try again in a minute.", "unplug"),
    "vendor_failed": (
        "{vendor} could not make it.",
        "The vendor gave up on this one. Trying again may help.",
        "triangle-alert",
    ),
    "bad_parameter": ("{model} did not take a setting.", "Check the options and try again.", "sliders-horizontal"),
    "key_rejected": (
        "The gateway does not accept this key.",
        "Test the key on the account page, or ask your administrator.",
        "key-round",
    ),
    "no_key": ("There is no gateway key for this.", "Add one on the account page, then try again.", "key-round"),
    "no_credit": (
        "Out of credit at the gateway.",
        "Top up the gateway account that this key belongs to, then try again.",
        "wallet",
    ),
    "not_allowed": (
        "This key may not use {model}.",
        "Ask whoever manages the gateway account, or choose another model.",
        "key-round",
    ),
    "model_gone": ("{model} is not offered any more.", "Choose another model for this prompt.", "archive"),
    "no_answer": (
        "No answer in time.",
        "The vendor may still bill it, so it is not sent again by itself.",
        "clock-alert",
    ),
    "vendor_fault": (
        "{vendor} broke off without an answer.",
        "The vendor may still bill it, so it is not sent again by itself.",
        "clock-alert",
    ),
    "unreadable": (
        "The answer made no sense.",
        "The vendor may still bill it, so it is not sent again by itself.",
        "clock-alert",
    ),
    "worker_died": (
        "The worker stopped while waiting for the answer.",
        "The vendor may still bill it, so it is not sent again by itself.",
        "clock-alert",
    ),
    "link_broken": (
        "The picture could not be fetched.",
        "It was made, but the download broke off each time.",
        "image-off",
    ),
    "link_expired": ("The picture could not be fetched.", "It was made, but its link had expired.", "image-off"),
    "not_a_picture": (
        "What came was no picture.",
        "The file that {vendor} delivered is none that can be kept.",
        "image-off",
    ),
    "too_large": (
        "The picture is too large.",
        "What {vendor} delivered is beyond the size that this server takes.",
        "image-off",
    ),
    "forbidden_address": (
        "The link led to a forbidden place.",
        "The picture’s address is none that this server fetches from.",
        "shield-alert",
    ),
    "reference_gone": ("A reference picture is no longer there.", "Choose it again and run once more.", "image-off"),
    "not_stored": (
        "The picture could not be saved.",
        "The storage did not take it. Ask your administrator to look at it.",
        "hard-drive",
    ),
    "cancelled": ("Cancelled.", "It was taken back before it was sent.", "circle-x"),
}
# What has to be put right first, by code: the button of the tile leads there. Without one, Retry is the button.
FIRST_STEPS = {
    "key_rejected": "key",
    "no_key": "key",
    "not_allowed": "model",
    "model_gone": "model",
    "bad_parameter": "options",
    "reference_gone": "reference",
}
NEVER_AGAIN = frozenset({"model_gone", "reference_gone"})  # the same request can't be made any more
MADE_AND_LOST = frozenset(
    {"link_broken", "link_expired", "not_a_picture", "too_large", "forbidden_address", "not_stored"}
)
UNCLEAR = ("It did not work.", "Try again, and tell your administrator if it stays so.", "triangle-alert")
REASONED = (State.FAILED, State.REFUSED, State.UNKNOWN, State.CANCELLED)


def explain(generation: Generation) -> Reason | None:
    """The reason of an end without a picture; of a queued one that was put back; None for all others."""
    if generation.state not in REASONED and not (generation.state == State.QUEUED and generation.reason_code):
        return None
    return reason(
        generation.reason_code, vendor=generation.vendor, model=generation.model_label, words=generation.reason_detail
    )


def reason(code: str, *, vendor: str, model: str, words: str = "") -> Reason:
    title, advice, icon = WORDS.get(code, UNCLEAR)
    return Reason(
        code=code or "failed",
        title=title.format(vendor=vendor, model=model),
        detail=advice.format(vendor=vendor, model=model),
        icon=icon,
        vendor_words=words,
    )


def billed_by(code: str) -> str:
    """Whether the vendor bills an item that ended so: what was made is billed, though nobody could keep it."""
    return Charged.YES if code in MADE_AND_LOST else Charged.NO


def charge_words(generation: Generation) -> str:
    """ "Not charged", "Charged $0.05" or "May have been charged"; "" while it runs."""
    if not generation.ended:
        return ""
    if generation.charged == Charged.YES and generation.cost is not None:
        return f"Charged {price(generation.cost)}"
    return Charged(generation.charged).label
