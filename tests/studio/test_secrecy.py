"""What a process writes is for its owner alone, its log tells no secret, and signing out ends a session."""

import importlib.util
import logging
import logging.config
import os
import stat
import subprocess
import sys

import pytest
from django.core.cache import cache
from django.test import Client

from studio import bootstrap
from tests.factories import UserFactory

SHOWN = "the lines are told"


def fail(key):
    raise ValueError(SHOWN)


@pytest.mark.parametrize("logger", ["django.request", "celery.app.trace", "studio.lifecycle", ""])
def test_a_traceback_tells_no_local_variable(logger):
    assert importlib.util.find_spec("rich")  # with which structlog prints them unless told not to
    formatter = logging.config.DictConfigurator(bootstrap.logging("INFO")).configure_formatter(
        bootstrap.logging("INFO")["formatters"]["event"]
    )
    try:
        fail("sk-secret-" + "of-a-person")
    except ValueError:
        record = logging.getLogger(logger).makeRecord(logger, logging.ERROR, "", 0, "failed", (), sys.exc_info())
    told = formatter.format(record)
    assert SHOWN in told
    assert "sk-secret-of-a-person" not in told


def test_nobody_is_mailed_a_request():
    assert not any(logging.getLogger(name).handlers for name in ("django", "django.request"))


def test_files_and_folders_are_their_owners_alone(tmp_path):
    script = "from django.conf import settings; (settings.DATA_DIR / 'made').write_text('x')"
    environment = {
        **os.environ, "DATA_DIR": str(tmp_path / "new"), "DJANGO_SETTINGS_MODULE": "studio.settings", "SECRET_KEY": "x",
    }  # fmt: skip
    subprocess.run([sys.executable, "-c", script], env=environment, check=True, preexec_fn=lambda: os.umask(0o022))
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "new", tmp_path / "new" / "made")]
    assert modes == [0o700, 0o600]


@pytest.mark.django_db
def test_signing_out_ends_the_session_while_the_cache_is_away(monkeypatch):
    client, thief = Client(), Client()
    client.force_login(UserFactory())
    client.get("/account/")
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    monkeypatch.setattr(type(cache._connections[cache._alias]), "delete", lambda *given, **options: False)

    client.post("/accounts/logout/")

    assert thief.get("/account/").status_code == 302
