"""A Redis cache that may go away: a page without its cache is slower, never an error."""

from typing import Any

import structlog
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = structlog.get_logger(__name__)


class ForgivingRedisCache(RedisCache):
    """Reads as empty and forgets what it is told while the server does not answer."""

    def get(self, key: Any, default: Any = None, version: Any = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return missed("get", error, default)

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> None:
        try:
            super().set(key, value, timeout, version)
        except RedisError as error:
            missed("set", error, None)

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> bool:
        try:
            return super().add(key, value, timeout, version)
        except RedisError as error:
            return missed("add", error, True)

    def delete(self, key: Any, version: Any = None) -> bool:
        try:
            return super().delete(key, version)
        except RedisError as error:
            return missed("delete", error, False)

    def has_key(self, key: Any, version: Any = None) -> bool:
        try:
            return super().has_key(key, version)
        except RedisError as error:
            return missed("has_key", error, False)

    def get_many(self, keys: Any, version: Any = None) -> Any:
        try:
            return super().get_many(keys, version)
        except RedisError as error:
            return missed("get_many", error, {})

    def set_many(self, data: Any, timeout: Any = DEFAULT_TIMEOUT, version: Any = None) -> list[Any]:
        try:
            return super().set_many(data, timeout, version)
        except RedisError as error:
            return missed("set_many", error, list(data))

    def delete_many(self, keys: Any, version: Any = None) -> None:
        try:
            super().delete_many(keys, version)
        except RedisError as error:
            missed("delete_many", error, None)

    def incr(self, key: Any, delta: int = 1, version: Any = None) -> int:
        """Raises ValueError where there is nothing to count on, as for a key that ran out."""
        try:
            return super().incr(key, delta, version)
        except RedisError as error:
            missed("incr", error, None)
            raise ValueError(key) from error


def missed(what: str, error: RedisError, instead: Any) -> Any:
    log.warning("cache_away", what=what, error=str(error))
    return instead
