"""Help from a chat model: improve my prompt, describe this picture. A worker asks, once; the web process never."""

import io
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_UP, Decimal
from functools import partial
from typing import Any
from uuid import UUID

import structlog
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image as Picture

from gallery import access
from gallery.files import storage
from gallery.models import Image
from studio import dispatch, keys
from studio.catalogue import Invalid
from studio.gateway import Answer, Question, chat
from studio.gateway.errors import GatewayError, Unreadable
from studio.lifecycle import fitting
from studio.lifecycle.changes import patiently
from studio.models import Charged, HelpKind, HelpState, InstanceSettings, PromptHelp
from studio.moderation import judging
from studio.money import ledger

log = structlog.get_logger(__name__)

TASK = "studio.help"
ANSWER_MAX = 8000  # characters, as the gateway's client lets through
PROMPT_MAX = 8000  # characters that are sent to be improved
PICTURE_SIDE = 768  # pixels: what a chat model needs to see
AT_ONCE = 5  # questions of one person
MOST_TOKENS = 10_000_000  # of one answer: a count beyond it is none
PICTURE_TOKENS = 30_000  # what a picture of that size counts as with the models that count it dearest
LOST_AFTER = timedelta(seconds=15)  # a message that nobody took
OVERDUE_AFTER = timedelta(seconds=180)  # beyond the call's own time limit: its worker died
IMPROVE = (
    "You improve prompts for image models. Keep the subject, the intention and the language. Add what a photographer "
    "or illustrator would decide: light, material, composition, mood. Answer with the improved prompt alone, as one "
    "paragraph of at most 120 words, without quotes, headings or remarks."
)
DESCRIBE = (
    "You describe pictures as prompts for image models: subject, material, light, composition, palette, style. Answer "
    "with the prompt alone, in English, as one paragraph of at most 120 words, without quotes, headings or remarks."
)
MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Price:
    """What a question costs at most. US dollars; ``quote`` None while the chat model's prices are not known, and
    ``counted`` is then the ceiling that budgets hold it at.
    """

    quote: Decimal | None
    counted: Decimal


def price_of(prompt: str = "", *, picture: bool = False) -> Price:
    """Every byte counts as a token, and the answer as the longest there can be: more is hardly ever billed."""
    limits = InstanceSettings.current()
    if limits.chat_price_in is None or limits.chat_price_out is None:
        return Price(None, limits.chat_ceiling)
    read = len(DESCRIBE) + PICTURE_TOKENS if picture else len(IMPROVE) + len(prompt.encode(errors="replace"))
    most = (limits.chat_price_in * read + limits.chat_price_out * chat.MOST_TOKENS) / MILLION
    quote = most.quantize(ledger.STEP, rounding=ROUND_UP)
    return Price(quote, quote)


def ask(*, by: Any, prompt: str = "", image_id: str = "") -> PromptHelp:
    """Reserves its price, writes the question and hands it to a worker.

    Raises:
        Invalid: nothing to ask about, no key could pay, or a rule stops these words.
        OverBudget: a budget has too little left; nothing was written.
    """
    image = image_of(by, image_id) if image_id else None
    if image is None and not prompt.strip():
        raise Invalid({"prompt": [_("Write a few words first.")]})
    if len(prompt) > PROMPT_MAX:
        raise Invalid({"prompt": [_("A prompt to improve has up to %(most)s characters.") % {"most": PROMPT_MAX}]})
    judging.refuse_words({"prompt": prompt}, by=by)
    try:
        source = keys.source_for(by)
    except keys.NoKey:
        raise Invalid({"prompt": [_("There is no gateway key to ask with.")]}) from None
    refuse_many_at_once(by)
    with transaction.atomic():
        row = PromptHelp.objects.create(
            owner=by,
            kind=HelpKind.DESCRIBE if image else HelpKind.IMPROVE,
            asked=prompt,
            image=image,
            model=InstanceSettings.current().chat_model,
            key_source=source,
            quote=price_of(prompt, picture=image is not None).quote,
            message_sent_at=timezone.now(),
        )
        ledger.reserve_help(row)
        transaction.on_commit(partial(dispatch.publish, TASK, (row.pk,)))
    return row


def refuse_many_at_once(by: Any) -> None:
    open_ones = PromptHelp.objects.filter(owner=by, state__in=(HelpState.QUEUED, HelpState.SENDING))
    if open_ones.count() >= AT_ONCE:
        raise Invalid({"prompt": [_("Wait for the answers that are still on their way.")]})


def image_of(user: Any, id: str) -> Image:
    try:
        image = Image.objects.pictures_visible_to(user).filter(pk=id).first()
    except (ValidationError, ValueError):
        image = None
    if image is None:
        raise Invalid({"image": [_("There is no such picture that you may see.")]})
    return image


