"""One site for each shape: PostgreSQL with Redis, PostgreSQL with RabbitMQ, and files in S3."""

import shutil
import subprocess
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection

from studio.supervisor import broker
from tests import databases
from tests.deployment import services
from tests.deployment.site import Site
from tests.processes.stack import Sandbox


@contextmanager
def valkey(folder):
    socket = folder / "v.sock"
    process = subprocess.Popen(broker.child(broker.binary(), socket).command)
    assert broker.wait_until_ready(socket)
    try:
        yield f"redis+socket://{socket}"
    finally:
        process.kill()
        process.wait()


def with_redis(stack, folder):
    keys = stack.enter_context(services.redis_keys())
    return {"DATABASE_URL": stack.enter_context(services.database()), "BROKER_URL": keys, "CACHE_URL": keys}


def with_rabbitmq(stack, folder):
    return {
        "DATABASE_URL": stack.enter_context(services.database()),
        "BROKER_URL": stack.enter_context(services.virtual_host()),
        "CACHE_URL": stack.enter_context(services.redis_keys()),
    }


def with_s3(stack, folder):
    store = stack.enter_context(services.s3_store(folder))
    if connection.vendor == "sqlite":  # a migration of ten seconds less; the others begin with nothing
        (folder / "data").mkdir(mode=0o700)
        shutil.copy(databases.template(), folder / "data" / "pinacoteca.sqlite3")
    return {"BROKER_URL": stack.enter_context(valkey(folder)), **store.environment}


SHAPES = {"redis": with_redis, "rabbitmq": with_rabbitmq, "s3": with_s3}


@pytest.fixture(scope="package")
def site_of(tmp_path_factory, django_db_setup):
    """Starts the site of a shape once; all end with the folder: fifteen idle processes cost a tenth of a core."""
    running = {}
    with ExitStack() as stack:

        def start(shape):
            if shape not in running:
                folder = tmp_path_factory.mktemp("d")
                sandbox = Sandbox(folder / "sandbox.log").start()
                stack.callback(sandbox.stop)
                site = Site(folder, sandbox, SHAPES[shape](stack, folder))
                stack.callback(site.kill)
                running[shape] = site
                site.start()
            assert running[shape].token, "the site of this shape did not start"
            return running[shape]

        yield start
