"""A copy of an upload without its place: the same pixels and length, nothing of the camera, turned as before."""

import io

import pytest
from PIL import Image as Pixels
from PIL import PngImagePlugin

from gallery.files import placeless

SECRET = b"Lisbon"
ORIENTATION, MAKER, GPS = 0x0112, 0x010F, 0x8825


def photo(form, *, turned=1, tail=b"after the end: Lisbon"):
    """Of a camera that says where it was in every way that the format has."""
    picture = Pixels.effect_noise((64, 40), 90).convert("RGB")
    exif = Pixels.Exif()
    exif[MAKER], exif[GPS] = "Lisbon Cameras", {1: "N", 29: "Lisbon"}
    if turned != 1:
        exif[ORIENTATION] = turned
    options = {"exif": exif, "xmp": b"<x:xmpmeta>Lisbon</x:xmpmeta>"}
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "Lisbon")
        notes.add_itxt("XML:com.adobe.xmp", "Lisbon")
        options = {"exif": exif, "pnginfo": notes}
    if form == "JPEG":
        options |= {"comment": b"Lisbon", "progressive": True}
    out = io.BytesIO()
    picture.save(out, form, icc_profile=b"\0" * 128 if form != "WEBP" else None, **options)
    return out.getvalue() + tail


def copied(path, data, form):
    path.write_bytes(data)
    return b"".join(placeless.pieces(path, form.lower()))


@pytest.mark.parametrize("turned", [1, 6])
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("piece", [7, 1 << 20])
def test_the_pixels_stay_and_nothing_else_tells(form, turned, piece, tmp_path, monkeypatch):
    monkeypatch.setattr(placeless, "PIECE", piece)
    data = photo(form, turned=turned)
    copy = copied(tmp_path / "a", data, form)
    assert (len(copy), SECRET in data, SECRET in copy) == (len(data), True, False)
    before, after = (Pixels.open(io.BytesIO(some)) for some in (data, copy))
    assert before.tobytes() == after.tobytes()
    assert before.info.get("icc_profile") == after.info.get("icc_profile")
    told = after.getexif()
    assert dict(told) == ({ORIENTATION: turned} if turned != 1 else {})


@pytest.mark.parametrize(("data", "form"), [(photo("JPEG")[:300], "jpeg"), (photo("PNG")[:90], "png"), (b"", "gif")])
def test_what_is_built_otherwise_has_no_copy(data, form, tmp_path):
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(placeless.NoCopy):
        list(placeless.pieces(tmp_path / "a", form))