def answer(help_id: UUID) -> None:
    """Claims, asks once and writes what came. A second worker does nothing; whoever may make nothing asks nobody."""
    row = PromptHelp.objects.select_related("image", "owner").filter(pk=help_id, state=HelpState.QUEUED).first()
    if row is None or not claimed(row):
        return None
    if not access.can_make(row.owner):
        return failed(row, "owner_left", "", Charged.NO)
    try:
        key = keys.key_of(row.key_source, row.owner_id)
        question = question_of(row)
    except keys.NoKey:
        return failed(row, "no_key", "", Charged.NO)
    except Exception as error:
        log.exception("help_not_prepared", help=str(row.pk))
        return failed(row, "reference_gone", type(error).__name__, Charged.NO)
    connection.close()
    try:
        came = asked(key, question)
    except GatewayError as error:
        log.info("help_failed", help=str(row.pk), code=error.code, request_id=error.request_id)
        return patiently(partial(failed, row, error.code, error.detail, error.billed, error.request_id))
    return patiently(partial(done, row, came))


def asked(key: keys.Key, question: Question) -> Answer:
    """What nobody foresaw may have been billed."""
    try:
        return keys.gateway_for(key.source).chat(question, key=key.value)
    except GatewayError:
        raise
    except Exception as error:
        log.exception("help_broke")
        raise Unreadable(type(error).__name__) from error


def claimed(row: PromptHelp) -> bool:
    rows = PromptHelp.objects.filter(pk=row.pk, state=HelpState.QUEUED)
    return bool(rows.update(state=HelpState.SENDING, sent_at=timezone.now()))


def question_of(row: PromptHelp) -> Question:
    if row.kind == HelpKind.IMPROVE:
        return Question(row.model, IMPROVE, row.asked)
    if row.image is None:
        raise FileNotFoundError
    with storage.local_original(row.image) as path:
        return Question(row.model, DESCRIBE, _("Describe this picture."), small(path))


def small(path: Any) -> bytes:
    """The picture as a JPEG that costs few tokens."""
    with Picture.open(path) as picture:
        picture.draft("RGB", (PICTURE_SIDE, PICTURE_SIDE))
        picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
        file = io.BytesIO()
        picture.convert("RGB").save(file, "JPEG", quality=85)
    return file.getvalue()


def done(row: PromptHelp, came: Answer) -> None:
    finished(
        row,
        cost_of(came.usage),
        state=HelpState.DONE,
        answer=fitting.text(came.text, ANSWER_MAX),
        usage=fitting.usage(came.usage),
        charged=Charged.YES,
        request_id=fitting.text(came.request_id, fitting.REQUEST_ID_MAX),
    )


def failed(row: PromptHelp, code: str, detail: str, billed: str, request_id: str = "") -> None:
    finished(
        row,
        Decimal(0) if billed == Charged.NO else None,
        state=HelpState.FAILED,
        reason=code,
        detail=fitting.text(detail, 2000),
        charged=billed,
        request_id=fitting.text(request_id, fitting.REQUEST_ID_MAX),
    )


def finished(row: PromptHelp, cost: Decimal | None, *, charged: str, **columns: Any) -> None:
    """Ends it, and brings the books to what it cost; what may have been billed stays reserved."""
    known = None if charged != Charged.YES else cost
    ended = {"finished_at": timezone.now(), "charged": charged, "cost": known, **columns}
    with transaction.atomic():
        rows = PromptHelp.objects.filter(pk=row.pk, state=HelpState.SENDING)
        if rows.update(**ended) and charged != Charged.MAYBE:
            ledger.settle_help(row, cost)


def close(row: PromptHelp, *, charged: bool) -> bool:
    """Its owner knows better whether it was billed. False where that was decided already."""
    to, cost = (Charged.YES, None) if charged else (Charged.NO, Decimal(0))
    with transaction.atomic():
        rows = PromptHelp.objects.filter(pk=row.pk, state=HelpState.FAILED, charged=Charged.MAYBE)
        closed = bool(rows.update(charged=to))
        if closed:
            ledger.settle_help(row, cost)
    return closed


def cost_of(usage: Any) -> Decimal | None:
    """US dollars by the instance's prices of a million tokens; None where either is not known."""
    settings = InstanceSettings.current()
    read, wrote = usage.get("prompt_tokens"), usage.get("completion_tokens")
    if settings.chat_price_in is None or settings.chat_price_out is None:
        return None
    if not all(type(count) is int and 0 <= count <= MOST_TOKENS for count in (read, wrote)):
        return None
    return (settings.chat_price_in * read + settings.chat_price_out * wrote) / MILLION


def tend() -> None:
    """Sends lost messages again, and closes what a dead worker held: never asked twice, since it may be billed."""
    now = timezone.now()
    lost = PromptHelp.objects.filter(state=HelpState.QUEUED, message_sent_at__lt=now - LOST_AFTER)
    ids = tuple(lost.values_list("pk", flat=True)[:100])
    if ids:
        PromptHelp.objects.filter(pk__in=ids).update(message_sent_at=now)
        dispatch.publish(TASK, ids)
    overdue = PromptHelp.objects.filter(state=HelpState.SENDING, sent_at__lt=now - OVERDUE_AFTER)
    overdue.update(state=HelpState.FAILED, reason="no_answer", charged=Charged.MAYBE, finished_at=now)
