"""Evidence for one picture."""

from uuid import UUID

from django.http import FileResponse
from django.shortcuts import get_object_or_404
from ninja import Router

from gallery import access
from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from gallery.models import Image
from studio.views.administration.evidence import answer

router = Router()


@router.post(
    "/images/{id}/evidence",
    response={200: None, **documented(404)},
    operation_id="make_evidence",
    summary="Evidence for a picture",
)
def make_evidence(request: ApiRequest, id: UUID) -> FileResponse:
    """A ZIP that verifies offline: who, words, model, price, files with hashes, decisions, entries of the trail. For
    its owner; for moderators where it was reported or judged. That it was made is an entry of the trail.
    """
    rows = Image.objects.filter(access.provable_images(request.auth)).distinct()
    return answer(get_object_or_404(rows.select_related("owner", "team"), pk=id), by=request.auth)
