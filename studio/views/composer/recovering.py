"""A file that gives back its recipe: dropped on a page, or chosen in a form."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from studio.composing.recovering import recover
from studio.views.requests import Request


@require_http_methods(["GET", "HEAD", "POST"])
def recover_recipe(request: Request) -> HttpResponse:
    """The form; a POST reads the file and offers its fields. For a script 204 says that it carries none."""
    if request.method != "POST":
        return render(request, "studio/recover.html", {})
    file = request.FILES.get("file")
    if file is None or not file.size:
        return render(request, "studio/recover.html", {"error": _("Choose a file.")}, status=422)
    if file.size > settings.UPLOAD_MAX_BYTES:
        return render(request, "studio/recover.html", {"error": _("This file is too large to read.")}, status=422)
    found = recover(file.read(), request.user)
    if request.headers.get("X-Fragment"):
        if not found.found:
            return HttpResponse(status=204)
        return render(request, "studio/_recovered.html", {"recovered": found, "file_name": file.name})
    error = "" if found.found else _("This file carries no recipe that can be read.")
    status = 200 if found.found else 422
    return render(
        request, "studio/recover.html", {"recovered": found, "error": error, "file_name": file.name}, status=status
    )
