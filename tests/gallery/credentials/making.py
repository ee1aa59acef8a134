"""A vendor's part, played here: files with Content Credentials, signed by a certificate made on the spot."""

import hashlib
import io
import struct
import zlib
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.x509.oid import NameOID
from PIL import Image as Pixels

TERM = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def dumps(value: Any) -> bytes:
    """CBOR, of what a manifest needs."""
    if value is None:
        return b"\xf6"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, (list, tuple)):
        return head(4, len(value)) + b"".join(map(dumps, value))
    return head(5, len(value)) + b"".join(dumps(key) + dumps(item) for key, item in value.items())


def head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    if number < 256:
        return bytes([kind << 5 | 24, number])
    wide = number >= 65536
    return bytes([kind << 5 | (26 if wide else 25)]) + struct.pack(">I" if wide else ">H", number)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content) + 8) + kind + content


def superbox(label: str, *inner: bytes) -> bytes:
    return box(b"jumb", box(b"jumd", b"u" * 16 + b"\x03" + label.encode() + b"\0") + b"".join(inner))


@cache
def signer(organisation: str) -> tuple[ec.EllipticCurvePrivateKey, bytes]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation)])
    at = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 7, at, at + timedelta(days=900))
    return key, builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def store(
    digest: bytes, exclusion: tuple[int, int], *, organisation: str = "OpenAI", algorithm: int = -7, spoil: bool = False
) -> bytes:
    """A manifest store whose length depends on no value in it."""
    binding = {
        "exclusions": [{"start": Wide(exclusion[0]), "length": Wide(exclusion[1])}],
        "alg": "sha256", "hash": digest, "pad": b"",
    }  # fmt: skip
    hard = superbox("c2pa.hash.data", box(b"cbor", dumps_wide(binding)))
    actions = {"actions": [{"action": "c2pa.created", "digitalSourceType": TERM}]}
    did = superbox("c2pa.actions.v2", box(b"cbor", dumps(actions)))
    claim = dumps(
        {
            "claim_generator_info": {"name": "GPT Image"},
            "created_assertions": [
                {"url": "self#jumbf=c2pa.assertions/c2pa.hash.data", "hash": hashlib.sha256(hard[8:]).digest()}
            ],
            "alg": "sha256",
        }
    )
    key, certificate = signer(organisation)
    protected = dumps({1: algorithm, 33: certificate})
    message = dumps(["Signature1", protected, b"", claim + (b"x" if spoil else b"")])
    r, s = decode_dss_signature(key.sign(message, ec.ECDSA(hashes.SHA256())))
    stamp = {"sigTst2": {"tstTokens": [{"val": b"..\x18\x0f20261103104251Z.."}]}, "pad": b""}
    cose = b"\xd2" + dumps([protected, stamp, None, r.to_bytes(32) + s.to_bytes(32)])
    manifest = superbox(
        "urn:c2pa:1", superbox("c2pa.assertions", hard, did), superbox("c2pa.claim.v2", box(b"cbor", claim)),
        superbox("c2pa.signature", box(b"cbor", cose)),
    )  # fmt: skip
    return superbox("c2pa", manifest)


class Wide(int):
    """A number that takes five bytes whatever it is."""


def dumps_wide(value: Any) -> bytes:
    if isinstance(value, Wide):
        return b"\x1a" + struct.pack(">I", value)
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(dumps_wide, value))
    if isinstance(value, dict):
        return head(5, len(value)) + b"".join(dumps(key) + dumps_wide(item) for key, item in value.items())
    return dumps(value)


def png_part(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + b"caBX" + data + struct.pack(">I", zlib.crc32(b"caBX" + data))


def jpeg_part(data: bytes, piece: int = 700) -> bytes:
    """In several segments, as a large one is."""
    parts = [data[8:][start : start + piece] for start in range(0, len(data) - 8, piece)]
    segments = (b"JP" + b"\0\1" + struct.pack(">I", number) + data[:8] + part for number, part in enumerate(parts, 1))
    return b"".join(b"\xff\xeb" + struct.pack(">H", len(segment) + 2) + segment for segment in segments)


def webp_part(data: bytes) -> bytes:
    return b"C2PA" + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def drawn(form: str) -> bytes:
    file = io.BytesIO()
    Pixels.new("RGB", (60, 40), "teal").save(file, form)
    return file.getvalue()


PARTS = {"PNG": (png_part, 33), "JPEG": (jpeg_part, 2), "WEBP": (webp_part, None)}


def credentialed(form: str = "PNG", **options: Any) -> bytes:
    """A picture file of this format with its manifest in the place for it."""
    wrap, place = PARTS[form]
    plain = drawn(form)
    at = len(plain) if place is None else place
    size = len(wrap(store(b"\0" * 32, (0, 0), **options)))
    if form == "WEBP":
        plain = plain[:4] + struct.pack("<I", len(plain) - 8 + size) + plain[8:]
    digest = hashlib.sha256(plain[:at] + plain[at:]).digest()
    return plain[:at] + wrap(store(digest, (at, size), **options)) + plain[at:]
