"""Every misconfiguration as a sentence with an id and a hint. Run by `manage.py check` and before each start."""

import os
from collections.abc import Iterator
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import redis
from celery import current_app
from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import DatabaseError, connection

from studio.bootstrap import redis_url
from studio.catalogue import CatalogueError, current
from studio.serving import sentry

START = "start"
BROKER_SECONDS = 3
BROKERS = ("redis", "rediss", "redis+socket", "unix", "sentinel", "amqp", "amqps", "pyamqp")
RANGES: dict[str, tuple[float, float]] = {
    "PORT": (1, 65_535),
    "PROVIDER_THREADS": (1, 10_000),
    "DOWNLOAD_MAX_BYTES": (1024, 2**40),
    "SANDBOX_LATENCY": (0, 3600),
}
ADDRESSES = ("PUBLIC_URL", "AIHUBMIX_BASE_URL", "AIHUBMIX_TASKS_URL")
MAY_BE_EMPTY = ("SANDBOX_URL", "DOWNLOAD_PROXY_URL", "S3_ENDPOINT_URL")
HEADERS = ("AIHUBMIX_API_KEY", "AIHUBMIX_APP_CODE")


@register(START)
def database_answers(**_: Any) -> list[CheckMessage]:
    try:
        connection.ensure_connection()
    except (DatabaseError, OSError) as error:
        hint = "See DATABASE_URL, such as postgres://user:password@host:5432/name."
        return [Error(f"The database does not answer: {one_line(error)}", hint=hint, id="studio.E001")]
    return []


@register(START)
def broker_answers(**_: Any) -> list[CheckMessage]:
    """Only a broker that the operator named: the embedded one starts later."""
    if not os.environ.get("BROKER_URL") or settings.BROKER_URL.startswith("memory"):
        return []
    if urlsplit(settings.BROKER_URL).scheme not in BROKERS:
        hint = "Redis, Valkey and RabbitMQ are known, such as redis://host:6379/0 or amqp://user:password@host:5672//."
        return [Error("BROKER_URL names no broker that is known here.", hint=hint, id="studio.E002")]
    try:
        with current_app.connection_for_write(transport_options={}) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except Exception as error:
        hint = "See BROKER_URL, such as redis://host:6379/0 or amqp://user:password@host:5672//."
        return [Error(f"The broker does not answer: {one_line(error)}", hint=hint, id="studio.E002")]
    return []


@register(START)
def cache_answers(**_: Any) -> list[CheckMessage]:
    """Only a cache that the operator named."""
    url = os.environ.get("CACHE_URL", "")
    if not url or url.startswith("locmem"):
        return []
    hint = "See CACHE_URL, such as redis://host:6379/1."
    if not redis_url(url):
        return [Error("CACHE_URL is no Redis or Valkey address.", hint=hint, id="studio.E008")]
    try:
        redis.Redis.from_url(
            redis_url(url), socket_connect_timeout=BROKER_SECONDS, socket_timeout=BROKER_SECONDS
        ).ping()
    except (redis.RedisError, ValueError) as error:
        return [Error(f"The cache does not answer: {one_line(error)}", hint=hint, id="studio.E008")]
    return []


@register(START)
def catalogue_reads(**_: Any) -> list[CheckMessage]:
    try:
        current()
    except CatalogueError as error:
        return [Error(f"The catalogue: {error}", hint="See CATALOGUE_DIRS.", id="studio.E003")]
    return []


@register(START)
def data_folder_is_writable(**_: Any) -> list[CheckMessage]:
    probe = settings.DATA_DIR / f".probe-{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError as error:
        hint = "Point DATA_DIR to a folder that this user may write."
        return [Error(f"The data folder cannot be written: {one_line(error)}", hint=hint, id="studio.E004")]
    return []


@register(START)
def credential_keys_fit(**_: Any) -> list[CheckMessage]:
    try:
        for key in settings.CREDENTIAL_KEYS:
            Fernet(key)
    except (ValueError, TypeError):
        hint = (
            "Make one with: python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
        )
        return [Error("CREDENTIAL_KEYS holds something that is no Fernet key.", hint=hint, id="studio.E005")]
    return []


@register(START)
def addresses_are_http(**_: Any) -> list[CheckMessage]:
    wrong = [name for name, address in addresses() if not is_address(address)]
    return [Error(f"{name} is no http address.", hint="Begin it with https://.", id="studio.E006") for name in wrong]


