"""The log: what was done, by whom, to what; its chain; all of it as CSV or JSON lines."""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery import access, audit
from gallery.audit import Act, reading, telling, verifying, wording
from gallery.models import AuditHead
from gallery.views.signed_in import SignedIn

READERS = gettext_lazy("Moderators and administrators read the log.")
CHECKED = "audit:checked"
REMEMBERED = 24 * 3600  # seconds
KINDS = {
    "csv": ("text/csv; charset=utf-8", reading.csv_lines),
    "jsonl": ("application/x-ndjson", reading.json_lines),
}


def require_reader(request: SignedIn) -> None:
    if not access.can_read_trail(request.user):
        raise PermissionDenied(READERS)


@require_safe
@never_cache
def log(request: SignedIn) -> HttpResponse:
    require_reader(request)
    form = reading.TrailForm(request.GET, user=request.user)
    before = request.GET.get("before", "")
    quiet = reading.is_quiet(form)
    rows = form.rows().exclude(act__in=reading.QUIET) if quiet else form.rows()
    entries, older = reading.page(rows, int(before[:18]) if before.isdecimal() else None)
    query = request.GET.copy()
    query.pop("before", None)
    checked = cache.get(CHECKED)
    context = {
        "tab": "log",
        "form": form,
        "rows": telling.told(entries, user=request.user),
        "older": older,
        "quiet": quiet,
        "before": before,
        "query": query.urlencode(),
        "head": AuditHead.objects.first(),
        "checked": checked,
        "broken_why": wording.why_broken(checked["found"].broken) if checked else "",
        "administers": access.is_administrator(request.user),
        "set": any(form.data.get(name) for name in ("act", "who", "outcome", "on", "since", "until")),
    }
    return render(request, "audit/log.html", context, status=200 if form.is_valid() else 422)


@require_POST
def check(request: SignedIn) -> HttpResponse:
    """Walks the whole chain; what it found stands on the page for a day."""
    require_reader(request)
    audit.link()
    found = verifying.verify()
    cache.set(CHECKED, {"found": found, "at": timezone.now()}, REMEMBERED)
    return redirect("held-log")


@require_safe
def export(request: SignedIn, kind: str) -> HttpResponseBase:
    """The entries of the filter. A wrong filter is told on the page, never answered with everything."""
    require_reader(request)
    form = reading.TrailForm(request.GET, user=request.user)
    if not form.is_valid():
        return log(request)
    asked: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value}
    if request.method == "GET":
        audit.record(Act.TRAIL_EXPORTED, by=request.user, details={"as": kind, "asked": asked})
    type, lines = KINDS[kind]
    response = StreamingHttpResponse(lines(form.rows()), content_type=type)
    response["Content-Disposition"] = f'attachment; filename="log-{timezone.localdate()}.{kind}"'
    response["Cache-Control"] = "no-store"
    return response
