"""How people get in."""

from typing import Literal

from ninja import Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented, invalid_form
from gallery.models import Entrance
from gallery.people import welcoming
from studio.api.administration import administrator
from studio.api.orders import STRICT
from studio.people.entrance_forms import EntranceForm

router = Router()


class EntranceOut(BaseModel):
    signup: Literal["open", "domains", "invited"] = Field(description="Who may make an account.")
    domains: list[str] = Field(max_length=200, description="Of e-mail addresses, for `domains`.")
    newcomers: Literal["member", "guest"] = Field(description="What somebody who signs up becomes.")
    vouched: bool = Field(description="Whoever the sign-in provider lets in gets an account.")
    second_factor: bool = Field(description="Administrators and moderators need one.")


class EntranceIn(EntranceOut):
    model_config = STRICT


@router.get(
    "/entrance",
    response={200: EntranceOut, **documented(403)},
    operation_id="get_entrance",
    summary="How people get in",
)
def get_entrance(request: ApiRequest) -> EntranceOut:
    """For administrators."""
    administrator(request)
    return told()


@router.put(
    "/entrance",
    response={200: EntranceOut, **documented(400, 403, 413, 415, 422)},
    operation_id="set_entrance",
    summary="Set how people get in",
)
def set_entrance(request: ApiRequest, body: EntranceIn) -> EntranceOut:
    """For administrators. All of it at once; it counts from now on."""
    administrator(request)
    form = EntranceForm(
        body.model_dump() | {"domains": "\n".join(body.domains)}, instance=Entrance.current(), by=request.auth
    )
    if not form.is_valid():
        raise invalid_form(form)
    welcoming.save_entrance(form.save(commit=False), by=request.auth)
    return told()


def told() -> EntranceOut:
    row = Entrance.current()
    names = [name for name in EntranceOut.model_fields if name != "domains"]
    return EntranceOut(domains=row.domains.split(), **{name: getattr(row, name) for name in names})
