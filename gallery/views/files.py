"""Bytes of one picture after a check of who asks. Lists use the signed links of gallery.files.media instead."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from gallery import access, audit
from gallery.audit import Act
from gallery.export import cleaning
from gallery.files import delivery, moving, signatures, storage
from gallery.models import Image

PREVIEW_WIDTH = 640


@require_safe
def original(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The bytes as they came; ``?download`` saves them. Others than its owner get an upload without its place."""
    image = get_object_or_404(Image.objects.visible_to(request.user), pk=pk)
    download = "download" in request.GET
    if cleaning.needed(image, request.user):
        response = cleaning.send(image, download=download)
    else:
        response = delivery.send(request, image, storage.original_name(image), download=download)
    if download:
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
