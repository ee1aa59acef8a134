"""Whose key pays for a call, and where: personal, team's, the instance's row, the environment's, sandbox."""

import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.cache import cache

from gallery.remembered import Remembered
from studio.gateway import Gateway, GatewayConfig
from studio.models import Credential, KeyKind

SANDBOX_KEY = "sk-sandbox"
OWN_KEY = "own-key:{}"
REMEMBERED = 300  # seconds
HELD = 2.0  # seconds that a process knows the instance's key by heart: a new one counts everywhere after them


class NoKey(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """Neither the person nor the instance has a key, and no sandbox gateway runs."""


@dataclass(frozen=True, slots=True)
class Key:
    """``source``: personal, team, instance or sandbox. The value never appears in a repr."""

    source: str
    value: str = field(repr=False)


class Held:
    """The instance's own key as this process read it last; in no cache that others share."""

    def __init__(self) -> None:
        self.value, self.until = "", 0.0

    def read(self) -> str:
        if time.monotonic() >= self.until:
            row = Credential.objects.filter(kind=KeyKind.INSTANCE).first()
            self.value, self.until = row.key if row else "", time.monotonic() + HELD
        return self.value

    def forget(self) -> None:
        self.until = 0.0


held = Held()


def instance_key() -> str:
    """The row's, which an administrator set, before the environment's."""
    return held.read() or settings.AIHUBMIX_API_KEY


def on_sandbox() -> bool:
    """No instance key: whoever stored none of their own runs on the sandbox gateway."""
    return bool(settings.SANDBOX_URL) and not instance_key()


def with_own() -> frozenset[Any]:
    return frozenset(Credential.objects.exclude(user=None).exclude(key="").values_list("user_id", flat=True))


own = Remembered(with_own, Credential._meta.db_table)  # who has a key, never a key


def has_own(user: Any) -> bool:
    return user.pk in own()


def shows_demo(user: Any) -> bool:
    """Whether this person's pages say that nothing is charged. Asked by every page, so remembered for a while."""
    if not on_sandbox():
        return False
    if not user.is_authenticated:
        return True
    return not cache.get_or_set(OWN_KEY.format(user.pk), lambda: has_own(user), REMEMBERED)


def forget(user: Any) -> None:
    """After a key was stored or removed."""
    cache.delete(OWN_KEY.format(user.pk))


def source_for(user: Any, team: Any = None) -> str:
    """Whose key a new generation of this person uses, for this team where it is one's.

    Raises:
        NoKey: there is none.
    """
    if has_own(user):
        return "personal"
    if team is not None and Credential.objects.filter(team=team).exclude(key="").exists():
        return "team"
    if instance_key():
        return "instance"
    if settings.SANDBOX_URL:
        return "sandbox"
    raise NoKey


def key_of(source: str, user_id: Any, team_id: Any = None) -> Key:
    """The key itself, read when the call is made and held by nothing else.

    Raises:
        NoKey: it was taken away since the run was submitted.
    """
    if source == "instance":
        value = instance_key()
    elif source == "sandbox":
        value = SANDBOX_KEY
    else:
        whose = {"team_id": team_id} if source == "team" else {"user_id": user_id}
        credential = Credential.objects.filter(kind=source, **whose).first()
        value = credential.key if credential else ""
    if not value:
        raise NoKey
    return Key(source, value)


@lru_cache
def gateway(sandbox: bool) -> Gateway:
    """The shared client of this process: one for AiHubMix, one for the sandbox gateway."""
    base = settings.SANDBOX_URL if sandbox else settings.AIHUBMIX_BASE_URL
    tasks = settings.SANDBOX_URL if sandbox else settings.AIHUBMIX_TASKS_URL
    config = GatewayConfig(
        base_url=base,
        tasks_url=tasks,
        app_code=settings.AIHUBMIX_APP_CODE,
        trusted_origins=settings.DOWNLOAD_TRUSTED_ORIGINS,
        download_proxy_url="" if sandbox else settings.DOWNLOAD_PROXY_URL,
        download_max_bytes=settings.DOWNLOAD_MAX_BYTES,
        max_pixels=settings.MAX_PIXELS,
        max_connections=settings.PROVIDER_THREADS + 100,
    )
    return Gateway(config)


def gateway_for(source: str) -> Gateway:
    return gateway(source == "sandbox")
