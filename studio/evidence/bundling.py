"""The ZIP itself: written to the disk, hashed as it grows, and written down in the trail."""

import hashlib
import json
import tempfile
import zipfile
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from gallery import access, audit
from gallery.audit import Act, chain
from gallery.audit.reading import line
from gallery.files import moving, storage
from gallery.ingest import spool_folder
from gallery.models import AuditEntry, Image, User
from gallery.models.image import Moderation
from studio.evidence import facts, signing

HERE = Path(__file__).resolve().parent
CODE = {
    "verify.py": HERE / "verify.py",
    "README.txt": HERE / "README.txt",
    "chain.py": Path(chain.__file__).resolve(),
}
PIECE = 1024 * 1024  # bytes
NOT_YOURS = gettext_lazy("Evidence is for the picture’s owner and, where it was reported or judged, for moderators.")
WHO, WHAT = ("actor_name", "address", "who_salt"), ("object_label", "details_text", "what_salt")


def make(image: Image, *, by: User) -> IO[bytes]:
    """An open ZIP without a name. A picture whose original is gone has evidence all the same, and says so.

    Raises:
        PermissionDenied: ``by`` may not have it.
    """
    if not access.can_prove_image(by, image):
        raise PermissionDenied(NOT_YOURS)
    audit.link()
    file = tempfile.TemporaryFile(dir=spool_folder())  # noqa: SIM115 (its reader closes it)
    try:
        manifest = fill(file, image, by)
        sha = hashlib.sha256(manifest).hexdigest()
        audit.record(Act.EVIDENCE_MADE, by=by, obj=image, details={"sha256": sha})
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def fill(file: IO[bytes], image: Image, by: User) -> bytes:
    """The manifest, which the last entry signs. Of what a moderator removed others get the hash alone."""
    hashes: dict[str, str] = {}
    whole = access.can_read_trail(by)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
        taken_down = image.moderation == Moderation.REMOVED and not whole
        name, sha = ("", "") if taken_down else original(bundle, image)
        if name:
            hashes[name] = sha
        told = facts.of(image, judges=whole) | {
            "original": {"file": name, "sha256": image.sha256, "bytes": image.bytes}
        }
        texts = {"evidence.json": packed(told), "trail.jsonl": trail(image, by).encode()}
        texts |= {name: path.read_bytes() for name, path in CODE.items()} | {"studio.pem": signing.own_pem()}
        for name, text in texts.items():
            bundle.writestr(name, text)
            hashes[name] = hashlib.sha256(text).hexdigest()
        key = f"{settings.PUBLIC_URL}{reverse('evidence-key')}"
        manifest = packed({"picture": str(image.pk), "files": hashes, "key": key})
        bundle.writestr("manifest.json", manifest)
        bundle.writestr("signature.bin", signing.sign(manifest))
    return manifest


def packed(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, indent=1, sort_keys=True, ensure_ascii=False).encode()


def original(bundle: zipfile.ZipFile, image: Image) -> tuple[str, str]:
    """Its name in the bundle and its hash; "" where the file is gone. From quarantine too."""
    name = f"original.{image.format}"
    key = moving.present_name(image, storage.original_key(image.pk, image.format))
    if not storage.exists(key):
        return "", ""
    sha = hashlib.sha256()
    entry = zipfile.ZipInfo(name, date_time=image.created_at.timetuple()[:6])
    with storage.default_storage.open(key) as source, bundle.open(entry, "w", force_zip64=True) as target:
        while piece := source.read(PIECE):
            sha.update(piece)
            target.write(piece)
    return name, sha.hexdigest()


def trail(image: Image, by: User) -> str:
    """One entry a line. Who else did something to it, and to whom they passed it on, only moderators are told: to the
    owner it stays sealed.
    """
    whole = access.can_read_trail(by)
    rows = facts.trail(image)
    lines = (line(entry) if whole or entry.actor_id == by.pk else sealed(image, entry) for entry in rows)
    return "".join(json.dumps(one) + "\n" for one in lines)


def sealed(image: Image, entry: AuditEntry) -> dict[str, Any]:
    """Without ``who_seal`` too: the hash goes over it, so that nobody finds the actor by trying numbers. In its place
    stands a mark: one person keeps theirs within a picture's evidence, and has another in every other picture's.
    """
    secret = WHO + WHAT if entry.act == Act.PASSED_ON else WHO
    names = {"details_text": "details"}
    blank: dict[str, Any] = {names.get(name, name): "" for name in secret}
    mark = salted_hmac("evidence", f"{image.pk}:{entry.actor_id or ''}", algorithm="sha256").hexdigest()
    return line(entry) | blank | {"actor_id": None, "who_seal": "", "actor_mark": mark}
