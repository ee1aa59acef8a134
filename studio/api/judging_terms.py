"""How things are judged: the queue's goal, reports, likenesses, and the gateway's check of words."""

from typing import Annotated, Literal

from ninja import Router
from pydantic import BaseModel, Field

from gallery.api.auth import ApiRequest
from gallery.api.problems import documented
from gallery.audit import Act
from studio.administration import terms
from studio.api.administration import administrator
from studio.api.orders import STRICT
from studio.models import InstanceSettings

router = Router()

Category = Annotated[str, Field(max_length=60, pattern=r"^[\w/ -]*$")]
Score = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


class JudgingTerms(BaseModel):
    held_goal: int = Field(ge=1, le=30_000, description="Minutes until something held should be judged.")
    hide_after_reports: int | None = Field(ge=1, le=30_000, description="Null: a report hides nothing by itself.")
    block_distance: int = Field(ge=0, le=11, description="Bits of 64 that a likeness may differ in.")
    screening: Literal["off", "through", "hold"] = Field(
        description="Whether the gateway checks words before anything is reserved or sent."
    )
    screening_model: str = Field(min_length=1, max_length=100, pattern=r"^[\w./:-]+$")
    screening_thresholds: dict[Category, Score] = Field(
        max_length=100, description="Score from which a category holds; the empty name is for all others."
    )


class JudgingTermsIn(JudgingTerms):
    model_config = STRICT


@router.get(
    "/judging-terms",
    response={200: JudgingTerms, **documented(403)},
    operation_id="get_judging_terms",
    summary="Judging",
)
def get_judging_terms(request: ApiRequest) -> JudgingTerms:
    """For administrators."""
    administrator(request)
    return told(InstanceSettings.current())


@router.put(
    "/judging-terms",
    response={200: JudgingTerms, **documented(400, 403, 413, 415, 422)},
    operation_id="set_judging_terms",
    summary="Set how things are judged",
)
def set_judging_terms(request: ApiRequest, body: JudgingTermsIn) -> JudgingTerms:
    """For administrators. All of them at once; they count from the next press on."""
    by = administrator(request)
    terms.save(InstanceSettings(**body.model_dump(mode="json")), terms.JUDGING, act=Act.SETTINGS_CHANGED, by=by)
    return told(InstanceSettings.current())


def told(settings: InstanceSettings) -> JudgingTerms:
    return JudgingTerms(**{name: getattr(settings, name) for name in terms.JUDGING})
