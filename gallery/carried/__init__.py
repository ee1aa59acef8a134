"""The recipe that a picture file carries in its metadata, whichever tool wrote it. Pure: bytes in, fields out.

    A1111, Forge       PNG "parameters", EXIF UserComment: words, "Negative prompt:", "Steps: 20, Seed: 7"
    ComfyUI            PNG "prompt": a graph as JSON; "workflow" beside it says no more
    InvokeAI           PNG "invokeai_metadata", older "sd-metadata"
    NovelAI            PNG "Description" and "Comment" (JSON)
    Midjourney         PNG, EXIF or XMP description: words, then "--ar 3:4 --seed 7 Job ID: …"

Nothing is trusted: texts are inflated to a limit, JSON and XML read to a depth, every field cut to a length.
"""

from gallery.carried.readers import READERS, Carried
from gallery.carried.texts import texts_of

__all__ = ["Carried", "read"]


def read(content: bytes) -> Carried | None:
    """None where the file carries none that is known; never an error, whatever the bytes are."""
    texts = texts_of(content)
    found = (reader(texts) for reader in READERS)
    return next((carried for carried in found if carried is not None and not carried.empty), None)
