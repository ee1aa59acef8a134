"""Forms as a browser posts them, and what an answer says."""

import io
import json
import re

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

MINI = "openai/gpt-image-1-mini"
FLUX = "bfl/flux-2-pro"
IMAGEN = "google/imagen-4.0-generate-001"
HTMX = {"HX-Request": "true"}


def composed(**fields):
    return {"prompt": "a harbour at dawn", "model": MINI, "aspect": "1:1", "count": "1", "key": "press-1"} | fields


def posted(client, run, act):
    """The hidden fields of a run's button, as its page draws it now."""
    page = client.get(f"/runs/{run.pk}/").content.decode()
    form = re.search(rf'<form[^>]* action="/runs/{run.pk}/{act}/".*?</form>', page, re.DOTALL)[0]
    fields = {}
    for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', form):
        fields.setdefault(name, []).append(value)
    return fields


def events(response):
    return json.loads(response.headers["HX-Trigger"])


def png(name="dune.png", size=(64, 48)):
    file = io.BytesIO()
    Picture.new("RGB", size, "#c96").save(file, "PNG")
    return SimpleUploadedFile(name, file.getvalue(), content_type="image/png")
