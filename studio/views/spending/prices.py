"""The price book: what each model costs, from where, and since when; administrators write a new revision of a price."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gallery.access import is_administrator
from studio import catalogue, offer
from studio.administration import pricing
from studio.catalogue import ModelSpec, PriceRow, UnknownModel
from studio.models import PriceRevision
from studio.views.composer.picker import monogram
from studio.views.requests import Request

ADMINISTRATORS = gettext_lazy("Administrators write prices. Ask one of them.")
MOST = Decimal(1000)  # US dollars a picture
STEP = Decimal("0.0001")
STEP_SHOWN = Decimal("0.001")


@require_safe
def index(request: Request) -> HttpResponse:
    shown = [(spec, monogram(spec.vendor), rows_of(spec)) for spec in offer.all_models()]
    context = {"tab": "prices", "models": shown, "book": catalogue.shipped(), "writes": writes(request)}
    return render(request, "usage/prices.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, model: str) -> HttpResponse:
    """One field a row of the price. A POST adds a revision; earlier ones and what was quoted by them stay."""
    if not writes(request):
        raise PermissionDenied(ADMINISTRATORS)
    try:
        spec = offer.get(model)
    except UnknownModel:
        raise Http404 from None
    if request.method != "POST":
        return show(request, spec, rows_of(spec))
    if "shipped" in request.POST:
        return written(request, spec, None)
    rows, wrong = read(spec, request.POST)
    if wrong:
        return show(request, spec, wrong, status=422)
    return written(request, spec, rows)


def writes(request: Request) -> bool:
    return is_administrator(request.user)


def written(request: Request, spec: ModelSpec, rows: list[dict[str, Any]] | None) -> HttpResponse:
    source = "" if rows is None else request.POST.get("source", "").strip()[:200] or _("Set here")
    by: Any = request.user
    pricing.write(spec.id, rows, source=source, by=by)
    messages.success(
        request, _("The price of %(model)s is written. It counts from the next press.") % {"model": spec.label}
    )
    return redirect("prices")


def rows_of(spec: ModelSpec) -> list[dict[str, Any]]:
    """One field a row; an unknown price is one empty field."""
    rows = spec.prices or (None,)
    return [
        {
            "words": words_of(spec, row),
            "amount": "" if row is None or row.unknown else plain(row.amount),
            "shown": "" if row is None or row.unknown else figure(row.amount),
            "more": plain(row.per_megapixel) if row and row.per_megapixel else "",
            "error": "",
        }
        for row in rows
    ]


def words_of(spec: ModelSpec, row: PriceRow | None) -> str:
    """What a row is for: "Quality high, wide"; "Any picture" where it asks for nothing."""
    if row is None or not row.when:
        return _("Any picture") if row is None or len(spec.prices) == 1 else _("Otherwise")
    return ", ".join(part(spec, name, value) for name, value in row.when.items())


def part(spec: ModelSpec, name: str, value: Any) -> str:
    if name == "shape":
        return _("square") if value == "square" else _("not square")
    option = spec.option(name)
    if option is None and value in ("some", "none"):
        return (_("with %(what)s") if value == "some" else _("without %(what)s")) % {"what": name}
    label = option.choice_labels.get(str(value), str(value)) if option else str(value)
    return f"{option.label if option else name} {label}"


def plain(amount: Decimal) -> str:
    return f"{amount.normalize():f}"


def figure(amount: Decimal) -> str:
    """Three decimals at least, and every one that the book has."""
    bare = amount.normalize()
    return f"{bare:f}" if bare != bare.quantize(STEP_SHOWN) else f"{amount.quantize(STEP_SHOWN):f}"


def read(spec: ModelSpec, data: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]] | None]:
    """Rows of a revision; the drawn rows with their errors where one can't be read. An empty one is unknown."""
    drawn, rows = rows_of(spec), []
    for index, field in enumerate(drawn):
        field["amount"] = data.get(f"amount-{index}", "").strip()
        field["more"] = data.get(f"more-{index}", "").strip()
        amount, more = dollars(field["amount"] or "0"), dollars(field["more"] or "0")
        if amount is None or more is None:
            field["error"] = _("Write dollars, such as 0.05, up to 1000 and with four decimals at most.")
            continue
        when = dict(spec.prices[index].when) if spec.prices else {}
        unknown = not field["amount"]
        rows.append({"amount": plain(amount), "when": when, "per_megapixel": plain(more), "unknown": unknown})
    return rows, drawn if any(field["error"] for field in drawn) else None


def dollars(text: str) -> Decimal | None:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return None
    fits = amount.is_finite() and 0 <= amount <= MOST and amount == amount.quantize(STEP)
    return amount if fits else None


def show(request: Request, spec: ModelSpec, rows: list[dict[str, Any]], status: int = 200) -> HttpResponse:
    earlier = PriceRevision.objects.filter(model=spec.id).select_related("by")[:10]
    context = {"tab": "prices", "spec": spec, "rows": rows, "earlier": earlier, "book": catalogue.shipped()}
    return render(request, "usage/price.html", context, status=status)
