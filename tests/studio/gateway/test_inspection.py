"""What a file really is, told by its bytes alone."""

import struct
import zlib

import pytest

from studio.gateway.errors import LinkBroken, NotAPicture, TooLarge
from studio.gateway.inspection import inspect, sniff
from tests.studio.gateway.builders import picture

FORMATS = ["PNG", "JPEG", "WEBP", "AVIF", "GIF"]


def written(folder, content):
    path = folder / "file"
    path.write_bytes(content)
    return path


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width, height):
    """A tiny PNG that claims to be huge."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("name", FORMATS)
def test_pictures_are_told_by_their_bytes(tmp_path, name):
    found = inspect(written(tmp_path, picture(name)))
    assert (found.format, found.width, found.height) == (name.lower(), 64, 48)
    assert (len(found.sha256), found.bytes) == (64, found.path.stat().st_size)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kept", [0.5, 0.9, -1])
def test_pictures_cut_short_are_broken(tmp_path, name, kept):
    content = picture(name)
    with pytest.raises(LinkBroken):
        inspect(written(tmp_path, content[: kept if kept == -1 else int(len(content) * kept)]))


def test_a_jpeg_cut_short_is_not_saved_by_its_thumbnail(tmp_path):
    content = picture("JPEG")
    thumbnail = b"\xff\xe1" + struct.pack(">H", len(content) + 2) + content
    whole = content[:2] + thumbnail + content[2:]
    assert inspect(written(tmp_path, whole)).format == "jpeg"
    with pytest.raises(LinkBroken):
        inspect(written(tmp_path, whole[:-20]))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html></html>",
        b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        b"<svg/>",
        b'{"error": 1}',
        b"%PDF-1.7",
        b"BM" + b"\0" * 60,
        b"II*\0" + b"\0" * 60,
        b"%!PS-Adobe",
        b"\0\0\0\x18ftypmp42" + b"\0" * 40,
    ],
)
def test_anything_else_is_no_picture(tmp_path, content):
    with pytest.raises(NotAPicture):
        inspect(written(tmp_path, content))


def test_a_lie_behind_the_first_bytes_is_no_picture(tmp_path):
    with pytest.raises(NotAPicture):
        inspect(written(tmp_path, b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0") + chunk(b"IEND", b"")))


@pytest.mark.parametrize("side", [8000, 12_000, 60_000])
def test_bombs_are_too_large_before_decoding(tmp_path, side):
    with pytest.raises(TooLarge):
        inspect(written(tmp_path, bomb(side, side)))


def test_the_pixel_cap_is_the_callers(tmp_path):
    with pytest.raises(TooLarge):
        inspect(written(tmp_path, picture()), max_pixels=64 * 48 - 1)


def test_the_shortest_head_is_sniffed():
    assert sniff(b"\xff\xd8\xff") == "jpeg"
    assert sniff(b"RIFF") == ""
