"""What happens before the processes start."""

import os

import pytest
from django.core.checks import Error, Warning
from django.core.management import call_command

from gallery.models import User
from studio import settings as product
from studio.management.commands import prepare


@pytest.fixture
def static(settings, tmp_path):
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "site.css").write_text("a {}")
    return settings.STATIC_ROOT


@pytest.fixture
def found(monkeypatch):
    """The checks' findings, set by the test."""
    found = []
    monkeypatch.setattr(prepare, "run_checks", lambda tags: found)
    return found


def test_static_files_are_collected(static):
    call_command("prepare", "--static")
    assert (static / "site.css").exists()


def test_what_did_not_change_is_not_even_locked(static):
    prepare.collect_static()
    (static / prepare.LOCK).unlink()
    prepare.collect_static()
    assert not (static / prepare.LOCK).exists()


def test_a_changed_source_is_collected_again(static, tmp_path):
    prepare.collect_static()
    sheet = tmp_path / "static" / "site.css"
    sheet.write_text("a { color: red }")
    os.utime(sheet, (sheet.stat().st_mtime + 10,) * 2)
    prepare.collect_static()
    assert "red" in (static / "site.css").read_text()


def test_an_error_is_one_line_and_the_end(found, capsys):
    found.append(Error("The database is away.", hint="See DATABASE_URL.", id="studio.E001"))
    with pytest.raises(SystemExit) as stopped:
        call_command("prepare")
    said = capsys.readouterr().err
    assert said == "Pinacoteca cannot start. The database is away. See DATABASE_URL. (studio.E001)\n"
    assert stopped.value.code == 1


@pytest.mark.django_db
def test_a_warning_is_said_and_the_start_goes_on(found, static, capsys, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_USERNAME", "ada")
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long enough secret")
    found.append(Warning("Anybody may sign up.", hint="Mean it.", id="studio.W001"))
    call_command("prepare")
    assert "Take care. Anybody may sign up." in capsys.readouterr().err
    assert User.objects.get().is_superuser


def test_static_files_are_read_by_whoever_serves_them(static, settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {"staticfiles": product.STORAGES["staticfiles"]}
    (tmp_path / "static" / "site.css").write_text("a { color: red }\n" * 1000)
    before = os.umask(0o077)
    call_command("prepare", "--static")
    kept = os.umask(before)

    made = [static, *static.rglob("*")]
    assert [path for path in made if path.stat().st_mode & 0o044 != 0o044] == []
    assert (".gz" in {path.suffix for path in made}, kept) == (True, 0o077)
