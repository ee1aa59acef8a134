"""The studio's and teams' keys: tested by a worker, replaced without a gap, in no page, log, message or plain row."""

import logging
from decimal import Decimal
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from gallery.access import Role
from gallery.models import Notice
from studio import credentials, dispatch, keys
from studio.administration import keyring
from studio.models import Credential, KeyKind, Outcome
from tests.factories import MembershipFactory
from tests.studio.account.conftest import GOOD_KEY, gateway, unreachable  # noqa: F401
from tests.studio.administration.conftest import asking
from tests.studio.views.conftest import signed_in

BAD_KEY = "sk-bad-9876543210zyxw"
pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(monkeypatch):
    """What would go to a worker. ``work()`` is the worker."""
    sent, done = [], []
    monkeypatch.setattr(dispatch, "ask", lambda task, *args: sent.append((task, args)))

    def work():
        for _task, args in sent[len(done) :]:
            done.append(args)
            keyring.test(*args)

    return SimpleNamespace(sent=sent, work=work)


@pytest.fixture
def press(at_desk, django_capture_on_commit_callbacks):
    def act(path, **data):
        with django_capture_on_commit_callbacks(execute=True):
            return at_desk.post(path, data)

    return act


def test_a_key_counts_once_the_worker_has_tested_it(press, at_desk, asked, gateway, settings):  # noqa: F811
    settings.AIHUBMIX_API_KEY = "sk-of-the-environment"
    press("/keys/instance/", key=GOOD_KEY)
    assert keys.key_of("instance", None).value == "sk-of-the-environment"
    assert "being tested" in at_desk.get("/keys/").content.decode()
    asked.work()
    assert keys.key_of("instance", None).value == GOOD_KEY
    assert "$12.34" in at_desk.get("/keys/").content.decode()


def test_a_refused_one_leaves_the_earlier_in_use(press, at_desk, asked, gateway):  # noqa: F811
    press("/keys/instance/", key=GOOD_KEY)
    asked.work()
    press("/keys/instance/", key=BAD_KEY)
    assert keys.key_of("instance", None).value == GOOD_KEY
    asked.work()
    row = Credential.objects.get()
    assert (row.key, row.waiting, row.outcome) == (GOOD_KEY, "", "refused")
    assert "does not accept" in at_desk.get("/keys/").content.decode()


def test_without_an_answer_it_waits_and_may_be_taken_untested(press, at_desk, asked, unreachable):  # noqa: F811
    press("/keys/instance/", key=GOOD_KEY)
    asked.work()
    assert keys.instance_key() == ""
    press("/keys/instance/take/")
    assert keys.instance_key() == GOOD_KEY


def test_no_key_in_pages_logs_messages_or_rows(press, at_desk, asked, gateway, caplog):  # noqa: F811
    caplog.set_level(logging.DEBUG)
    seen = ""
    for key in (GOOD_KEY, BAD_KEY):
        press("/keys/instance/", key=key)
        seen += at_desk.get("/keys/").content.decode()
        asked.work()
        seen += at_desk.get("/keys/").content.decode()
    with connection.cursor() as cursor:
        for table in ("studio_credential", "gallery_auditentry", "gallery_notice"):
            cursor.execute(f"SELECT * FROM {table}")
            seen += str(cursor.fetchall())
    seen += str(asked.sent) + caplog.text
    assert "sk-" not in seen
    assert BAD_KEY[3:] not in seen
    assert GOOD_KEY[3:] not in seen
    assert {args for _task, args in asked.sent} == {(Credential.objects.get().pk,)}


@pytest.mark.parametrize("accepted", [True, False, None])
def test_a_test_that_ends_after_its_key_was_replaced_says_nothing_of_the_other(
    administrator,
    asked,
    monkeypatch,
    accepted,
):
    """Even one that ends in the same letters: the later is not taken into use, nor dropped, by the earlier's answer."""
    keyring.put("sk-first-0123456789abcd", team=None, by=administrator)
    later = "sk-later-9876543210abcd"

    def meanwhile(key):
        keyring.put(later, team=None, by=administrator)
        return credentials.Tested(accepted, remaining=Decimal(5), said="of the first")

    monkeypatch.setattr(credentials, "try_out", meanwhile)
    keyring.test(Credential.objects.get().pk)
    row = Credential.objects.get()
    assert (row.key, row.waiting, row.outcome, row.said) == ("", later, Outcome.UNTESTED, "")
    assert (row.balance, row.asked_at is None) == (None, False)


