"""What guests of reviews approved of the pictures that were made in a part of the books."""

from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef

from gallery.models import RoundItem
from gallery.models.review import Answer
from studio.models import Output
from studio.usage.filters import UsageForm, begin


def by_model(form: UsageForm) -> dict[str, int]:
    """Pictures by model: approved by somebody and rejected by nobody. Begins with the answers, of which there are few,
    whatever the books hold.
    """
    since = begin(form.days[0])  # nobody answers before there is a picture
    answers = RoundItem.objects.filter(verdicts__at__gte=since)
    approved = answers.filter(verdicts__answer=Answer.APPROVE).values("image")
    if not approved.exists():
        return {}
    made = Exists(form.entries().filter(generation=OuterRef("generation")))
    found = Output.objects.filter(made, image__in=approved)
    rejected = answers.filter(verdicts__answer=Answer.REJECT, image=OuterRef("image"))
    rows = found.exclude(Exists(rejected)).order_by().values_list("generation__model").annotate(n=Count("pk"))
    return dict(rows)


def beside(models: list[dict[str, Any]], approved: dict[str, int]) -> list[dict[str, Any]]:
    """The rows of the models with how many were approved, and US dollars for each of those."""
    return [
        row | {"approved": n, "per": each(row["spent"], n)} for row in models for n in [approved.get(row["model"], 0)]
    ]


def each(spent: Decimal, approved: int) -> Decimal | None:
    return spent / approved if approved else None
