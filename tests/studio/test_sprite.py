"""The icons of all pages in one file."""

import gzip
from zipfile import ZipFile

import pytest
from django.urls import reverse

from studio import sprite


@pytest.mark.django_db
@pytest.mark.parametrize("accepts", ["gzip, br", ""])
def test_it_is_asked_for_once(client, accepts):
    answer = client.get(reverse("icons", args=[sprite.digest()]), headers={"Accept-Encoding": accepts})
    body = gzip.decompress(answer.content) if answer.headers.get("Content-Encoding") else answer.content
    assert body == sprite.svg()
    assert "immutable" in answer["Cache-Control"]
    assert answer.headers.get("Content-Encoding") == ("gzip" if accepts else None)


@pytest.mark.django_db
def test_a_page_of_an_older_version_gets_todays_and_does_not_keep_them(client):
    answer = client.get(reverse("icons", args=["0" * 12]))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-cache")


def test_each_has_a_drawing_and_lines_that_keep_their_width():
    drawn = sprite.svg().decode()
    assert {"search", "bell", "star", "check"} <= sprite.names()
    assert all(f'<symbol id="{name}" viewBox="0 0 24 24"><' in drawn for name in sprite.names())
    assert "<path d" not in drawn


def test_the_package_is_opened_once_for_all(monkeypatch):
    opened = []
    monkeypatch.setattr(sprite, "ZipFile", lambda file: opened.append(file) or ZipFile(file))
    assert sorted(sprite.drawings(["bell", "check", "star"])) == ["bell", "check", "star"]
    assert len(opened) == 1
    with pytest.raises(KeyError):
        sprite.drawings(["no-such-icon"])
