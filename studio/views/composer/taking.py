"""What the composer takes over from a picture: all of its recipe, or its words, seed or shape alone."""

from django.http import QueryDict

from gallery.models import Image
from studio.composing.forms import OPTION_PREFIX, as_text, role_name
from studio.prompts.expanding import escaped

WHOLE = ("all", "remix")
SEED = f"{OPTION_PREFIX}seed"


def take_over(asked: QueryDict, image: Image | None, part: str) -> None:
    """Fills ``asked`` as an address would. ``part``: all, remix (all but seed), prompt, seed, size or references."""
    if image is None:
        return
    if part in (*WHOLE, "prompt"):
        asked["prompt"] = escaped(image.prompt)
    if part == "remix":
        asked["remix_of"] = str(image.pk)
    if part in ("all", "seed") and image.seed is not None:
        asked[SEED] = str(image.seed)
    if part in (*WHOLE, "size") and image.asked.get("aspect"):
        asked["aspect"] = image.asked["aspect"]
    if part in (*WHOLE, "references"):
        asked.setlist("reference", [str(id) for id in image.asked.get("references") or []])
        asked.update({role_name(id): role for id, role in (image.asked.get("roles") or {}).items()})
        if mask := image.asked.get("mask"):
            asked["mask"] = str(mask)
    if part in WHOLE:
        take_settings(asked, image, but=() if part == "all" else ("seed",))


def take_settings(asked: QueryDict, image: Image, but: tuple[str, ...]) -> None:
    asked["model"] = image.model
    for name, value in (image.asked.get("options") or {}).items():
        if name not in but:
            asked[OPTION_PREFIX + name] = as_text(value)
