"""Which error an answer amounts to: the table of provider-api.md section 12."""

from datetime import UTC, datetime

import pytest

from studio.gateway import errors as e
from studio.gateway.classify import RETRY_AFTER_CAP, Complaint, http_error, retry_after, told_error


def body(code="", message="", **more):
    return {"error": {"message": message, "type": "Aihubmix_api_error", "code": code} | more}


TABLE = [
    (400, body("size_not_supported", "size is not supported"), e.BadParameter),
    (400, body("schema_violation", "unknown key"), e.BadParameter),
    (400, body("", "safety_tolerance must be between 0 and 5"), e.BadParameter),
    (400, body("", "size names are case sensitive"), e.BadParameter),
    (400, body("moderation_blocked", "Your request was rejected by the safety system."), e.PromptRefused),
    (400, body("content_policy_violation", "…"), e.PromptRefused),
    (400, body("InputImageSensitiveContentDetected", "…"), e.PromptRefused),
    (400, body("InputTextRiskDetection", "…"), e.PromptRefused),
    (400, body("OutputImageSensitiveContentDetected", "…"), e.PictureRefused),
    (400, body("", "the text holds sensitive information"), e.PromptRefused),
    (400, {"error": {"code": 400, "message": "bad aspect", "status": "INVALID_ARGUMENT"}}, e.BadParameter),
    (400, body("model_retired", "This model has been retired"), e.ModelRetired),
    (401, body("invalid_api_key", "Incorrect API key"), e.KeyRejected),
    (401, body("", "this key holds sensitive information"), e.KeyRejected),
    (401, {"message": "token expired"}, e.KeyRejected),
    (402, body("", "no credit"), e.NoCredit),
    (403, body("insufficient_user_quota", "quota is not enough"), e.NoCredit),
    (403, body("async_not_enabled", "…"), e.NotAllowed),
    (403, body("", "this key may not use the model"), e.NotAllowed),
    (404, "<html><h1>Not Found</h1></html>", e.ModelGone),
    (409, {"message": "busy"}, e.Busy),
    (409, {"message": "conflict"}, e.BadParameter),
    (404, body("model_not_found", "no such model"), e.ModelGone),
    (410, {}, e.ModelRetired),
    (413, "Request Entity Too Large", e.BadParameter),
    (422, {"detail": "aspect_ratio is wrong"}, e.BadParameter),
    (425, {"message": "too early, busy"}, e.VendorFault),
    (429, body("rate_limit_exceeded", "slow down"), e.Busy),
    (429, body("rate_limit_exceeded", "the safety tier allows ten a minute"), e.Busy),
    (429, body("insufficient_quota", "check your billing"), e.NoCredit),
    (503, body("", "no channel for model x"), e.Busy),
    (503, body("model_not_found", "no available channel"), e.Busy),
    (503, body("no_available_channel", "try later"), e.Busy),
    (503, body("rate_limit_exceeded", "…"), e.Busy),
    (503, body("", "The model is overloaded. Please try again later."), e.Busy),
    (503, body("", "internal"), e.VendorFault),
    (503, "<html><h1>503 Service Temporarily Unavailable</h1></html>", e.VendorFault),
    (503, "<html>The proxy is busy</html>", e.VendorFault),
    (503, "", e.VendorFault),
    (503, {}, e.VendorFault),
    (500, body("", "internal"), e.VendorFault),
    (500, body("moderation_blocked", "rejected by the safety system"), e.PromptRefused),
    (502, "<html>Bad gateway</html>", e.VendorFault),
    (502, "<html>Bad gateway. Trust &amp; Safety, insufficient balance</html>", e.VendorFault),
    (400, "rejected by the safety system (score < 0.2)", e.PromptRefused),
    (403, "<html>Blocked for the safety of this site</html>", e.NotAllowed),
    (504, "", e.VendorFault),
    (524, "error code: 524", e.VendorFault),
    (302, "", e.Rejected),
    (418, "", e.BadParameter),
]


@pytest.mark.parametrize(("status", "document", "kind"), TABLE)
def test_status_and_words_make_the_error(status, document, kind):
    assert type(http_error(status, document)) is kind


def test_a_422_of_ideogram_is_a_refusal():
    assert type(http_error(422, {"error": "prompt failed"}, family="ideogram")) is e.PromptRefused


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (Complaint("boom"), e.VendorFailed),
        (Complaint("bad", number=400), e.BadParameter),
        (Complaint("slow down", number=429), e.VendorFailed),
        (Complaint("internal", number=500), e.VendorFailed),
        (Complaint("x", "insufficient_user_quota"), e.NoCredit),
        (Complaint("Content Moderated"), e.PictureRefused),
    ],
)
def test_a_complaint_in_a_good_answer_is_never_repeated(said, kind):
    error = told_error(said)
    assert type(error) is kind
    assert not error.repeatable


def test_the_request_id_is_read_from_the_text():
    assert http_error(500, body("", "upstream (tid: 2026112411)")).request_id == "2026112411"


def test_markup_is_taken_out_of_the_detail():
    page = "<html><style>p{}</style><h1>502</h1>\n<p>Bad gateway</p></html>"
    assert http_error(502, page).detail == "502 Bad gateway"


def test_key_like_words_never_reach_the_detail():
    error = http_error(401, body("", "Incorrect API key provided: sk-abcd1234efgh. Bearer sk-abcd1234efgh"))
    assert "abcd1234" not in repr(error) + str(error) + error.detail


NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        ("0.5", 0.5),
        ("-3", 0.0),
        ("99999", RETRY_AFTER_CAP),
        ("Tue, 24 Nov 2026 12:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("soon", None),
        ("nan", None),
    ],
)
def test_retry_after_is_seconds_within_a_cap(header, seconds):
    assert retry_after(header, NOW) == seconds


@pytest.mark.parametrize("document", ["<html><h1>503</h1></html>", "", {"message": "service unavailable"}])
def test_an_unavailable_service_may_have_billed_and_is_not_repeated(document):
    error = http_error(503, document, retry_after=7)
    assert (error.repeatable, error.billed, error.retry_after) == (False, "maybe", None)


def test_only_a_busy_vendor_names_a_wait():
    assert http_error(429, {}, retry_after=7).retry_after == 7
    assert http_error(500, {}, retry_after=7).retry_after is None


def test_the_tree_says_what_may_be_repeated_and_what_was_billed():
    repeatable = {kind for kind in vars(e).values() if isinstance(kind, type) and kind.__dict__.get("repeatable")}
    assert repeatable == {e.NotSent, e.Busy, e.LinkBroken}
    assert {e.NoAnswer.billed, e.VendorFault.billed, e.Unreadable.billed} == {"maybe"}
