"""What this instance offers now: the catalogue, less what an administrator or the gateway retired."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.db.models import Max

from studio import catalogue
from studio.catalogue import ModelSpec, PriceRow, UnknownModel
from studio.gateway.errors import ModelGone, ModelRetired
from studio.models import PriceRevision, Retirement

WHY_MAX = 300


def all_models() -> list[ModelSpec]:
    """Every model in picker order, retired ones marked so, at the prices of the day. Two queries."""
    known = catalogue_now()
    retired = dict(Retirement.objects.values_list("model", "since"))
    return [marked(spec, retired.get(spec.id)) for spec in known.values()]


def offered() -> list[ModelSpec]:
    return [spec for spec in all_models() if not spec.retired]


def catalogue_now() -> dict[str, ModelSpec]:
    """Every model by id at the prices of the day, retired or not. One query."""
    newest = PriceRevision.objects.values("model").annotate(newest=Max("pk")).values("newest")
    revised = {row.model: row for row in PriceRevision.objects.filter(pk__in=newest)}
    return {id: priced(spec, revised.get(id)) for id, spec in catalogue.current().items()}


def finder() -> Callable[[str], ModelSpec]:
    """``get`` for many, without asking about retirement: one query, however often it is used."""
    known = catalogue_now()

    def find(model_id: str) -> ModelSpec:
        if model_id not in known:
            raise UnknownModel(model_id)
        return known[model_id]

    return find


def get(model_id: str) -> ModelSpec:
    """One model, marked as retired where it is, at its price of the day.

    Raises:
        UnknownModel: the catalogue has no such id.
    """
    spec = catalogue.get(model_id)
    since = Retirement.objects.filter(model=model_id).values_list("since", flat=True).first()
    return marked(priced(spec, PriceRevision.objects.filter(model=model_id).first()), since)


def priced(spec: ModelSpec, revision: PriceRevision | None) -> ModelSpec:
    """With the administrator's prices in the place of the shipped ones."""
    if revision is None or revision.rows is None:
        return spec
    rows = tuple(price_row(row) for row in revision.rows)
    return replace(spec, prices=rows, price_source=revision.source, price_revision=revision.pk)


def price_row(row: dict[str, Any]) -> PriceRow:
    more = Decimal(row.get("per_megapixel", "0"))
    return PriceRow(Decimal(row["amount"]), row.get("when", {}), more, row.get("unknown", False))


def marked(spec: ModelSpec, since: object) -> ModelSpec:
    if since is None or spec.retired:
        return spec
    return replace(spec, retired_since=f"{since:%Y-%m-%d}")


def retire_gone(model_id: str, error: ModelGone, *, key_source: str = "") -> None:
    """The gateway has retired this model, so nobody is offered it any more.

    A bare 404 may be a wrong base address, and what a personal key may not use others may: these retire nothing.
    """
    if isinstance(error, ModelRetired) and key_source == "instance":
        Retirement.objects.get_or_create(model=model_id, defaults={"why": error.detail[:WHY_MAX]})
