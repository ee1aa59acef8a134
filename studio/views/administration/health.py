"""Liveness for a container, readiness for a proxy, figures for Prometheus, and the administrators' page of all that."""

import secrets
from ipaddress import ip_address

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from gallery.access import is_administrator
from studio.administration import health, metrics, probing, traffic
from studio.views.administration.administrators import administrators_only
from studio.views.requests import Request

FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP")


@login_not_required
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """What it needs answers too; 503 with the names of what does not."""
    missing = health.failing(health.readiness())
    if missing:
        return HttpResponse(f"not ready: {', '.join(missing)}\n", status=503, content_type="text/plain")
    return HttpResponse("ready\n", content_type="text/plain")


@login_not_required
@require_safe
@never_cache
def prometheus(request: HttpRequest) -> HttpResponse:
    """To whoever knows METRICS_TOKEN, to this machine itself, and to administrators."""
    if not (knows_token(request) or is_here(request) or is_administrator(request.user)):
        raise PermissionDenied
    return HttpResponse(metrics.text(), content_type=CONTENT_TYPE_LATEST)


def knows_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and secrets.compare_digest(given.encode(), wanted.encode())


def is_here(request: HttpRequest) -> bool:
    """From loopback, and not through a proxy that stands there. Where a token is set it alone counts."""
    if settings.METRICS_TOKEN or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@require_safe
@administrators_only
@never_cache
def page(request: Request) -> HttpResponse:
    found, checks = traffic.queues(), health.checks()
    context = {
        "tab": "health",
        "administers": True,
        "checks": checks,
        "failing": sum(not check.ok for check in checks),
        "queues": found,
        "waiting": sum(queue.waiting for queue in found),
        "oldest": max(queue.oldest for queue in found),
        "sessions": health.alive(),
        "vendors": traffic.days(traffic.hours()),
        "versions": health.versions(),
    }
    return render(request, "administration/health.html", context)


@require_POST
@administrators_only
def probe(request: Request) -> HttpResponse:
    """A worker writes, reads and removes a file."""
    probing.ask_storage(by=request.user)
    messages.success(request, _("A worker tests the storage now."))
    return redirect("setup-step", "storage") if request.POST.get("next") == "setup" else redirect("health")
