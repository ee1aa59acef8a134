"""Everything that can go wrong at the gateway, as one tree (provider-api.md section 12).

GatewayError
├── NotSent            the request never left: DNS, connect, TLS, no free connection       repeat, not billed
├── Busy               429; 503 or 409 whose words say so; ``retry_after`` seconds          repeat, not billed
├── Refused            the vendor's safety filter                                           not billed
│   ├── PromptRefused      the words or a reference
│   └── PictureRefused     made, but withheld
├── Rejected           a certain no                                                         not billed
│   ├── BadParameter       400, 413, 422: our bug or a stale form
│   ├── KeyRejected        401
│   ├── NoCredit           402, 403 insufficient_user_quota
│   ├── NotAllowed         403 of any other kind
│   └── ModelGone          404, model_not_found: perhaps for this key alone
│       └── ModelRetired       410, model_retired: for everybody
├── VendorFailed       a certain failure told by the vendor: 200 with an error, a failed task   not billed
├── InDoubt            nobody knows what became of it                                       may be billed
│   ├── NoAnswer           time-out, reset, closed socket after the request left
│   ├── VendorFault        500, 502, 504, 425, 503 of other words
│   └── Unreadable         2xx whose body makes no sense, HTML, an empty answer
└── NotUsable          made and delivered, but no picture can be kept                       billed
    ├── LinkBroken         truncated, timed out, 5xx at the store: worth another try
    ├── LinkExpired        404, 403, 410 at the store
    ├── NotAPicture        HTML, SVG, text, a format we do not take
    ├── TooLarge           over the byte or pixel cap
    └── ForbiddenAddress   a link to a place that we do not fetch from

``who`` must act: "user" (reword, choose), "account" (key, credit), "operator", "vendor" (wait).
``repeatable``: safe to send again by itself. ``billed``: "no", "yes" or "maybe".
``code`` is stable, stored on the row and in the API; ``detail`` holds the vendor's own words.
"""

# ruff: noqa: N818 (the names are what happened, as they are read where they are raised)

from typing import ClassVar


class GatewayError(Exception):
    code: ClassVar[str] = "gateway_error"
    who: ClassVar[str] = "vendor"
    repeatable: ClassVar[bool] = False
    billed: ClassVar[str] = "maybe"

    def __init__(
        self, detail: str = "", *, request_id: str = "", status: int | None = None, retry_after: float | None = None
    ):
        super().__init__(detail or self.code)
        self.detail = detail
        self.request_id = request_id
        self.status = status
        self.retry_after = retry_after


class NotSent(GatewayError):
    code = "not_sent"
    repeatable = True
    billed = "no"


class Busy(GatewayError):
    code = "vendor_busy"
    repeatable = True
    billed = "no"


class Refused(GatewayError):
    code = "refused"
    who = "user"
    billed = "no"


class PromptRefused(Refused):
    code = "prompt_refused"


class PictureRefused(Refused):
    code = "picture_refused"


class Rejected(GatewayError):
    code = "rejected"
    who = "operator"
    billed = "no"


class BadParameter(Rejected):
    code = "bad_parameter"


class KeyRejected(Rejected):
    code = "key_rejected"
    who = "account"


class NoCredit(Rejected):
    code = "no_credit"
    who = "account"


class NotAllowed(Rejected):
    code = "not_allowed"
    who = "account"


class ModelGone(Rejected):
    code = "model_gone"


class ModelRetired(ModelGone):
    pass


class VendorFailed(GatewayError):
    code = "vendor_failed"
    billed = "no"


class InDoubt(GatewayError):
    code = "in_doubt"
    who = "user"
    billed = "maybe"


class NoAnswer(InDoubt):
    code = "no_answer"


class VendorFault(InDoubt):
    code = "vendor_fault"


class Unreadable(InDoubt):
    code = "unreadable"


class NotUsable(GatewayError):
    code = "not_usable"
    billed = "yes"


class LinkBroken(NotUsable):
    code = "link_broken"
    repeatable = True


class LinkExpired(NotUsable):
    code = "link_expired"


class NotAPicture(NotUsable):
    code = "not_a_picture"


class TooLarge(NotUsable):
    code = "too_large"


class ForbiddenAddress(NotUsable):
    code = "forbidden_address"
