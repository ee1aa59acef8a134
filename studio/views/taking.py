"""What the composer takes over from a picture: all of its recipe, or its words, seed or shape alone."""

from django.http import QueryDict

from gallery.models import Image
from studio.forms import OPTION_PREFIX, as_text

SEED = f"{OPTION_PREFIX}seed"


def take_over(asked: QueryDict, image: Image | None, part: str) -> None:
    """Fills ``asked`` as an address would. ``part``: all, prompt, seed or size; nothing for anything else."""
    if image is None:
        return
    if part in ("all", "prompt"):
        asked["prompt"] = image.prompt
    if part in ("all", "seed") and image.seed is not None:
        asked[SEED] = str(image.seed)
    if part in ("all", "size") and image.asked.get("aspect"):
        asked["aspect"] = image.asked["aspect"]
    if part == "all":
        take_settings(asked, image)


def take_settings(asked: QueryDict, image: Image) -> None:
    asked["model"] = image.model
    for name, value in (image.asked.get("options") or {}).items():
        asked[OPTION_PREFIX + name] = as_text(value)
    asked.setlist("reference", [str(id) for id in image.asked.get("references") or []])
