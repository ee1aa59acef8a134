"""What a file says of itself: made by a model, and if wished with which words. XMP after IPTC's photo metadata.

IPTC 2025.1: DigitalSourceType, AIPromptInformation and AISystemUsed in the extension's namespace.
"""

import re
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from gallery.models.image import Kind, Relation

VOCABULARY = "http://cv.iptc.org/newscodes/digitalsourcetype/"
TRAINED, COMPOSITE = "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"
EDITS = (Relation.EDIT, Relation.ERASE, Relation.REPAINT, Relation.EXTEND)
FARTHEST = 8  # parents of a cropped upload that are asked what they are
MOST_PROMPT = 5000  # characters: twice, in any script, they fit the one segment that a JPEG has for them
UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
}


def source_type(image: Any) -> str:
    """The IPTC term, "" for a picture of which nobody knows. A crop of a made picture is a made picture."""
    made = image
    for _step in range(FARTHEST):
        if made.kind == Kind.GENERATED:
            edited = made.relation in EDITS or (made is not image and image.relation == Relation.EXTEND)
            return COMPOSITE if edited else TRAINED
        if made.parent_id is None or made.parent is None:
            return ""
        made = made.parent
    return ""


def xmp(image: Any, *, recipe: bool) -> bytes:
    """An XMP packet. ``recipe``: with prompt and model. Always what kind of picture it is and of which it came."""
    term = source_type(image)
    lines = [tag("xmp:CreatorTool", "Pinacoteca")]
    lines += [tag("Iptc4xmpExt:DigitalSourceType", VOCABULARY + term)] if term else []
    lines += [
        f'<xmpMM:DerivedFrom rdf:parseType="Resource">{tag("stRef:documentID", image.pk.urn)}</xmpMM:DerivedFrom>'
    ]
    if recipe and image.prompt:
        lines += [tag("Iptc4xmpExt:AIPromptInformation", image.prompt[:MOST_PROMPT])]
        lines.append(described(image.prompt[:MOST_PROMPT]))
    if recipe and image.model:
        lines.append(tag("Iptc4xmpExt:AISystemUsed", f"{image.model_label}, {image.vendor} ({image.model})"))
    spaces = " ".join(f"xmlns:{name}={quoteattr(url)}" for name, url in NAMES.items())
    body = "".join(lines)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="" {spaces}>{body}</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()


def described(text: str) -> str:
    return f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{clean(text)}</rdf:li></rdf:Alt></dc:description>'


def tag(name: str, text: str) -> str:
    return f"<{name}>{clean(text)}</{name}>"


def clean(text: str) -> str:
    return escape(UNWRITABLE.sub(" ", text))
