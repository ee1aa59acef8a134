"""Evidence for one picture, saved as a ZIP."""

import os
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from gallery import access
from gallery.models import Image, User
from gallery.views.signed_in import SignedIn
from studio.evidence import bundling, signing


@require_POST
def make(request: SignedIn, pk: UUID) -> FileResponse:
    rows = Image.objects.filter(access.provable_images(request.user)).distinct()
    image = get_object_or_404(rows.select_related("owner", "team"), pk=pk)
    return answer(image, by=request.user)


@require_safe
@login_not_required
def key(request: HttpRequest) -> HttpResponse:
    """What bundles are signed with, for everybody who has one: the present key, then earlier ones."""
    return HttpResponse(signing.every_pem(), content_type="application/x-pem-file")


def answer(image: Image, *, by: User) -> FileResponse:
    file = bundling.make(image, by=by)
    response = FileResponse(file, as_attachment=True, filename=f"evidence-{image.pk.hex[-12:]}.zip")
    response["Content-Type"] = "application/zip"
    response["Content-Length"] = str(os.fstat(file.fileno()).st_size)
    response["Cache-Control"] = "private, no-store"
    return response
