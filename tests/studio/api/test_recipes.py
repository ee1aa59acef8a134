"""A file's recipe and the price book by the API."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from PIL.PngImagePlugin import PngInfo

from studio.models import PriceRevision

pytestmark = pytest.mark.django_db
MINI = "openai/gpt-image-1-mini"


def png(words=""):
    info, file = PngInfo(), io.BytesIO()
    if words:
        info.add_text("parameters", words)
    Picture.new("RGB", (8, 8)).save(file, "PNG", pnginfo=info)
    return SimpleUploadedFile("a.png", file.getvalue(), "image/png")


def test_a_file_gives_back_what_it_carries(ada):
    words = "a harbour\nNegative prompt: people\nSteps: 20, Seed: 7, Size: 512x512"
    found = ada.client.post("/api/v1/recipes", {"file": png(words)}).json()
    assert {part["name"]: part["value"] for part in found["parts"] if part["name"]}["prompt"] == "a harbour"
    assert found["image"] is None
    assert ada.client.post("/api/v1/recipes", {"file": png()}).json()["parts"] == []
    empty = SimpleUploadedFile("a.png", b"", "image/png")
    assert ada.client.post("/api/v1/recipes", {"file": empty}).status_code == 422


def test_administrators_write_prices_and_all_read_them(ada):
    before = next(item for item in ada.get("/prices").json()["items"] if item["model"] == MINI)
    amounts = [0.5] * len(before["rows"])
    assert ada.put("/prices", {"model": MINI, "amounts": amounts}).status_code == 403
    ada.user.is_superuser = True
    ada.user.save()
    assert ada.put("/prices", {"model": MINI, "amounts": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]}).status_code == 422
    assert ada.put("/prices", {"model": MINI, "amounts": [-1.0] * len(amounts)}).status_code == 422
    after = ada.put("/prices", {"model": MINI, "amounts": amounts}).json()
    assert [row["amount"] for row in after["rows"]] == amounts
    assert PriceRevision.objects.count() == 1
