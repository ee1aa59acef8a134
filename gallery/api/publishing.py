"""Publish a picture in a team, and take it out again."""

from typing import Annotated
from uuid import UUID

from ninja import Router
from pydantic import BaseModel, ConfigDict, Field

from gallery.api.auth import ApiRequest
from gallery.api.images import ImageId, own, visible
from gallery.api.problems import Problem, documented, invalid
from gallery.api.shapes import ImageOut, base_of, full
from gallery.models import Team
from gallery.people import publishing

router = Router()


class PublishIn(BaseModel):
    model_config = ConfigDict(extra="forbid")

    team: Annotated[UUID, Field(description="A team that you may publish in.")]


@router.post(
    "/images/{id}/publish",
    response={200: ImageOut, **documented(400, 403, 404, 409, 413, 415, 422)},
    operation_id="publish_image",
    summary="Publish a picture in a team",
)
def publish_image(request: ApiRequest, id: ImageId, body: PublishIn) -> ImageOut:
    """Its owner's right, where the role is owner or editor. Everybody in the team sees it then."""
    image = own(request, id)
    team = Team.objects.visible_to(request.auth).filter(pk=body.team).first()
    if team is None:
        raise invalid({"team": ["There is no team of this id that you are in."]})
    if not publishing.publish(image, team=team, by=request.auth):
        raise Problem(409, "This picture lies in the trash. Restore it first.")
    return full(image, base=base_of(request), user=request.auth)


@router.post(
    "/images/{id}/withdraw",
    response={200: ImageOut, **documented(403, 404, 409)},
    operation_id="withdraw_image",
    summary="Take a picture out of its team",
)
def withdraw_image(request: ApiRequest, id: ImageId) -> ImageOut:
    """The right of the picture's owner and of the team's. It stays its owner's; answers with it as it is now."""
    image = visible(request, id)
    if image.team_id is None:
        raise Problem(409, "This picture is in no team.")
    if not publishing.withdraw(image, by=request.auth):
        raise Problem(409, "This picture is in that team no more.")
    return full(image, base=base_of(request), user=request.auth)
