"""Bytes of one picture after a check of who asks. Lists use the signed links of gallery.files.media instead."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gallery import access, audit
from gallery.audit import Act
from gallery.files import delivery, moving, signatures, storage
from gallery.models import Image
from gallery.models.image import Kind

CLEAN_WIDTH = 1280
PREVIEW_WIDTH = 640


@require_safe
def original(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The bytes as they came; ``?download`` saves them. An upload's go to its owner, others get a cleaned copy."""
    image = get_object_or_404(Image.objects.visible_to(request.user), pk=pk)
    name = storage.original_name(image)
    if image.kind != Kind.GENERATED and image.owner_id != request.user.pk:
        if not signatures.has_renditions(image):
            raise Http404("Its cleaned copies are not made yet.")
        name = storage.rendition_name(image, CLEAN_WIDTH, "webp")
    response = delivery.send(request, image, name, download="download" in request.GET)
    if "download" in request.GET:
        audit.record(Act.EXPORTED, by=request.user, obj=image, details={"as": "original", "bytes": image.bytes})
    return response


@require_safe
def preview(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A picture in its owner's trash, which no signed link reaches."""
    trashed = Q(owner=request.user, trashed_at__isnull=False, moderation="", purged_at=None)
    image = get_object_or_404(Image.objects.filter(access.visible_images(request.user) | trashed).distinct(), pk=pk)
    if signatures.has_renditions(image):
        key = storage.rendition_key(image.pk, PREVIEW_WIDTH, "webp")
        return delivery.send(request, image, moving.present_name(image, key))
    if image.owner_id != request.user.pk:
        raise Http404
    key = storage.original_key(image.pk, image.format)
    return delivery.send(request, image, moving.present_name(image, key))
