"""Whose key pays, at which gateway, and who is told that nothing does."""

import pytest
from django.db import connection

from studio import keys
from studio.models import Credential
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SECRET = "sk-very-secret-1234"


def with_own_key():
    user = UserFactory()
    Credential.objects.create(user=user, key=SECRET, last_four=SECRET[-4:])
    return user


def test_a_persons_own_key_wins(settings):
    settings.AIHUBMIX_API_KEY = "sk-instance"
    user = with_own_key()
    assert keys.key_of(keys.source_for(user), user.pk).value == SECRET


def test_then_the_instances(settings):
    settings.AIHUBMIX_API_KEY = "sk-instance"
    assert keys.source_for(UserFactory()) == "instance"


def test_then_the_sandbox():
    assert keys.source_for(UserFactory()) == "sandbox"


def test_or_nobodys(settings):
    settings.SANDBOX_URL = ""
    with pytest.raises(keys.NoKey):
        keys.source_for(UserFactory())


def test_a_key_is_ciphertext_in_its_row():
    with_own_key()
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM studio_credential")
        stored = cursor.fetchone()[0]
    assert SECRET not in stored
    assert Credential.objects.get().key == SECRET


def test_a_rotated_cipher_still_opens_it(settings):
    with_own_key()
    settings.CREDENTIAL_KEYS = ["b3JkaW5hcnktdGVzdC1rZXktb2YtMzItYnl0ZXMhISE=", *settings.CREDENTIAL_KEYS]
    assert Credential.objects.get().key == SECRET


def test_a_lost_cipher_reads_as_no_key(settings):
    user = with_own_key()
    settings.CREDENTIAL_KEYS = ["b3JkaW5hcnktdGVzdC1rZXktb2YtMzItYnl0ZXMhISE="]
    with pytest.raises(keys.NoKey):
        keys.key_of("personal", user.pk)


def test_a_key_never_shows_in_a_repr():
    assert SECRET not in repr(keys.Key("personal", SECRET))


@pytest.mark.parametrize(("make", "told"), [(UserFactory, True), (with_own_key, False)])
def test_only_who_runs_on_the_sandbox_is_told_so(client, make, told):
    client.force_login(make())
    assert (b"nothing is charged" in client.get("/gallery/").content) is told


def test_no_page_shows_a_key(client):
    user = with_own_key()
    client.login(username=user.username, password=PASSWORD)
    assert SECRET.encode() not in client.get("/account/").content


@pytest.mark.parametrize("sandbox", [False, True])
def test_the_gateway_goes_by_the_operators_settings(settings, sandbox):
    settings.SANDBOX_URL = "http://127.0.0.1:8090"
    settings.AIHUBMIX_APP_CODE = "ABCD"
    settings.DOWNLOAD_PROXY_URL = "http://proxy.example:3128"
    settings.DOWNLOAD_TRUSTED_ORIGINS = ("https://relay.example",)
    settings.DOWNLOAD_MAX_BYTES = 2048
    config = keys.gateway.__wrapped__(sandbox).config
    assert config.base_url == (settings.SANDBOX_URL if sandbox else settings.AIHUBMIX_BASE_URL)
    assert config.download_proxy_url == ("" if sandbox else "http://proxy.example:3128")
    told = (config.app_code, config.trusted_origins, config.download_max_bytes)
    assert told == ("ABCD", ("https://relay.example",), 2048)
