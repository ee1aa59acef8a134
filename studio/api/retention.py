"""How long things are kept."""

from ninja import Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from studio import retention
from studio.api.administration import administrator
from studio.api.orders import STRICT
from studio.models import InstanceSettings

router = Router()


class Days(BaseModel):
    """Null: for ever; of sessions, as the cookie says."""

    trash_days: int = Field(ge=1, le=3650)
    removed_days: int = Field(ge=1, le=3650)
    prompt_days: int | None = Field(ge=1, le=3650)
    notice_days: int | None = Field(ge=1, le=3650)
    session_days: int | None = Field(ge=1, le=3650)


class DaysIn(Days):
    model_config = STRICT

    dry_run: bool = Field(default=False, description="Only say what would go.")


class GoingOut(BaseModel):
    label: str
    number: int
    bytes: int | None


class DaysOut(Days):
    going: list[GoingOut] = Field(description="What the next rounds take away under these days.")
    saved: bool


@router.get("/retention", response={200: DaysOut, **documented(403)}, operation_id="get_retention", summary="Keeping")
def get_retention(request: ApiRequest) -> DaysOut:
    """For administrators."""
    administrator(request)
    return told(InstanceSettings.current(), saved=True)


@router.put(
    "/retention",
    response={200: DaysOut, **documented(400, 403, 413, 415, 422)},
    operation_id="set_retention",
    summary="Set how long things are kept",
)
def set_retention(request: ApiRequest, body: DaysIn) -> DaysOut:
    """For administrators. `dry_run` first tells what would go."""
    by = administrator(request)
    settings = InstanceSettings(**body.model_dump(exclude={"dry_run"}))
    if not body.dry_run:
        retention.save(settings, by=by)
    return told(settings, saved=not body.dry_run)


def told(settings: InstanceSettings, *, saved: bool) -> DaysOut:
    days = {name: getattr(settings, name) for name in retention.NAMES}
    going = [GoingOut(label=one.label, number=one.number, bytes=one.bytes) for one in retention.preview(settings)]
    return DaysOut(**days, going=going, saved=saved)
