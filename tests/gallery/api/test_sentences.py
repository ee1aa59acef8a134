"""Wrong values are told in a person's words, never in those of a validator."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from gallery.api.problems import field_errors


class Role(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: UUID
    role: Literal["", "style"] = ""


class Asked(BaseModel):
    model_config = ConfigDict(strict=True)

    count: int = Field(1, ge=1, le=40)
    above: float = Field(1, gt=0, lt=2)
    words: str = Field("x", min_length=1, max_length=5)
    code: str = Field("xx", min_length=2)
    kind: Literal["team", "person"] = "team"
    rows: list[int] = Field([1], min_length=1, max_length=2)
    sure: bool = True
    day: Annotated[date | None, Field(strict=False)] = None
    at: Annotated[datetime | None, Field(strict=False)] = None
    sent: list[Annotated[UUID, Field(strict=False)] | Role] = []


def told(**values):
    with pytest.raises(ValidationError) as caught:
        Asked(**values)
    return field_errors([{**error, "loc": ("body", "body", *error["loc"])} for error in caught.value.errors()])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("count", 99, "The most here is 40."),
        ("count", 0, "The least here is 1."),
        ("count", "two", "Give a whole number here."),
        ("count", 2.5, "Give a whole number here."),
        ("above", 0, "This has to be more than 0."),
        ("above", 2, "This has to be less than 2."),
        ("above", "1", "Give a number here."),
        ("words", "", "This field is required."),
        ("words", "too long", "Give at most 5 characters."),
        ("words", 3, "Give text here."),
        ("code", "x", "Give at least 2 characters."),
        ("kind", "planet", "Give 'team' or 'person'."),
        ("rows", [], "Give at least 1 here."),
        ("rows", [1, 2, 3], "Give at most 2 here."),
        ("rows", "1,2", "Give a list here."),
        ("sure", "yes", "Give true or false here."),
        ("day", "tomorrow", "Give a day here, such as 2026-11-03."),
        ("at", "noon", "Give a time here, such as 2026-11-03T10:42:00Z."),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(field, value, sentence):
    assert told(**{field: value}) == {field: [sentence]}


def test_of_several_shapes_the_one_that_was_meant_is_told():
    one = "01a226e0-7cbe-7d7f-8d2c-4c5b3a0231cf"
    assert told(sent=["bad"]) == {"sent.0": ["This is no id."]}
    assert told(sent=[{"id": one, "role": "hat"}]) == {"sent.0.role": ["Give '' or 'style'."]}
    assert told(sent=[{"id": one, "hat": 1}]) == {"sent.0.hat": ["There is no field of this name."]}


def test_too_many_pictures_are_told_by_the_api(ada):
    body = {"prompt": "a vase", "models": [{"id": "openai/gpt-image-1-mini"}], "count": 99}
    assert ada.post("/runs", body).json()["errors"] == {"count": ["The most here is 40."]}
