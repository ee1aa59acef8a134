"""What settings.py works out from the environment: addresses, defaults and what is kept between starts."""

import base64
import contextlib
import hashlib
import os
import secrets
import tempfile
import warnings
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
import structlog
from django.core.exceptions import ImproperlyConfigured

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
MAX_SOCKET_PATH = 100  # bytes; the kernel's limit for a unix socket is 108

POSTGRESQL = "studio.database.postgresql"  # Django's, with a bound on the connections of a process
SQLITE = "studio.database.sqlite3"  # Django's, with a queue for the writers of a process
SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-8000;"
    ),
}


class Environment(environ.Env):
    """Names the setting that is no number or no yes and no, where environ tells the bare ValueError."""

    def get_value(self, var: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().get_value(var, *args, **kwargs)
        except ValueError:
            raise ImproperlyConfigured(f"{var}={os.environ.get(var, '')!r} is no number.") from None

    def list(self, var: str, *args: Any, **kwargs: Any) -> Any:
        """Without the spaces that people write behind a comma."""
        return [item for given in super().list(var, *args, **kwargs) if (item := given.strip())]


def own_alone(folder: Path) -> Path:
    """DATA_DIR: what is made in it from now on, or by this process anywhere, is read by its owner alone.

    A folder that cannot be made is told by the checks.
    """
    os.umask(0o077)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def kept_secret(path: Path) -> str:
    """The secret in ``path``, made once with mode 0600. Two processes that race agree on one."""
    try:
        return secret_in(path)
    except OSError as error:
        raise ImproperlyConfigured(f"DATA_DIR cannot be written: {error}.") from None


def secret_in(path: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def fernet_key(secret: str) -> str:
    """A key for stored credentials, derived from SECRET_KEY where CREDENTIAL_KEYS names none."""
    return base64.urlsafe_b64encode(hashlib.sha256(b"credentials:" + secret.encode()).digest()).decode()


def default_hosts(public_url: str) -> list[str]:
    host = urlsplit(public_url).hostname
    return sorted({"localhost", "127.0.0.1", "[::1]", *([host] if host else [])})


def database(url: str) -> dict[str, Any]:
    """Django's entry for DATABASE_URL, with the measured SQLite options (RELIABILITY 6) or a bound for PostgreSQL."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # an unknown engine: told below
            config: dict[str, Any] = environ.Env.db_url_config(url)
        engine = config["ENGINE"]
    except (ValueError, KeyError, LookupError, ImproperlyConfigured):
        raise ImproperlyConfigured(
            "DATABASE_URL is no database address, such as postgres://user:password@host:5432/name."
        ) from None
    if engine == "django.db.backends.sqlite3":
        return config | {"ENGINE": SQLITE, "CONN_MAX_AGE": 60, "OPTIONS": dict(SQLITE_OPTIONS)}
    if engine == "django.db.backends.postgresql":
        if find_spec("psycopg") is None:
            raise ImproperlyConfigured(
                "DATABASE_URL names PostgreSQL, whose driver is not installed. Install requirements/deploy.txt."
            )
        return config | {"ENGINE": POSTGRESQL, "CONN_MAX_AGE": 0}
    raise ImproperlyConfigured("DATABASE_URL names a database of another make. PostgreSQL and SQLite are known.")


def broker_socket(data_dir: Path) -> Path:
    """Where the embedded broker listens: in DATA_DIR, or under the temporary folder where that path is too long."""
    path = data_dir / "broker" / "v.sock"
    if len(str(path).encode()) <= MAX_SOCKET_PATH:
        return path
    mark = hashlib.sha256(str(data_dir).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"pinacoteca-{os.getuid()}-{mark}" / "v.sock"


def transport_options(url: str) -> dict[str, Any]:
    """kombu's options per broker (RELIABILITY 0)."""
    if url.startswith(("amqp", "pyamqp")):
        return {"confirm_publish": True}
    if url.startswith("memory"):
        return {"polling_interval": 0.05}
    return {
        "visibility_timeout": 43200,
        "unacked_restore_interval": 30,
        "unacked_restore_throttle": 1,
        "socket_timeout": 30,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "health_check_interval": 25,
        "max_connections": 512,
    }


def redis_url(url: str) -> str:
    """The redis client's spelling of a broker or cache address, "" where it is no Redis or Valkey."""
    if url.startswith("redis+socket://"):
        return url.replace("redis+socket://", "unix://", 1)
    return url if url.startswith(("redis://", "rediss://", "unix://")) else ""


def cache(url: str) -> dict[str, Any]:
    """A shared cache on Redis or Valkey, beside the broker where CACHE_URL names none; else a table."""
    location = redis_url(url)
    if location:
        return {
            "BACKEND": "studio.serving.forgiving_cache.ForgivingRedisCache",
            "LOCATION": location,
            "KEY_PREFIX": "pin",
        }
    if url.startswith("locmem"):
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    return {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}


def origin(url: str) -> str:
    """A base address without a trailing slash or /v1."""
    return url.strip().rstrip("/").removesuffix("/v1").rstrip("/")


def default_tasks_url(base_url: str) -> str:
    """Tasks are polled at api.aihubmix.com (provider-api.md 14.6), or at the same relay that takes the requests."""
    return "https://api.aihubmix.com" if base_url == "https://aihubmix.com" else base_url


def file_storage(bucket: str, root: Path, env: environ.Env) -> dict[str, Any]:
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(root)}}
    options = {
        "bucket_name": bucket,
        "endpoint_url": env.str("S3_ENDPOINT_URL", default="") or None,
        "region_name": env.str("AWS_REGION", default="us-east-1"),
        "signature_version": "s3v4",
        "file_overwrite": False,
        "default_acl": None,
        "querystring_auth": True,
        "querystring_expire": 7200,
        "object_parameters": {"CacheControl": "private, max-age=31536000, immutable"},
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def s3_origins(bucket: str, env: environ.Env) -> list[str]:
    """Where signed picture links may lead, for the Content-Security-Policy."""
    if not bucket:
        return []
    endpoint = env.str("S3_ENDPOINT_URL", default="")
    if endpoint:
        parts = urlsplit(endpoint)
        return [f"{parts.scheme}://{parts.netloc}"]
    return [f"https://{bucket}.s3.{env.str('AWS_REGION', default='us-east-1')}.amazonaws.com"]


def mail(url: str) -> dict[str, Any]:
    """Django's settings of the server that sends mail."""
    try:
        config: dict[str, Any] = environ.Env.email_url_config(url)
    except (ValueError, KeyError, ImproperlyConfigured):
        raise ImproperlyConfigured(
            "EMAIL_URL is no address of a mail server, such as smtp+tls://user:password@host:587."
        ) from None
    return config


def time_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, ZoneInfoNotFoundError):
        raise ImproperlyConfigured(f"TIME_ZONE={name!r} is no time zone, such as Europe/Berlin.") from None


