"""A person's own gateway key: stored, tested by the gateway's free balance call, taken away. Never shown again."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery import audit
from gallery.audit import Act
from studio import keys
from studio.gateway.errors import GatewayError, KeyRejected, NoCredit, NotAllowed
from studio.models import Credential, Outcome

SHOWN = 4  # characters at the end of a key

OUTCOMES = {True: Outcome.WORKS, False: Outcome.REFUSED, None: Outcome.NO_ANSWER}
NOT_ACCEPTED = gettext_lazy(
    "The gateway does not accept this key. Check that it was copied whole and is not switched off there."
)


class NotAccepted(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The gateway refuses the key, in words for whoever gave it."""

    def __init__(self) -> None:
        super().__init__(str(NOT_ACCEPTED))


@dataclass(frozen=True, slots=True)
class Tested:
    """``accepted`` None: the gateway gave no answer, so nothing is known. ``remaining`` US dollars, None: no limit."""

    accepted: bool | None
    remaining: Decimal | None = None
    said: str = ""


def try_out(key: str) -> Tested:
    """Asks AiHubMix, never the sandbox gateway: a stored key is a key for the real one. Spends nothing."""
    try:
        balance = keys.gateway(False).balance(key)
    except NoCredit:
        return Tested(True, Decimal(0))
    except (KeyRejected, NotAllowed) as error:
        return Tested(False, said=error.detail)
    except GatewayError as error:
        return Tested(None, said=error.detail)
    return Tested(True, balance.remaining)


def take(*, user: Any, key: str) -> Tested:
    """Tests a key first, then keeps it; without an answer it is kept untested.

    Raises:
        NotAccepted: the gateway refuses it; an earlier one stays.
    """
    tested = try_out(key)
    if tested.accepted is False:
        raise NotAccepted
    store(user=user, key=key, tested=tested)
    return tested


def test_again(credential: Credential) -> Tested:
    """One that can be read no more, after a change of SECRET_KEY, is refused without a call."""
    tested = try_out(credential.key) if credential.key else Tested(False)
    note(credential, tested)
    return tested


def store(*, user: Any, key: str, tested: Tested) -> Credential:
    """In the place of an earlier one."""
    values = {
        "key": key,
        "last_four": key[-SHOWN:],
        "outcome": OUTCOMES[tested.accepted],
        "created_at": timezone.now(),
        **result(tested),
    }
    with transaction.atomic():
        credential, fresh = Credential.objects.update_or_create(user=user, defaults=values)
        act = Act.KEY_SET if fresh else Act.KEY_ROTATED
        audit.record(act, by=user, obj=credential, details={"whose": "personal", "ends": credential.last_four})
    keys.forget(user)
    return credential


def note(credential: Credential, tested: Tested) -> None:
    """Remembers a test; one without an answer leaves what the last one said."""
    if tested.accepted is None:
        return
    Credential.objects.filter(pk=credential.pk, last_four=credential.last_four).update(**result(tested))


def result(tested: Tested) -> dict[str, Any]:
    if not tested.accepted:
        return {"tested_at": None, "balance": None}
    return {"tested_at": timezone.now(), "balance": tested.remaining}


def remove(*, user: Any) -> bool:
    with transaction.atomic():
        credential = Credential.objects.filter(user=user).first()
        deleted, _ = Credential.objects.filter(user=user).delete()
        if deleted:
            audit.record(Act.KEY_REMOVED, by=user, obj=credential, details={"whose": "personal"})
    keys.forget(user)
    return bool(deleted)