def addresses() -> Iterator[tuple[str, str]]:
    told = {getattr(settings, name): name for name in reversed(ADDRESSES)}  # one is made from another where it is unset
    yield from ((name, address) for address, name in told.items())
    given = ((name, getattr(settings, name)) for name in MAY_BE_EMPTY)
    yield from ((name, address) for name, address in given if address)
    yield from (("DOWNLOAD_TRUSTED_ORIGINS", origin) for origin in settings.DOWNLOAD_TRUSTED_ORIGINS)


def is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


@register(START)
def numbers_make_sense(**_: Any) -> list[CheckMessage]:
    given = {name: getattr(settings, name) for name in RANGES}
    wrong = [name for name, (low, high) in RANGES.items() if given[name] is not None and not low <= given[name] <= high]
    return [
        Error(
            f"{name} is out of range.",
            hint=f"Set it from {RANGES[name][0]} to {RANGES[name][1]}.",
            id="studio.E010",
        )
        for name in wrong
    ]


@register(START)
def headers_can_be_sent(**_: Any) -> list[CheckMessage]:
    """What goes out as a header is of visible letters; the value is not told."""
    wrong = [name for name in HEADERS if not all("!" <= letter <= "~" for letter in getattr(settings, name))]
    hint = "Copy it again, without spaces or quotes."
    return [Error(f"{name} holds a character that no key has.", hint=hint, id="studio.E011") for name in wrong]


@register(START)
def hosts_are_names(**_: Any) -> list[CheckMessage]:
    wrong = [host for host in settings.ALLOWED_HOSTS if "/" in host or not host.strip()]
    hint = "Name hosts without https:// and path, such as studio.example.org."
    return [Error(f"ALLOWED_HOSTS holds {host!r}.", hint=hint, id="studio.E012") for host in wrong]


@register(START)
def proxies_are_networks(**_: Any) -> list[CheckMessage]:
    """The web process takes any word for a name, and then believes nobody."""
    given = os.environ.get("FORWARDED_ALLOW_IPS", "").split(",")
    wrong = [text for item in given if (text := item.strip()) not in ("", "*") and not is_network(text)]
    hint = "Name addresses or networks, such as 10.0.0.2 or 172.16.0.0/12."
    return [Error(f"FORWARDED_ALLOW_IPS holds {text!r}.", hint=hint, id="studio.E013") for text in wrong]


def is_network(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


@register(START)
def accel_prefix_is_a_path(**_: Any) -> list[CheckMessage]:
    if not settings.X_ACCEL_PREFIX or settings.X_ACCEL_PREFIX.startswith("/"):
        return []
    hint = "Name the proxy's internal location, such as /protected."
    return [Error("X_ACCEL_PREFIX does not begin with /.", hint=hint, id="studio.E014")]


@register(START)
def reports_can_be_sent(**_: Any) -> list[CheckMessage]:
    if not settings.SENTRY_DSN or sentry.sentry_sdk is not None:
        return []
    hint = "Install requirements/deploy.txt, as the container image does, or unset it."
    return [Warning("SENTRY_DSN is set, but sentry-sdk is not installed.", hint=hint, id="studio.W002")]


@register(START)
def signup_is_known(**_: Any) -> list[CheckMessage]:
    if settings.SIGNUP in ("open", "closed"):
        return []
    return [Error("SIGNUP is neither open nor closed.", hint="Set SIGNUP=open or SIGNUP=closed.", id="studio.E007")]


@register(START)
def oidc_is_whole(**_: Any) -> list[CheckMessage]:
    issuer = settings.OIDC_ISSUER
    if not issuer:
        return []
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
    if issuer.startswith(("https://", "http://127.0.0.1", "http://localhost")) and app["client_id"]:
        return []
    hint = "Set OIDC_ISSUER to an https address, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET as the provider gave them."
    return [Error("The sign-in provider is not set up whole.", hint=hint, id="studio.E009")]


@register(START)
def open_signup_spends(**_: Any) -> list[CheckMessage]:
    if settings.SIGNUP == "open" and settings.AIHUBMIX_API_KEY and settings.HOST not in ("127.0.0.1", "localhost"):
        hint = "Set SIGNUP=closed, or mean it."
        return [
            Warning("Anybody who reaches this server may sign up and spend on its key.", hint=hint, id="studio.W001")
        ]
    return []


def one_line(error: BaseException) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__
