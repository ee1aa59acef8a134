"""Why a generation ended without its picture, in the reader's words (design/DESIGN.md section 7)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from studio.models import Charged, Generation, State
from studio.templatetags.figures import price
from studio.words import worded


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
        gettext_noop("Refused by the vendor."),
        gettext_noop("{vendor}’s safety filter stopped this prompt. Rewording it often helps."),
        "ban",
    ),
    "picture_refused": (
        gettext_noop("Made, but withheld."),
        gettext_noop("{vendor}’s filter dropped the picture. The same words may pass another time."),
        "ban",
    ),
    "refused": (
        gettext_noop("Refused by the vendor."),
        gettext_noop("{vendor}’s safety filter stopped this. Rewording it often helps."),
        "ban",
    ),
    "vendor_busy": (
        gettext_noop("Too many requests at the vendor."),
        gettext_noop("{vendor} took no more just now. Try again in a minute."),
        "clock",
    ),
    "not_sent": (
        gettext_noop("The gateway could not be reached."),
        gettext_noop("Nothing left this server. Try again in a minute."),
        "unplug",
    ),
    "vendor_failed": (
        gettext_noop("{vendor} could not make it."),
        gettext_noop("The vendor gave up on this one. Trying again may help."),
        "triangle-alert",
    ),
    "bad_parameter": (
        gettext_noop("{model} did not take a setting."),
        gettext_noop("Check the options and try again."),
        "sliders-horizontal",
    ),
    "key_rejected": (
        gettext_noop("The gateway does not accept this key."),
        gettext_noop("Test the key on the account page, or ask your administrator."),
        "key-round",
    ),
    "no_key": (
        gettext_noop("There is no gateway key for this."),
        gettext_noop("Add one on the account page, then try again."),
        "key-round",
    ),
    "no_credit": (
        gettext_noop("Out of credit at the gateway."),
        gettext_noop("Top up the gateway account that this key belongs to, then try again."),
        "wallet",
    ),
    "not_allowed": (
        gettext_noop("This key may not use {model}."),
        gettext_noop("Ask whoever manages the gateway account, or choose another model."),
        "key-round",
    ),
    "model_gone": (
        gettext_noop("{model} is not offered any more."),
        gettext_noop("Choose another model for this prompt."),
        "archive",
    ),
    "no_answer": (
        gettext_noop("No answer in time."),
        gettext_noop("The vendor may still bill it, so it is not sent again by itself."),
        "clock-alert",
    ),
    "vendor_fault": (
        gettext_noop("{vendor} broke off without an answer."),
        gettext_noop("The vendor may still bill it, so it is not sent again by itself."),
        "clock-alert",
    ),
    "unreadable": (
        gettext_noop("The answer made no sense."),
        gettext_noop("The vendor may still bill it, so it is not sent again by itself."),
        "clock-alert",
    ),
    "worker_died": (
        gettext_noop("The worker stopped while waiting for the answer."),
        gettext_noop("The vendor may still bill it, so it is not sent again by itself."),
        "clock-alert",
    ),
    "link_broken": (
        gettext_noop("The picture could not be fetched."),
        gettext_noop("It was made, but the download broke off each time."),
        "image-off",
    ),
    "link_expired": (
        gettext_noop("The picture could not be fetched."),
        gettext_noop("It was made, but its link had expired."),
        "image-off",
    ),
    "not_a_picture": (
        gettext_noop("What came was no picture."),
        gettext_noop("The file that {vendor} delivered is none that can be kept."),
        "image-off",
    ),
    "too_large": (
        gettext_noop("The picture is too large."),
        gettext_noop("What {vendor} delivered is beyond the size that this server takes."),
        "image-off",
    ),
    "forbidden_address": (
        gettext_noop("The link led to a forbidden place."),
        gettext_noop("The picture’s address is none that this server fetches from."),
        "shield-alert",
    ),
    "reference_gone": (
        gettext_noop("A reference picture is no longer there."),
        gettext_noop("Choose it again and run once more."),
        "image-off",
    ),
    "not_stored": (
        gettext_noop("The picture could not be saved."),
        gettext_noop("The storage did not take it. Ask your administrator to look at it."),
        "hard-drive",
    ),
    "held_by_rule": (gettext_noop("Waiting for a look."), "", "hand"),
    "rule_undecided": (gettext_noop("Waiting for a look."), "", "hand"),
    "held_by_check": (gettext_noop("Waiting for a look."), "", "hand"),
    "checking": (gettext_noop("Being checked."), "", "shield"),
    "refused_by_moderator": (gettext_noop("Refused by a moderator."), "", "ban"),
    "refusal_reversed": (gettext_noop("Let through after all."), "", "check"),
    "over_budget": (gettext_noop("The budget does not reach any more."), "", "wallet"),
    "owner_left": (
        gettext_noop("Not sent."),
        gettext_noop("Its owner may make nothing: the account was suspended or closed, or became a guest’s."),
        "circle-x",
    ),
    "cancelled": (gettext_noop("Cancelled."), gettext_noop("It was taken back before it was sent."), "circle-x"),
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
OURS = frozenset(
    {
        "held_by_rule",
        "rule_undecided",
        "held_by_check",
        "checking",
        "refused_by_moderator",
        "refusal_reversed",
        "over_budget",
    }
)
NEVER_AGAIN = frozenset({"model_gone", "reference_gone"})  # the same request can't be made any more
MADE_AND_LOST = frozenset(
    {"link_broken", "link_expired", "not_a_picture", "too_large", "forbidden_address", "not_stored"}
)
UNCLEAR = (
    gettext_noop("It did not work."),
    gettext_noop("Try again, and tell your administrator if it stays so."),
    "triangle-alert",
)
REASONED = (State.HELD, State.FAILED, State.REFUSED, State.UNKNOWN, State.CANCELLED)


def explain(generation: Generation) -> Reason | None:
    """The reason of an end without a picture; of a held one; of a queued one that was put back; None for all others."""
    if generation.state not in REASONED and not (generation.state == State.QUEUED and generation.reason_code):
        return None
    if generation.reason_code in OURS:
        return own_reason(generation.reason_code, generation.reason_detail)
    return reason(
        generation.reason_code, vendor=generation.vendor, model=generation.model_label, words=generation.reason_detail
    )


def own_reason(code: str, words: str) -> Reason:
    """Nobody's words but ours, or a moderator's."""
    title, _advice, icon = WORDS[code]
    return Reason(code, _(title), worded(words), icon)


def reason(code: str, *, vendor: str, model: str, words: str = "") -> Reason:
    title, advice, icon = WORDS.get(code, UNCLEAR)
    return Reason(
        code=code or "failed",
        title=_(title).format(vendor=vendor, model=model),
        detail=_(advice).format(vendor=vendor, model=model),
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
        return _("Charged %(price)s") % {"price": price(generation.cost)}
    return str(Charged(generation.charged).label)
