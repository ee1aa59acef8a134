"""What the gateway's word takes from the offer, and what it does not."""

import pytest

from studio import offer
from studio.gateway.classify import http_error
from studio.models import Retirement

MINI = "openai/gpt-image-1-mini"
GONE = (410, {})
RETIRED = (400, {"error": {"code": "model_retired", "message": "No more."}})
NOT_YOURS = (404, {"error": {"code": "model_not_found", "message": "The model does not exist or is not yours."}})

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("answer", [GONE, RETIRED])
def test_what_the_gateway_retired_is_offered_to_nobody(answer):
    offer.retire_gone(MINI, http_error(*answer), key_source="instance")
    assert offer.get(MINI).retired


@pytest.mark.parametrize(
    ("answer", "source"),
    [
        (NOT_YOURS, "instance"),
        ((404, "<html>model not found</html>"), "instance"),
        (GONE, "personal"),
        (RETIRED, "sandbox"),
        (GONE, ""),
    ],
)
def test_what_one_key_may_not_use_is_still_offered(answer, source):
    offer.retire_gone(MINI, http_error(*answer), key_source=source)
    assert not Retirement.objects.exists()
