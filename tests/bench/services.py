"""PostgreSQL and Redis of this machine, where they answer: a database and a Redis number of the bench's own."""

import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import psycopg
import redis

DATABASE = "pinacoteca_bench"
REDIS_NUMBER = 14


@dataclass(frozen=True, slots=True)
class Services:
    """Addresses without a database and without a number."""

    postgres: str
    redis: str

    @property
    def environment(self) -> dict[str, str]:
        return {"DATABASE_URL": f"{self.postgres}/{DATABASE}", "BROKER_URL": f"{self.redis}/{REDIS_NUMBER}"}

    @contextmanager
    def empty(self) -> Iterator[Mapping[str, str]]:
        self.clear()
        with self.administer() as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")
        try:
            yield self.environment
        finally:
            self.clear()

    def clear(self) -> None:
        with self.administer() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        with closing(redis.Redis.from_url(f"{self.redis}/{REDIS_NUMBER}")) as client:
            client.flushdb()

    def administer(self) -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(f"{self.postgres}/postgres", autocommit=True)


def services() -> Services | None:
    """None where one of them does not answer."""
    found = Services(
        os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432").replace(
            "postgres://", "postgresql://"
        ),
        os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379"),
    )
    found = Services(bare(found.postgres), bare(found.redis))
    return found if all(answers(url) for url in (found.postgres, found.redis)) else None


def bare(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def answers(url: str) -> bool:
    parts = urlsplit(url)
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((parts.hostname or "127.0.0.1", parts.port or 0)) == 0
