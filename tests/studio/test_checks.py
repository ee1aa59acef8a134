"""Each setting that cannot work is a sentence at the start: no traceback, no surprise at the first picture."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from studio import bootstrap, checks
from studio.serving import sentry


def test_a_missing_driver_is_told_by_name(monkeypatch):
    monkeypatch.setattr(bootstrap, "find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match="driver is not installed"):
        bootstrap.database("postgres://postgres@127.0.0.1:5432/studio")


WRONG = [
    (checks.addresses_are_http, "AIHUBMIX_BASE_URL", "https://"),
    (checks.addresses_are_http, "AIHUBMIX_TASKS_URL", "api.aihubmix.com"),
    (checks.addresses_are_http, "PUBLIC_URL", "https://studio:port"),
    (checks.addresses_are_http, "SANDBOX_URL", "sandbox:8090"),
    (checks.addresses_are_http, "DOWNLOAD_PROXY_URL", "proxy:3128"),
    (checks.addresses_are_http, "DOWNLOAD_PROXY_URL", "socks5://proxy:1080"),
    (checks.addresses_are_http, "DOWNLOAD_TRUSTED_ORIGINS", ("https://relay", "relay:9000")),
    (checks.addresses_are_http, "S3_ENDPOINT_URL", "s3.example.org"),
    (checks.numbers_make_sense, "PORT", 99_999),
    (checks.numbers_make_sense, "PROVIDER_THREADS", 0),
    (checks.numbers_make_sense, "DOWNLOAD_MAX_BYTES", -5),
    (checks.numbers_make_sense, "SANDBOX_LATENCY", -1.0),
    (checks.headers_can_be_sent, "AIHUBMIX_API_KEY", "sk-\u201cquoted\u201d"),
    (checks.headers_can_be_sent, "AIHUBMIX_API_KEY", "sk-two\nlines"),
    (checks.headers_can_be_sent, "AIHUBMIX_APP_CODE", "a b"),
    (checks.hosts_are_names, "ALLOWED_HOSTS", ["https://studio.example.org"]),
    (checks.accel_prefix_is_a_path, "X_ACCEL_PREFIX", "protected"),
]


@pytest.mark.parametrize(("check", "name", "value"), WRONG)
def test_a_wrong_setting_is_named(settings, check, name, value):
    assert check() == []
    setattr(settings, name, value)
    (said,) = check()
    assert name in said.msg
    assert said.hint
    assert "sk-" not in said.msg + said.hint


@pytest.mark.parametrize(
    ("given", "wrong"), [("10.0.0.2, 172.16.0.0/12,::1", []), ("*", []), ("proxy,10.0.0.2", ["proxy"])]
)
def test_only_networks_are_believed(monkeypatch, given, wrong):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", given)
    assert [said.msg for said in checks.proxies_are_networks()] == [
        f"FORWARDED_ALLOW_IPS holds {one!r}." for one in wrong
    ]


@pytest.mark.parametrize(
    ("read", "wrong", "right"),
    [
        (bootstrap.logging, "loud", "info"),
        (bootstrap.time_zone, "Mars/Phobos", "Europe/Berlin"),
        (bootstrap.time_zone, "../etc/passwd", "UTC"),
        (bootstrap.mail, "abc", "smtp+tls://user:password@host:587"),
        (bootstrap.mail, "", "consolemail://"),
        (bootstrap.database, "mysql://user:password@host/name", "sqlite:///studio.sqlite3"),
        (bootstrap.database, "postgres://user:p@ss:w/rd#@host/name", "postgres://user:password@host:5432/name"),
        (bootstrap.sentry_dsn, "abc", "https://key@sentry.example.org/1"),
        (bootstrap.sentry_dsn, "https://sentry.example.org/1", ""),
    ],
)
def test_what_stops_the_settings_is_a_sentence(read, wrong, right):
    read(right)
    with pytest.raises(ImproperlyConfigured) as stopped:
        read(wrong)
    assert str(stopped.value).endswith(".")


def test_a_list_may_have_spaces(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "studio.example.org, www.example.org,")
    env = bootstrap.Environment()
    assert env.list("ALLOWED_HOSTS") == ["studio.example.org", "www.example.org"]
    assert env.list("CATALOGUE_DIRS", default=[]) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ImproperlyConfigured, match="DATA_DIR cannot be written"):
        bootstrap.kept_secret(tmp_path / "file" / "secret_key")
    assert bootstrap.kept_secret(tmp_path / "secret_key") == bootstrap.kept_secret(tmp_path / "secret_key")


def test_reports_that_nobody_sends_are_told(settings, monkeypatch):
    settings.SENTRY_DSN = "https://key@sentry.example.org/1"
    monkeypatch.setattr(sentry, "sentry_sdk", None)
    assert [said.id for said in checks.reports_can_be_sent()] == ["studio.W002"]
