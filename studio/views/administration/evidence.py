"""Evidence for one picture, saved as a ZIP."""

import os
from uuid import UUID

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from gallery import access
from gallery.models import Image, User
from gallery.views.signed_in import SignedIn
from studio.evidence import bundling


@require_POST
def make(request: SignedIn, pk: UUID) -> FileResponse:
    rows = Image.objects.filter(access.provable_images(request.user)).distinct()
    image = get_object_or_404(rows.select_related("owner", "team"), pk=pk)
    return answer(image, by=request.user)


def answer(image: Image, *, by: User) -> FileResponse:
    file = bundling.make(image, by=by)
    response = FileResponse(file, as_attachment=True, filename=f"evidence-{image.pk.hex[-12:]}.zip")
    response["Content-Type"] = "application/zip"
    response["Content-Length"] = str(os.fstat(file.fileno()).st_size)
    response["Cache-Control"] = "private, no-store"
    return response
