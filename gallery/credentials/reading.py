"""From a file to what its Content Credentials say, in a state, a name and a time."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from gallery.credentials import boxes, cbor, places, signed
from gallery.credentials.boxes import Box

NONE, UNREADABLE, UNCHECKED = "none", "unreadable", "unchecked"
BROKEN, CHANGED, INTACT = "broken", "changed", "intact"
STATES = (NONE, UNREADABLE, UNCHECKED, BROKEN, CHANGED, INTACT)
BINDING = "c2pa.hash.data"
HASHES = ("sha256", "sha384", "sha512")
PIECE = 1 << 20
MOST_EXCLUSIONS = 100
FRAMES = 4096  # bytes around a manifest in its file
LONGEST = 120  # characters of a name


@dataclass(frozen=True, slots=True)
class Credentials:
    """``state``: none, unreadable, unchecked (signed in a way that is not known here), broken (the signature does not
    fit), changed (the file is not the one that was signed) or intact. ``signer``: whose name the certificate bears.
    ``generator``: what made it, as it says itself. ``terms``: IPTC's, as the vendor signed them.
    """

    state: str = NONE
    signer: str = ""
    generator: str = ""
    at: datetime | None = None
    terms: tuple[str, ...] = ()


def read(file: IO[bytes]) -> Credentials:
    """Never an error, whatever the bytes are."""
    store = places.manifest_of(file)
    if not store:
        return Credentials()
    try:
        return told(boxes.read(store), file, most=len(store) + len(store) // 10 + FRAMES)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return Credentials(UNREADABLE)


def told(store: Box, file: IO[bytes], *, most: int) -> Credentials:
    """Of the active manifest, which is the last. ``most`` bytes of the file may be left out of what is signed."""
    manifest = store.boxes[-1] if store.boxes else Box("", b"")
    claim_box, signature_box = manifest.find("c2pa.claim", "c2pa.claim."), manifest.find("c2pa.signature")
    if claim_box is None or signature_box is None:
        return Credentials(UNREADABLE)
    claim = cbor.loads(claim_box.content)
    signature = signed.read(signature_box.content, claim_box.content)
    assertions = manifest.find("c2pa.assertions") or Box("", b"")
    return Credentials(
        state_of(signature.fits, binding_holds(claim, assertions, file, most)),
        signature.signer,
        generator_of(claim)[:LONGEST],
        signature.at,
        terms_of(assertions),
    )


def state_of(fits: bool | None, bound: bool | None) -> str:
    if fits is False:
        return BROKEN
    if bound is False:
        return CHANGED
    return INTACT if fits and bound else UNCHECKED


def binding_holds(claim: dict[str, Any], assertions: Box, file: IO[bytes], most: int) -> bool | None:
    """Whether the file's bytes are those that were signed; None where they are bound in a way not known here."""
    box = assertions.find(BINDING, f"{BINDING}.")
    if box is None:
        return None
    named = [*claim.get("assertions", []), *claim.get("created_assertions", [])]
    entry = next((item for item in named if str(item.get("url", "")).endswith(f"/{box.label}")), None)
    default = claim.get("alg") or "sha256"
    name = (entry or {}).get("alg") or default
    if entry is None or name not in HASHES or hashlib.new(name, box.data).digest() != entry.get("hash"):
        return False
    binding = cbor.loads(box.content)
    algorithm = binding.get("alg") or default
    skipped = [(int(part["start"]), int(part["length"])) for part in binding.get("exclusions") or []]
    if algorithm not in HASHES or len(skipped) > MOST_EXCLUSIONS or sum(length for _, length in skipped) > most:
        return None
    return digest_of(file, algorithm, skipped) == binding.get("hash")


def digest_of(file: IO[bytes], algorithm: str, skipped: list[tuple[int, int]]) -> bytes:
    """Of all bytes but the ``skipped`` (start, length) ranges."""
    digest, place = hashlib.new(algorithm), 0
    file.seek(0)
    for start, length in sorted(skipped):
        feed(digest, file, start - place)
        place = max(place, start + length)
        file.seek(place)
    feed(digest, file, None)
    return digest.digest()


def feed(digest: Any, file: IO[bytes], size: int | None) -> None:
    while size is None or size > 0:
        piece = file.read(PIECE if size is None else min(PIECE, size))
        if not piece:
            return
        digest.update(piece)
        size = None if size is None else size - len(piece)


def generator_of(claim: dict[str, Any]) -> str:
    info = claim.get("claim_generator_info")
    first = info[0] if isinstance(info, list) and info else info
    name = first.get("name") if isinstance(first, dict) else ""
    return str(name or claim.get("claim_generator") or "")


def terms_of(assertions: Box) -> tuple[str, ...]:
    """Last parts of the source types that its actions name."""
    box = assertions.find("c2pa.actions.", "c2pa.actions")
    actions = cbor.loads(box.content).get("actions") if box else []
    found = [str(action.get("digitalSourceType") or "").rpartition("/")[2] for action in actions or []]
    return tuple(dict.fromkeys(term[:LONGEST] for term in found if term))[:4]
