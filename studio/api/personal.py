"""A person's data: taken out, and erased."""

from typing import Literal

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404
from ninja import Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import Problem, documented, invalid_form
from gallery.models import User
from gallery.people import standing
from studio.api.administration import administrator
from studio.api.orders import STRICT
from studio.personal import erasing
from studio.views.administration.personal import EraseForm, zipped

router = Router()


class EraseIn(BaseModel):
    model_config = STRICT

    pictures: Literal["hand", "delete"] = Field(description="Handed to `heir`, or deleted for good.")
    heir: str = Field(default="", max_length=150, description="Username of who gets the pictures.")
    username: str = Field(max_length=150, description="The person's username, once more.")


@router.post("/account/export", response={200: None, **documented()}, operation_id="export_own", summary="My data")
def export_own(request: ApiRequest) -> StreamingHttpResponse:
    """Everything about me as a ZIP: rows as JSON lines, originals, what the audit trail says."""
    return zipped(request.auth, by=request.auth)


@router.post(
    "/people/{username}/export",
    response={200: None, **documented(403, 404)},
    operation_id="export_person",
    summary="Somebody's data",
)
def export_person(request: ApiRequest, username: str) -> StreamingHttpResponse:
    """For administrators."""
    administrator(request)
    return zipped(get_object_or_404(User, username=username, erased_at=None), by=request.auth)


@router.post(
    "/people/{username}/erase",
    response={204: None, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="erase_person",
    summary="Erase somebody",
)
def erase_person(request: ApiRequest, username: str, body: EraseIn) -> tuple[int, None]:
    """For administrators; it cannot be undone. The last administrator is refused with 409."""
    administrator(request)
    form = EraseForm(body.model_dump(), person=get_object_or_404(User, username=username, erased_at=None))
    if not form.is_valid():
        raise invalid_form(form)
    try:
        erasing.erase(form.person, by=request.auth, heir=form.found)
    except standing.LastAdministrator as refusal:
        raise Problem(409, str(refusal)) from None
    return 204, None
