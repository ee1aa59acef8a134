"""COSE_Sign1 over a claim: whose certificate, when, and whether the signature fits."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.x509.oid import NameOID

from gallery.credentials import cbor

ALGORITHM, CHAIN = 1, 33
DIGESTS: dict[int, type[hashes.HashAlgorithm]] = {
    -7: hashes.SHA256, -35: hashes.SHA384, -36: hashes.SHA512, -37: hashes.SHA256, -38: hashes.SHA384,
    -39: hashes.SHA512, -8: hashes.SHA512,
}  # fmt: skip
STAMPED = re.compile(rb"\x18\x0f(\d{14})Z")  # genTime of a time stamp (RFC 3161)
LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Signature:
    """``fits`` None: made in a way that cannot be checked here."""

    signer: str
    at: datetime | None
    fits: bool | None


def read(content: bytes, claim: bytes) -> Signature:
    """Raises ValueError where it is none."""
    parts = cbor.loads(content)
    if not isinstance(parts, list) or len(parts) != 4 or not isinstance(parts[1], dict):
        raise ValueError("no COSE_Sign1")
    protected, loose, _payload, signature = parts
    head = cbor.loads(protected) if protected else {}
    if not isinstance(head, dict) or not isinstance(signature, bytes):
        raise ValueError("no COSE_Sign1")
    chain = head.get(CHAIN) or loose.get(CHAIN) or loose.get("x5chain") or b""
    first = chain[0] if isinstance(chain, list) and chain else chain
    if not isinstance(first, bytes) or not first:
        raise ValueError("no certificate")
    certificate = x509.load_der_x509_certificate(first)
    return Signature(
        name_of(certificate),
        stamped(loose),
        fits(certificate, head.get(ALGORITHM), signature, to_be_signed(protected, claim)),
    )


def name_of(certificate: x509.Certificate) -> str:
    """The organisation, or else the name, that the certificate bears."""
    for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(oid):
            return str(attribute.value)[:LONGEST_NAME]
    return ""


def stamped(loose: dict[Any, Any]) -> datetime | None:
    """When a third party saw the signature; None where none did."""
    tokens = (loose.get("sigTst2") or loose.get("sigTst") or {}).get("tstTokens") or [{}]
    found = STAMPED.search(tokens[0].get("val") or b"")
    return datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC) if found else None


def to_be_signed(protected: bytes, claim: bytes) -> bytes:
    """RFC 9052, 4.4: ["Signature1", protected, no external data, payload]."""
    context = b"Signature1"
    parts = (cbor.head(2, len(protected)) + protected, cbor.head(2, 0), cbor.head(2, len(claim)) + claim)
    return cbor.head(4, 4) + cbor.head(3, len(context)) + context + b"".join(parts)


def fits(certificate: x509.Certificate, algorithm: Any, signature: bytes, message: bytes) -> bool | None:
    digest = DIGESTS.get(algorithm) if isinstance(algorithm, int) else None
    if digest is None:
        return None
    try:
        key = certificate.public_key()
        if isinstance(key, ec.EllipticCurvePublicKey):
            half = len(signature) // 2
            pair = int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
            key.verify(encode_dss_signature(*pair), message, ec.ECDSA(digest()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PSS(padding.MGF1(digest()), padding.PSS.AUTO), digest())
        elif isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, message)
        else:
            return None
    except UnsupportedAlgorithm:
        return None
    except InvalidSignature:
        return False
    return True