def sentry_dsn(text: str) -> str:
    """Sentry's own reader ends the start with a traceback."""
    parts = urlsplit(text)
    if not text or (parts.scheme in ("http", "https") and parts.username and parts.hostname and parts.path.strip("/")):
        return text
    raise ImproperlyConfigured("SENTRY_DSN is no address of a Sentry project, such as https://key@host/1.")


def logging(name: str) -> dict[str, Any]:
    """structlog on stderr, one event a line; third-party loggers through the same formatter.

    Tracebacks are plain: the renderer's own choice prints local variables, so keys and prompts. "django" loses its
    handlers, one of which mails requests and settings.
    """
    level = name.strip().upper()
    if level not in LEVELS:
        raise ImproperlyConfigured(f"LOG_LEVEL={name!r} is none of {', '.join(LEVELS)}.")
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processor": structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"event": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": "INFO"},
            "httpx": {"level": "WARNING"},
            "httpcore": {"level": "WARNING"},
            "django_structlog": {"level": "WARNING"},
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
            "uvicorn.access": {"level": "WARNING"},
        },
    }


def oidc(issuer: str, env: Any) -> dict[str, Any]:
    """allauth's settings of the one sign-in provider; {} where the operator names none."""
    if not issuer:
        return {}
    app = {
        "provider_id": "oidc",
        "name": env.str("OIDC_NAME", default="OpenID Connect"),
        "client_id": env.str("OIDC_CLIENT_ID", default=""),
        "secret": env.str("OIDC_CLIENT_SECRET", default=""),
        "settings": {"server_url": issuer, "oauth_pkce_enabled": True},
    }
    return {"openid_connect": {"APPS": [app], "VERIFIED_EMAIL": False, "OAUTH_PKCE_ENABLED": True}}
