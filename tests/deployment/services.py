"""Databases, queues and buckets of the test's own on the services that TEST_*_URL name; an S3 store from a wheel."""

import json
import os
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import boto3
import psycopg
import redis
from botocore.exceptions import BotoCoreError, ClientError
from kombu import Connection

from tests.processes.stack import free_ports, until

QUEUES = ("provider", "collect", "media", "control")
OURS = (*QUEUES, "_kombu.binding*", "unacked*", "pin:*")
ACCESS, SECRET, BUCKET = "pinacoteca-tests", "pinacoteca-tests-secret", "pictures"


@contextmanager
def database() -> Iterator[str]:
    """A new database, dropped at the end."""
    given = urlsplit(os.environ["TEST_DATABASE_URL"])
    name = f"test_pinacoteca_{secrets.token_hex(4)}"
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as link:
        link.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield urlunsplit(given._replace(path=f"/{name}"))
        finally:
            link.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def redis_keys() -> Iterator[str]:
    """The database that TEST_REDIS_URL names, without keys of ours before and after. Others' keys are left alone."""
    url = os.environ["TEST_REDIS_URL"]
    with redis.Redis.from_url(url) as client:
        forget_ours(client)
        try:
            yield url
        finally:
            forget_ours(client)


def forget_ours(client: redis.Redis) -> None:
    for pattern in OURS:
        for key in client.scan_iter(pattern):
            client.delete(key)


@contextmanager
def virtual_host() -> Iterator[str]:
    """A virtual host of our own where rabbitmqctl may make one, else the named one without our queues."""
    url = os.environ["TEST_RABBITMQ_URL"]
    name = f"test-pinacoteca-{secrets.token_hex(4)}"
    user = urlsplit(url).username or "guest"
    if not (control("add_vhost", name) and control("set_permissions", "-p", name, user, ".*", ".*", ".*")):
        delete_queues(url)
        yield url
        delete_queues(url)
        return
    try:
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    finally:
        control("delete_vhost", name)


def control(*arguments: str) -> bool:
    if not shutil.which("rabbitmqctl"):
        return False
    return (
        subprocess.run(["rabbitmqctl", "-q", *arguments], check=False, capture_output=True, timeout=60).returncode == 0
    )


def delete_queues(url: str) -> None:
    with Connection(url) as link:
        for queue in QUEUES:
            link.default_channel.queue_delete(queue)


@dataclass(frozen=True)
class Store:
    """An S3 store with one bucket."""

    endpoint: str

    @property
    def environment(self) -> dict[str, str]:
        keys = {"AWS_ACCESS_KEY_ID": ACCESS, "AWS_SECRET_ACCESS_KEY": SECRET}
        return {"S3_BUCKET": BUCKET, "S3_ENDPOINT_URL": self.endpoint, **keys}

    @property
    def client(self) -> object:
        keys = {"aws_access_key_id": ACCESS, "aws_secret_access_key": SECRET, "region_name": "us-east-1"}
        return boto3.client("s3", endpoint_url=self.endpoint, **keys)

    def make_bucket(self) -> bool:
        try:
            self.client.create_bucket(Bucket=BUCKET)  # type: ignore[attr-defined]
        except (BotoCoreError, ClientError):
            return False
        return True


@contextmanager
def s3_store(folder: Path) -> Iterator[Store]:
    """SeaweedFS out of its Python package, on loopback alone."""
    identity = {"name": "tests", "credentials": [{"accessKey": ACCESS, "secretKey": SECRET}], "actions": ["Admin"]}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    port, *others = free_ports(1 + len(PORTS))
    roles = [f"-{role}={other}" for role, other in zip(PORTS, others, strict=True)]
    command = [
        *(Path(sys.executable).with_name("weed"), "-logdir", folder, "server", "-dir", folder, "-ip", "127.0.0.1"),
        *("-ip.bind", "127.0.0.1", "-volume.max=20", "-master.volumeSizeLimitMB=64", "-s3", f"-s3.port={port}"),
        *("-s3.port.iceberg=0", "-s3.port.lance=0", "-master.telemetry=false"),  # fixed ports, and a call outward
        *("-s3.config", folder / "s3.json", *roles),
    ]
    with (folder / "weed.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    store = Store(f"http://127.0.0.1:{port}")
    try:
        until(store.make_bucket, seconds=120, what="SeaweedFS does not answer: see weed.log")
        yield store
    finally:
        process.kill()
        process.wait()


PORTS = (
    *("master.port", "master.port.grpc", "volume.port", "volume.port.grpc", "filer.port", "filer.port.grpc"),
    "s3.port.grpc",
)
