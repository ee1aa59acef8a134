"""manage.py create_api_token: the token alone on stdout, so that a script can take it."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gallery.models import ApiToken
from tests.factories import UserFactory

ROOT = Path(__file__).resolve().parents[3]


def create(*args):
    out, err = StringIO(), StringIO()
    call_command("create_api_token", *args, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


@pytest.mark.django_db
def test_prints_the_token_alone():
    person = UserFactory(username="mira")
    out, err = create("mira", "--name", "ci")
    assert ApiToken.objects.live(out.removesuffix("\n")).owner == person
    assert out.strip() not in err


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["nobody", "sami"])
def test_unknown_or_suspended_people_get_none(username):
    UserFactory(username="sami", is_active=False)
    with pytest.raises(CommandError):
        create(username)
    assert not ApiToken.objects.exists()


def test_from_the_shell_without_a_secret_key(tmp_path):
    """A database that was never made is told in a sentence, on stderr, with exit 1."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "manage.py", "create_api_token", "mira"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "start the app once" in done.stderr
    assert "Traceback" not in done.stderr
