"""What can be pressed on a tile, and what helps after each kind of end."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from gallery.models import Image
from gallery.models.image import Moderation
from studio.models import Charged, Generation, Run, State
from studio.moderation import holding, reasons
from studio.submission import RETRYABLE
from studio.templatetags.figures import price


@dataclass(frozen=True, slots=True)
class Act:
    """Something to press: a POST with hidden ``fields``, or a link where ``post`` is False.

    ``price`` stands beside what spends money.
    """

    name: str
    label: str
    url: str
    symbol: str = ""
    post: bool = True
    price: str = ""
    fields: tuple[tuple[str, str], ...] = ()


def ways_on(run: Run, row: Generation) -> list[Act]:
    """What can be done about an end, the most helpful first; or how to decide about one whose fate is unknown."""
    if row.state == State.UNKNOWN:
        return [*check_acts(row), resend_act(row), *closings(row)]
    if row.charged == Charged.MAYBE:
        return closings(row)
    if row.state not in RETRYABLE:
        return []
    if row.state == State.REFUSED:
        return refused_acts(run, row)
    first = first_step(run, row)
    if row.reason_code in reasons.NEVER_AGAIN:
        return first
    return [*first, retry_act(row)]


def refused_acts(run: Run, row: Generation) -> list[Act]:
    reword = link("reword", _("Reword"), form_of(run))
    if row.reason_code == holding.REFUSED:
        return [reword, link("appeal", _("Why, and appeal"), reverse("case-about", args=[run.pk]))]
    return [retry_act(row), reword]


def held_acts(run: Run, row: Generation) -> list[Act]:
    """One that is being checked goes on by itself."""
    cancel = Act("cancel", _("Cancel"), reverse("generation-cancel", args=[row.pk]))
    if row.reason_code == holding.CHECKING:
        return [cancel]
    ask = link("look", _("Ask for a look"), reverse("run-look", args=[run.pk]))
    return [ask, link("reword", _("Reword"), form_of(run)), cancel]


def covered_acts(image: Image) -> list[Act]:
    label = _("Why it waits") if image.moderation == Moderation.HIDDEN else _("Why, and appeal")
    return [link("appeal", label, reverse("case-about", args=[image.pk]))]


def first_step(run: Run, row: Generation) -> list[Act]:
    """What has to be put right before another try can help; empty where a try is all there is."""
    step = reasons.FIRST_STEPS.get(row.reason_code)
    if step == "key":
        return [link("key", _("Open the key"), f"{reverse('account')}#key")]
    if step == "model":
        return [link("model", _("Choose another model"), form_of(run))]
    if step == "options":
        return [link("options", _("Change the options"), form_of(run))]
    if step == "reference":
        return [link("reference", _("Choose it again"), form_of(run))]
    return []


def form_of(run: Run) -> str:
    """The composer with this run in it."""
    return f"{reverse('studio')}?run={run.pk}"


def link(name: str, label: str, url: str) -> Act:
    return Act(name, label, url, post=False)


def retry_act(row: Generation) -> Act:
    label = _("Retry (%(price)s)") % {"price": price(row.quote)}
    return Act("retry", label, reverse("generation-retry", args=[row.pk]), "rotate-cw")


def resend_act(row: Generation) -> Act:
    label = _("Send again (%(price)s)") % {"price": price(row.quote)}
    return Act("resend", label, reverse("generation-resend", args=[row.pk]))


def check_acts(row: Generation) -> list[Act]:
    """An asynchronous task can be looked up again, for free."""
    if not row.remote_id:
        return []
    return [Act("check", _("Check again"), reverse("generation-check", args=[row.pk]))]


def closings(row: Generation) -> list[Act]:
    """Settles one that may have been charged, as its owner knows better."""
    return [
        Act("close-charged", _("Close as charged"), reverse("generation-close-charged", args=[row.pk])),
        Act("close-free", _("Close as not charged"), reverse("generation-close-free", args=[row.pk])),
    ]