def test_a_teams_key_pays_for_the_team_alone(asked, gateway, django_capture_on_commit_callbacks):  # noqa: F811
    owner = MembershipFactory(role=Role.OWNER)
    client = signed_in(owner.user)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/keys/teams/{owner.team_id}/", {"key": GOOD_KEY})
    asked.work()
    assert keys.source_for(owner.user, owner.team) == "team"
    assert keys.source_for(owner.user) == "sandbox"
    assert keys.key_of("team", owner.user_id, owner.team_id).value == GOOD_KEY
    editor = MembershipFactory(team=owner.team, role=Role.EDITOR)
    assert signed_in(editor.user).post(f"/keys/teams/{owner.team_id}/", {"key": BAD_KEY}).status_code == 403
    assert client.post("/keys/instance/", {"key": BAD_KEY}).status_code == 403


def test_a_low_balance_is_told_once_a_day(press, administrator, asked, gateway):  # noqa: F811
    press("/keys/instance/", key=GOOD_KEY)
    asked.work()
    press("/keys/instance/low/", low_at="20")
    asked.work()
    keyring.test(Credential.objects.get().pk)
    assert Notice.objects.filter(user=administrator, verb="low").count() == 1


def test_the_beat_makes_up_for_a_lost_message(press, asked, gateway, time_machine):  # noqa: F811
    press("/keys/instance/", key=GOOD_KEY)
    assert keyring.tend() == 0
    Credential.objects.update(asked_at="2026-01-01T00:00Z")
    assert keyring.tend() == 1
    assert keys.instance_key() == GOOD_KEY


def bare():
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM studio_credential")
        return cursor.fetchone()[0]


def test_rotation_encrypts_anew_and_leaves_what_no_key_opens(administrator, settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.CREDENTIAL_KEYS = [old]
    Credential.objects.create(kind=KeyKind.INSTANCE, key=GOOD_KEY, last_four="abcd")
    settings.CREDENTIAL_KEYS = [new, old]
    call_command("rotate_credentials")
    settings.CREDENTIAL_KEYS = [new]
    assert Credential.objects.get().key == GOOD_KEY
    held = bare()
    settings.CREDENTIAL_KEYS = [old]
    with pytest.raises(CommandError):
        call_command("rotate_credentials")
    assert bare() == held


def test_api_sets_tests_and_removes(administrator, member, asked, gateway, django_capture_on_commit_callbacks):  # noqa: F811
    ask = asking(Client(), administrator)
    assert asking(Client(), member)("put", "/keys", {"key": GOOD_KEY}).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert ask("put", "/keys", {"key": GOOD_KEY}).json()["being_tested"]
    asked.work()
    told = ask("get", "/keys").json()["items"][0]
    assert (told["ends"], told["outcome"], Decimal(str(told["balance"]))) == ("abcd", "works", Decimal("12.349"))
    assert ask("post", "/keys/take").json()["detail"] == "No key waits for its test."
    assert ask("delete", "/keys").status_code == 204
    assert ask("delete", "/keys").status_code == 404


def test_api_keeps_ones_own_key(member, gateway):  # noqa: F811
    ask = asking(Client(), member)
    assert ask("put", "/account/key", {"key": BAD_KEY}).json()["errors"]["key"][0].startswith("The gateway does not")
    assert ask("get", "/account/key").status_code == 404
    put = ask("put", "/account/key", {"key": GOOD_KEY})
    assert (put.status_code, put.json()["ends"], put.json()["balance"]) == (200, "abcd", 12.349)
    tested = ask("post", "/account/key/test")
    assert (tested.json()["outcome"], GOOD_KEY in put.content.decode() + tested.content.decode()) == ("works", False)
    assert keys.source_for(member) == "personal"
    assert ask("delete", "/account/key").status_code == 204
    assert (ask("delete", "/account/key").status_code, Credential.objects.count()) == (404, 0)


def test_without_an_answer_the_api_keeps_what_was_known_of_ones_key(member, gateway, request):  # noqa: F811
    ask = asking(Client(), member)
    ask("put", "/account/key", {"key": GOOD_KEY})
    request.getfixturevalue("unreachable")
    tested = ask("post", "/account/key/test").json()
    assert (tested["outcome"], tested["balance"]) == ("no-answer", 12.349)


def test_a_key_that_can_be_read_no_more_is_refused_and_asks_nobody(member, unreachable):  # noqa: F811
    Credential.objects.create(user=member, key="", last_four="abcd")
    assert asking(Client(), member)("post", "/account/key/test").json()["outcome"] == "refused"
