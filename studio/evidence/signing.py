"""The studio's signature under a bundle: Ed25519, made of SECRET_KEY, so that whoever gets a bundle cannot rewrite it.

A key that was replaced goes on standing beside the new one while SECRET_KEY_FALLBACKS names it.
"""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

FOR = b"pinacoteca evidence"  # the key serves nothing else


def key_of(secret: str) -> Ed25519PrivateKey:
    made = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=FOR).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(made)


def sign(data: bytes) -> bytes:
    """64 bytes."""
    return key_of(settings.SECRET_KEY).sign(data)


def pem(secret: str) -> bytes:
    return key_of(secret).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def own_pem() -> bytes:
    return pem(settings.SECRET_KEY)


def every_pem() -> bytes:
    """The key that signs now, then those that signed before."""
    return b"".join(pem(str(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
