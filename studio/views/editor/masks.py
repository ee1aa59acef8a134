"""Masks that come in from the editor or as a file."""

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gallery import ingest
from gallery.files.uploads import Unacceptable
from gallery.models import Image
from studio.composing.forms import as_uuid
from studio.views.requests import Request


@require_POST
def upload(request: Request) -> HttpResponse:
    """Keeps the posted ``mask`` of the picture ``of``: {id, width, height, share}, or {error} with a sentence."""
    picture = Image.objects.pictures_visible_to(request.user).filter(pk=as_uuid(request.POST.get("of", ""))).first()
    if picture is None:
        return JsonResponse({"error": _("The picture of this mask is gone.")}, status=404)
    file = request.FILES.get("mask")
    if file is None:
        return JsonResponse({"error": _("Choose a mask to upload.")}, status=422)
    try:
        mask, share = ingest.add_mask(owner=request.user, uploaded_file=file, of=picture)
    except Unacceptable as refusal:
        return JsonResponse({"error": str(refusal)}, status=413 if refusal.code == "too_large" else 422)
    return JsonResponse({"id": str(mask.pk), "width": mask.width, "height": mask.height, "share": share}, status=201)
