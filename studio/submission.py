"""From a press of Generate to rows: reserve, write the run, dispatch on commit. Sends nothing. order.py checks.

What a rule holds is written and neither reserved nor dispatched (holding.py).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gallery.judging.hits import Fired
from gallery.models import Board, Image, Project, Team
from gallery.remembered import one_look
from studio import catalogue, keys, offer
from studio.catalogue import Asked, Invalid, ModelSpec, UnknownModel
from studio.composing import presses
from studio.composing.order import MAX_MODELS, Order, check
from studio.composing.presses import Press, add_generations, generations_of
from studio.lifecycle import NotPossible
from studio.lifecycle.endings import end
from studio.lifecycle.pictures import facts_of, mask_of, roles_of
from studio.models import Batch, Charged, Generation, Run, RunReference, State
from studio.moderation import judging

__all__ = [
    "MAX_MODELS",
    "Order",
    "check",
    "order_again",
    "retry",
    "run_again",
    "run_of_key",
    "send_again",
    "submit",
]

NO_KEY = gettext_noop(
    "There is no gateway key to run this with. Add your own on the account page, or ask your administrator for one."
)
TEAM_LOST = gettext_noop("You cannot add pictures to this run's team any more. Reuse the run and choose another place.")
PROJECT_CLOSED = gettext_noop(
    "This run's project is archived. Take it up again on the team's page, or choose another place."
)
REFERENCE_LOST = gettext_noop("A reference picture is gone or no longer yours to see. Reuse the run without it.")
MASK_LOST = gettext_noop("The mask is gone. Reuse the run and draw another.")
NOW_CHARGED = gettext_noop("This was made on the demo gateway. Run again makes it with your key, at its price.")
NOW_DEMO = gettext_noop("The key that this was made with is gone. Run again makes it on the demo gateway.")
RETRYABLE = (State.FAILED, State.REFUSED, State.CANCELLED)


@one_look()
def submit(
    order: Order,
    *,
    by: Any,
    aspect: str = "",
    team: Team | None = None,
    project: Project | None = None,
    board: Board | None = None,
    rerun_of: Run | None = None,
    idempotency_key: str = "",
    batch: Batch | None = None,
) -> tuple[Run, bool]:
    """Writes the run, reserves its price and dispatches it. Returns it and whether it is new.

    The same idempotency key again gives the same run, also when two submissions race. ``project`` is one of the
    team's; its team where none is given. ``board`` is one of that space: the pictures are laid on it.

    Raises:
        Invalid: nobody's key could pay for it, or a rule refuses its words (RefusedByRule).
        OverBudget: a budget has too little left; nothing was written.
    """
    known = run_of_key(by, idempotency_key)
    if known:
        return known, False
    try:
        source = keys.source_for(by, team or (project.team if project else None))
    except keys.NoKey:
        raise Invalid({"models": [_(NO_KEY)]}) from None
    run = Run(
        owner=by,
        team=team or (project.team if project else None),
        project=project,
        board=board,
        batch=batch,
        aspect=aspect or order.asked[0].aspect,
        rerun_of=rerun_of,
        idempotency_key=idempotency_key,
        sandbox=source == "sandbox",
    )
    fired = judging.judge(order, by=by, team=run.team_id)
    try:
        return write(run, order, source, fired), True
    except IntegrityError:
        raced = run_of_key(by, idempotency_key)
        if raced is None:
            raise
        return raced, False


def run_of_key(by: Any, idempotency_key: str) -> Run | None:
    return Run.objects.filter(owner=by, idempotency_key=idempotency_key).first() if idempotency_key else None


def write(run: Run, order: Order, source: str, fired: Sequence[Fired]) -> Run:
    run.prompt = order.prompt
    run.requested = [{"id": asked.spec.id, "options": dict(asked.options)} for asked in order.asked]
    run.count = order.count
    run.mask = order.mask
    run.remix_of = order.remix_of
    run.quote = order.quote
    references = [
        RunReference(run=run, image=image, position=position, role=role)
        for position, (image, role) in enumerate(order.references_with_roles, start=1)
    ]
    press = Press(run, generations_of(run, order, source), fired, references)
    presses.write(press)
    run.holds(press.rows, references)
    return run


def retry(generation: Generation, *, by: Any) -> Generation:
    """A new generation in the place of one that ended without a picture. A second press gives the same one.

    Raises:
        NotPossible: it has not ended, or ended well, or may have been billed; or the other gateway would make it now.
        Invalid: the request passes the rules no longer (a model retired meanwhile), or no key can pay.
        OverBudget: a budget has too little left.
    """
    if generation.state not in RETRYABLE:
        raise NotPossible(_("Only a failed, refused or cancelled picture can be tried again."))
    return repeat(generation, by=by)


def send_again(generation: Generation, *, by: Any) -> Generation:
    """One whose fate is unknown, at its price: the first is closed as it stands, perhaps charged.

    A second press gives the same one. Raises as ``retry`` does, and NotPossible where it is settled already.
    """
    with transaction.atomic():
        closed = end(
            generation,
            State.FAILED,
            code=generation.reason_code,
            detail=generation.reason_detail,
            charged=Charged.MAYBE,
            of=(State.UNKNOWN,),
            by=by,
        )
        if closed:
            return repeat(generation, by=by)
    if known := replacement_of(generation):
        return known
    raise NotPossible(_("This one is settled already."))


def replacement_of(generation: Generation) -> Generation | None:
    return Generation.objects.filter(retry_of=generation).first()


def repeat(generation: Generation, *, by: Any) -> Generation:
    known = replacement_of(generation)
    if known:
        return known
    run = generation.run
    images = still_allowed(run, by=by)
    source = same_gateway(generation, by=by)
    order = Order(run.prompt, (asked_again(generation, images, by=by),), tuple(images), run.mask)
    row = generations_of(run, order, source)[0]
    fired = judging.judge(order, by=by, team=run.team_id)
    row.position, row.retry_of = generation.position, generation
    try:
        with transaction.atomic():
            add_generations(run, [row], fired)
    except IntegrityError:
        return Generation.objects.get(retry_of=generation)
    return row


def asked_again(generation: Generation, images: Sequence[Image], *, by: Any) -> Asked:
    try:
        spec = offer.get(generation.model, by)
    except UnknownModel as unknown:
        raise Invalid({"model": [str(unknown)]}) from None
    pictures = zip(images, roles_of(generation.run), strict=True) if spec.references.max else ()
    return catalogue.check(
        spec,
        prompt=generation.run.prompt,
        options=generation.options,
        aspect=generation.aspect,
        count=generation.n,
        as_one_call=True,
        references=[facts_of(image, role) for image, role in pictures],
        mask=mask_of(generation.run),
    )


def same_gateway(generation: Generation, *, by: Any) -> str:
    """Whose key pays now, within one run always at the same gateway: demo books and true ones are never mixed.

    Raises:
        NotPossible: the other gateway would make it.
        Invalid: no key can pay.
    """
    try:
        source = keys.source_for(by, generation.run.team)
    except keys.NoKey:
        raise Invalid({"models": [_(NO_KEY)]}) from None
    was_demo = generation.key_source == "sandbox"
    if was_demo != (source == "sandbox"):
        raise NotPossible(_(NOW_CHARGED if was_demo else NOW_DEMO))
    return source


def still_allowed(run: Run, *, by: Any) -> list[Image]:
    """The run's references in order, where this person may see all of them and still publish in the run's team.

    Raises:
        Invalid: rights were lost since it was submitted.
    """
    if run.team_id and not Team.objects.editable_by(by).filter(pk=run.team_id).exists():
        raise Invalid({"team": [_(TEAM_LOST)]})
    if run.project and run.project.archived_at:
        raise Invalid({"team": [_(PROJECT_CLOSED)]})
    images = [reference.image for reference in run.run_references.select_related("image")]
    if images and len(Image.objects.visible_to(by).in_bulk([image.pk for image in images])) < len(set(images)):
        raise Invalid({"references": [_(REFERENCE_LOST)]})
    if run.mask_id and not Image.objects.masks_of(by).filter(pk=run.mask_id).exists():
        raise Invalid({"mask": [_(MASK_LOST)]})
    return images


def run_again(run: Run, *, by: Any, idempotency_key: str = "") -> tuple[Run, bool]:
    """The whole request once more, as a new run beside it at today's price. The same key again gives the same run.

    Raises:
        Invalid: it passes the rules no longer, or rights were lost since.
    """
    known = run_of_key(by, idempotency_key)
    if known:
        return known, False
    order = order_again(run, still_allowed(run, by=by), partial(offer.get, user=by))
    return submit(
        order,
        by=by,
        aspect=run.aspect,
        team=run.team,
        project=run.project,
        board=run.board,
        rerun_of=run.rerun_of or run,
        idempotency_key=idempotency_key,
    )


def order_again(run: Run, images: Sequence[Image], known: Callable[[str], ModelSpec] = offer.get) -> Order:
    order = check(
        prompt=run.prompt,
        models=run.requested,
        aspect=run.aspect,
        count=run.count,
        references=images,
        roles=roles_of(run),
        mask=run.mask,
        known=known,
    )
    return replace(order, remix_of=run.remix_of)
