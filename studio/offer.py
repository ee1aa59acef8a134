"""What this instance offers now, and to whom: the catalogue, less what an administrator or the gateway retired, less
what is switched off here. Whoever wants to know whether a person may use a model asks ``why_not``.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils import timezone

from gallery.remembered import Remembered
from studio import catalogue
from studio.catalogue import ModelSpec, PriceRow, UnknownModel
from studio.catalogue.rules import judged
from studio.catalogue.wording import phrase
from studio.gateway.errors import ModelGone, ModelRetired
from studio.models import PriceRevision, Retirement, SwitchedOff
from studio.people import groups

WHY_MAX = 300


def all_models(user: Any = None) -> list[ModelSpec]:
    """Every model in picker order at the prices of the day; what is retired, or barred to ``user``, is marked so.

    Without a user: as it is for the whole instance.
    """
    known, retired, barred = catalogue_now(), retirements(), barred_models(user)
    return [marked(spec, retired.get(spec.id), barred.get(spec.id)) for spec in known.values()]


def offered(user: Any = None) -> list[ModelSpec]:
    return [spec for spec in all_models(user) if spec.offered]


def why_not(user: Any, model_id: str) -> str:
    """Why this person may not use this model now, as an English sentence (``words.worded`` translates); "" if they may.

    Raises:
        UnknownModel: the catalogue has no such id.
    """
    return " ".join(judged(get(model_id, user)))


def barred_models(user: Any = None) -> dict[str, str]:
    """Sentences by model id: what keeps each of these from everybody, or from this person."""
    off = {row.model: off_words(row) for row in switched_off()}
    return off if user is None or not user.is_authenticated else groups.barred(user) | off


def off_words(row: SwitchedOff) -> str:
    label, day = label_of(row.model), timezone.localtime(row.since)
    told: dict[str, Any] = {"label": label, "day": day.day, "since": f"{day:%b %Y}"}
    if row.why:
        return phrase("{label} is switched off here since {day} {since}: {why}", why=row.why, **told)
    return phrase("{label} is switched off here since {day} {since}. Choose another model.", **told)


def label_of(model_id: str) -> str:
    spec = catalogue.current().get(model_id)
    return spec.label if spec else model_id


def newest_revisions() -> dict[str, PriceRevision]:
    newest = PriceRevision.objects.values("model").annotate(newest=Max("pk")).values("newest")
    return {row.model: row for row in PriceRevision.objects.filter(pk__in=newest)}


retirements = Remembered(lambda: dict(Retirement.objects.values_list("model", "since")), Retirement._meta.db_table)
switched_off = Remembered(lambda: tuple(SwitchedOff.objects.all()), SwitchedOff._meta.db_table)
revisions = Remembered(newest_revisions, PriceRevision._meta.db_table)


def catalogue_now() -> dict[str, ModelSpec]:
    """Every model by id at the prices of the day, retired or not."""
    revised = revisions()
    return {id: priced(spec, revised.get(id)) for id, spec in catalogue.current().items()}


def finder() -> Callable[[str], ModelSpec]:
    """``get`` for many, without asking about retirement."""
    known = catalogue_now()

    def find(model_id: str) -> ModelSpec:
        if model_id not in known:
            raise UnknownModel(model_id, catalogue.current().meant_by(model_id))
        return known[model_id]

    return find


def get(model_id: str, user: Any = None) -> ModelSpec:
    """One model at its price of the day, marked as ``all_models`` does.

    Raises:
        UnknownModel: the catalogue has no such id.
    """
    spec = catalogue.get(model_id)
    priced_now = priced(spec, revisions().get(model_id))
    return marked(priced_now, retirements().get(model_id), barred_models(user).get(model_id))


def priced(spec: ModelSpec, revision: PriceRevision | None) -> ModelSpec:
    """With the administrator's prices in the place of the shipped ones."""
    if revision is None or revision.rows is None:
        return spec
    rows = tuple(price_row(row) for row in revision.rows)
    return replace(spec, prices=rows, price_source=revision.source, price_revision=revision.pk)


def price_row(row: dict[str, Any]) -> PriceRow:
    more = Decimal(row.get("per_megapixel", "0"))
    return PriceRow(Decimal(row["amount"]), row.get("when", {}), more, row.get("unknown", False))


def marked(spec: ModelSpec, since: object, barred: str | None = None) -> ModelSpec:
    if barred:
        spec = replace(spec, barred=barred)
    if since is None or spec.retired:
        return spec
    return replace(spec, retired_since=f"{since:%Y-%m-%d}")


def retire_gone(model_id: str, error: ModelGone, *, key_source: str = "") -> None:
    """The gateway has retired this model, so nobody is offered it any more.

    A bare 404 may be a wrong base address, and what a personal key may not use others may: these retire nothing.
    """
    if isinstance(error, ModelRetired) and key_source == "instance":
        Retirement.objects.get_or_create(model=model_id, defaults={"why": error.detail[:WHY_MAX]})
