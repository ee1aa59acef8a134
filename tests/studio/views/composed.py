"""A composer as a browser posts it, and what an answer says."""

import io
import json

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

MINI = "openai/gpt-image-1-mini"
FLUX = "bfl/flux-2-pro"
IMAGEN = "google/imagen-4.0-generate-001"
HTMX = {"HX-Request": "true"}


def composed(**fields):
    return {"prompt": "a harbour at dawn", "model": MINI, "aspect": "1:1", "count": "1", "key": "press-1"} | fields


def events(response):
    return json.loads(response.headers["HX-Trigger"])


def png(name="dune.png", size=(64, 48)):
    file = io.BytesIO()
    Picture.new("RGB", size, "#c96").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/png")
