"""What this instance offers now: the catalogue, less what an administrator or the gateway retired."""

from dataclasses import replace

from studio import catalogue
from studio.catalogue import ModelSpec
from studio.gateway.errors import ModelGone, ModelRetired
from studio.models import Retirement

WHY_MAX = 300


def all_models() -> list[ModelSpec]:
    """Every model in picker order, retired ones marked so. One query."""
    retired = dict(Retirement.objects.values_list("model", "since"))
    return [marked(spec, retired.get(spec.id)) for spec in catalogue.current().values()]


def offered() -> list[ModelSpec]:
    return [spec for spec in all_models() if not spec.retired]


def get(model_id: str) -> ModelSpec:
    """One model, marked as retired where it is.

    Raises:
        UnknownModel: the catalogue has no such id.
    """
    since = Retirement.objects.filter(model=model_id).values_list("since", flat=True).first()
    return marked(catalogue.get(model_id), since)


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
