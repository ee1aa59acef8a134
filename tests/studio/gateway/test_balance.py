"""What a key has left, in every spelling of section 13."""

from decimal import Decimal

import httpx
import pytest

from studio.gateway.errors import Busy, KeyRejected, NotSent, VendorFailed
from tests.studio.gateway.builders import KEY, gateway


def remaining(document, status=200, page=None):
    def answer(request):
        if request.url.path == "/api/status":
            assert "authorization" not in request.headers
            return httpx.Response(200, json=page) if page else httpx.Response(404)
        assert request.url.path == "/dashboard/billing/remain"
        return (
            httpx.Response(status, json=document)
            if not isinstance(document, str)
            else httpx.Response(status, text=document)
        )

    return gateway(answer).balance(KEY).remaining


@pytest.mark.parametrize(
    ("document", "dollars"),
    [
        ({"total_usage": 12.34}, "12.34"),
        ({"total_usage": 0}, "0"),
        ({"remain": "3.5"}, "3.5"),
        ({"data": {"credit": 7}}, "7"),
        ({"total_usage": -0.000002}, None),
        ({"total_usage": 100_000_000}, None),
    ],
)
def test_figures_are_dollars(document, dollars):
    assert remaining(document) == (None if dollars is None else Decimal(dollars))


def test_points_are_divided_where_the_gateway_counts_in_them():
    page = {"success": True, "data": {"display_in_currency": False, "quota_per_unit": 500_000}}
    assert remaining({"total_usage": 1_000_000}, page=page) == 2


def test_dollars_stay_dollars_where_the_gateway_says_so():
    assert remaining({"total_usage": 5}, page={"data": {"display_in_currency": True}}) == 5


@pytest.mark.parametrize(
    ("document", "status", "kind"),
    [
        ({"error": {"message": "bad token"}}, 401, KeyRejected),
        ({"success": False, "message": "invalid token"}, 200, KeyRejected),
        ({"error": {"message": "boom"}}, 200, VendorFailed),
        ({}, 429, Busy),
        ("<html>", 502, VendorFailed),
        ("<html>", 200, VendorFailed),
        ({"words": "none"}, 200, VendorFailed),
        ({"total_usage": "many"}, 200, VendorFailed),
        ({"total_usage": True}, 200, VendorFailed),
    ],
)
def test_errors_are_never_in_doubt(document, status, kind):
    with pytest.raises(kind) as caught:
        remaining(document, status)
    assert caught.value.billed == "no"


@pytest.mark.parametrize(("raised", "kind"), [(httpx.ConnectError, NotSent), (httpx.ReadTimeout, VendorFailed)])
def test_a_lost_answer_costs_nothing(raised, kind):
    def answer(request):
        raise raised("gone", request=request)

    with pytest.raises(kind):
        gateway(answer).balance(KEY)
