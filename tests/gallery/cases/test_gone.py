"""A removed picture vanishes at once by every way to its bytes, lies in quarantine, and is destroyed after its days."""

import asyncio
import io
from datetime import timedelta
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connections
from django.utils import timezone

from gallery import trash
from gallery.cases import opening, purging
from gallery.cases.terms import terms
from gallery.export import chosen, making
from gallery.export.converting import Conversion
from gallery.files import media, signatures, storage
from gallery.models import Board, Image
from gallery.organising import boards
from gallery.people import teams
from gallery.sharing import links
from gallery.sharing import media as shared_media
from tests.factories import UserFactory
from tests.gallery.cases.making import decided
from tests.gallery.people.pictures import published


def asked(app, address):
    """The status that a raw ASGI branch answers."""
    parts, sent = urlsplit(address), []
    scope = {"type": "http", "method": "GET", "path": parts.path, "query_string": parts.query.encode(), "headers": []}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, None, send))
    return sent[0]["status"]


def answered(client, path):
    response = client.get(path)
    if response.streaming:
        b"".join(response.streaming_content)
    response.close()
    return response.status_code


def plain(response):
    """What a page or an answer says, ids without their dashes."""
    return response.content.decode().replace("-", "")


def ways(image, board, share, token):
    """(name, how to ask) of every address that gives the picture's bytes, or says that there is one."""
    pk = image.pk
    pages = {
        "original": f"/gallery/images/{pk}/file",
        "preview": f"/gallery/images/{pk}/preview",
        "page": f"/gallery/images/{pk}/",
        "edit": f"/images/{pk}/edit/",
        "report": f"/gallery/images/{pk}/report/",
        "link's picture": f"/s/{token}/{pk}/",
        "link's file": f"/s/{token}/{pk}/file",
        "api": f"/api/v1/images/{pk}",
        "api file": f"/api/v1/images/{pk}/file",
        "api download": f"/api/v1/images/{pk}/download",
    }
    lists = {
        "wall": "/gallery/",
        "team's wall": f"/gallery/teams/{image.team_id}/",
        "board": f"/boards/{board.pk}/",
        "link's wall": f"/s/{token}/",
        "api list": "/api/v1/images",
        "api board": f"/api/v1/boards/{board.pk}/images",
    }
    raw = {
        "signed rendition": (media.media_app, signatures.rendition_url(image, 640)),
        "shared rendition": (shared_media.shared_app, shared_media.link(share, image, 640)),
    }
    return pages, lists, raw


@pytest.mark.django_db(transaction=True)
def test_every_way_to_a_removed_picture_is_closed_at_once(client, monkeypatch):
    monkeypatch.setattr(shared_media, "close_old_connections", connections.close_all)  # of the threads that look up
    moderator = UserFactory(is_moderator=True)
    owner = UserFactory()
    team = teams.create(name="Halden", by=owner)
    image = published(team, owner=owner)
    board = Board.objects.create(owner=owner, team=team, name="Oro")
    boards.add(board, [image], by=owner)
    share, token = links.create(by=owner, images=[image], title="x", download="original")
    pages, lists, raw = ways(image, board, share, token)
    client.force_login(owner)
    before = {name: answered(client, path) for name, path in pages.items()}
    before |= {name: asked(*way) for name, way in raw.items()}
    assert {name: code for name, code in before.items() if code >= 400} == {}
    assert {name for name, path in lists.items() if image.pk.hex not in plain(client.get(path))} == set()

    decided(opening.report(image, reason="rights", visitor="somebody"), moderator, "removed", "rights")

    after = {name: answered(client, path) for name, path in pages.items()}
    after |= {name: asked(*way) for name, way in raw.items()}
    assert {name: code for name, code in after.items() if code not in (404, 410)} == {}
    assert {name for name, path in lists.items() if image.pk.hex in plain(client.get(path))} == set()
    assert not [key for key in storage.keys_of(image) if default_storage.exists(key)]


def bytes_of(packed):
    """What a ZIP holds of each picture, by name; pieces as they come."""
    with ZipFile(io.BytesIO(b"".join(packed))) as opened:
        return {name: opened.read(name) for name in opened.namelist() if name.endswith((".png", ".jpg"))}


@pytest.mark.django_db
@pytest.mark.parametrize("conversion", [None, Conversion("jpeg")], ids=["originals", "converted before"])
def test_a_zip_under_way_does_not_take_it_along(cast, conversion):
    gone, stays = (published(cast.team, owner=cast.editor) for _ in range(2))
    wanted = making.Wanted(conversion=conversion, template="{id}", sidecar=False)
    packed = making.packed(cast.editor, [gone.pk, stays.pk], wanted)
    length = packed.length
    decided(opening.report(gone, reason="rights", by=cast.viewer), cast.moderator, "removed", "rights")
    pieces = list(packed)
    assert sum(map(len, pieces)) == length
    found = bytes_of(pieces)
    packed.close()
    assert [bool(data.strip(b"\0")) for data in found.values()] == [False, True]


@pytest.mark.django_db
def test_a_new_zip_does_not_name_it(cast):
    gone, stays = (published(cast.team, owner=cast.editor) for _ in range(2))
    decided(opening.report(gone, reason="rights", by=cast.viewer), cast.moderator, "removed", "rights")
    assert chosen.named(cast.editor, [gone.pk, stays.pk]) == [stays.pk]
    with pytest.raises(chosen.NotChosen):
        chosen.named(cast.editor, [gone.pk])
    packed = making.packed(cast.editor, [gone.pk, stays.pk], making.Wanted())
    assert len(bytes_of(packed)) == 1
    packed.close()


@pytest.mark.django_db
def test_after_its_days_original_and_renditions_are_destroyed(cast, capsys):
    """What is appealed against waits; what was brought back is not touched; the row can still be answered for."""
    gone, appealed, back = (removed(cast) for _ in range(3))
    opening.appeal(appealed, by=cast.editor, words="It is mine.")
    decided(
        opening.appeal(back, by=cast.editor, words="Mine."), UserFactory(is_moderator=True), "released", "explained"
    )
    assert (purging.purge_due(), trash.purge_expired()) == (0, 0)
    with time_machine.travel(timezone.now() + terms().kept + timedelta(hours=1), tick=False):
        Image.objects.filter(pk=appealed.image_id).update(trashed_at=timezone.now() - timedelta(days=999))
        assert trash.purge_expired() == 0
        call_command("purge_removed", "--dry-run")
        call_command("purge_removed")
    assert capsys.readouterr().out == "1 would be destroyed.\n1 destroyed.\n"
    row = Image.objects.get(pk=gone.image_id)
    assert (bool(row.purged_at), row.quarantine, row.prompt != "") == (True, "", True)
    assert not [name for name in storage.places_of(gone.image) if default_storage.exists(name)]
    kept = [Image.objects.get(pk=case.image_id) for case in (appealed, back)]
    assert all(default_storage.exists(storage.original_name(image)) for image in kept)


def removed(cast):
    case = opening.report(published(cast.team, owner=cast.editor), reason="rights", by=cast.viewer)
    return decided(case, cast.moderator, "removed", "rights")
