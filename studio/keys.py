"""Whose key pays for a call, and at which gateway: personal first, then the instance's, then the sandbox."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.cache import cache

from studio.gateway import Gateway, GatewayConfig
from studio.models import Credential

SANDBOX_KEY = "sk-sandbox"
OWN_KEY = "own-key:{}"
REMEMBERED = 300  # seconds


class NoKey(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """Neither the person nor the instance has a key, and no sandbox gateway runs."""


@dataclass(frozen=True, slots=True)
class Key:
    """``source``: personal, instance or sandbox. The value never appears in a repr."""

    source: str
    value: str = field(repr=False)


def on_sandbox() -> bool:
    """No instance key: whoever stored none of their own runs on the sandbox gateway."""
    return not settings.AIHUBMIX_API_KEY and bool(settings.SANDBOX_URL)


def has_own(user: Any) -> bool:
    return Credential.objects.filter(user=user).exclude(key="").exists()


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


def source_for(user: Any) -> str:
    """Whose key a new generation of this person uses.

    Raises:
        NoKey: there is none.
    """
    if has_own(user):
        return "personal"
    if settings.AIHUBMIX_API_KEY:
        return "instance"
    if settings.SANDBOX_URL:
        return "sandbox"
    raise NoKey


def key_of(source: str, user_id: Any) -> Key:
    """The key itself, read when the call is made and held by nothing else.

    Raises:
        NoKey: it was taken away since the run was submitted.
    """
    value = {"instance": settings.AIHUBMIX_API_KEY, "sandbox": SANDBOX_KEY}.get(source, "")
    if source == "personal":
        credential = Credential.objects.filter(user_id=user_id).first()
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
