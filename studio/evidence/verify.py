"""Run it in the folder of the unpacked bundle: python3 verify.py. Needs Python 3.11 and nothing else, no network.

Exit code 0: every file is the one that the manifest names, the original is the one that the evidence names, and each
entry of the trail is as it was written, or is sealed and stands where its hash belongs. 1: it says what is not.
"""

import hashlib
import importlib
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

sys.dont_write_bytecode = True
from chain import Links, hash_of, held  # noqa: E402 (beside this file)

UNSIGNED = "The signature was not looked at: see README.txt for openssl, or install the package cryptography."
HERE = Path(__file__).resolve().parent
MARK = "actor_mark"  # stands in an entry whose actor is sealed


def digest(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(1 << 20):
            sha.update(piece)
    return sha.hexdigest()


def files(manifest: dict[str, Any]) -> Iterator[str]:
    known = {"manifest.json", "signature.bin", *manifest["files"]}
    found = {path.relative_to(HERE).as_posix() for path in HERE.rglob("*") if path.is_file()}
    yield from (f"{name} does not belong to the bundle" for name in sorted(found - known))
    for name, sha in manifest["files"].items():
        if name not in found:
            yield f"{name} is missing"
        elif digest(HERE / name) != sha:
            yield f"{name} was changed"


def signed() -> bool | None:
    """Whether the signature is under this manifest; None where Python has no library that knows: openssl does."""
    keys, exceptions = at_hand("cryptography.hazmat.primitives.serialization"), at_hand("cryptography.exceptions")
    if keys is None:
        return None
    key = keys.load_pem_public_key((HERE / "studio.pem").read_bytes())
    try:
        key.verify((HERE / "signature.bin").read_bytes(), (HERE / "manifest.json").read_bytes())
    except exceptions.InvalidSignature:
        return False
    return True


def at_hand(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


def original(evidence: dict[str, Any]) -> Iterator[str]:
    told = evidence["original"]
    if not told["file"]:
        return
    if digest(HERE / told["file"]) != told["sha256"]:
        yield "the original is not the picture that was stored"


def entries(lines: list[dict[str, Any]]) -> Iterator[str]:
    last, before = 0, ""
    for line in lines:
        known = {name: value for name, value in line.items() if name != MARK}
        entry = Links(**{**known, "at": datetime.fromisoformat(line["at"])})
        yield from wrong_about(entry) if MARK in line else wrong(entry)
        if entry.number <= last:
            yield f"entry {entry.number} is out of order"
        if entry.number == last + 1 and last and entry.previous != before:
            yield f"entry {entry.number} does not follow entry {last}"
        last, before = entry.number, entry.hash


def wrong(entry: Links) -> Iterator[str]:
    if not held(entry.who_salt, entry.who_seal, entry.actor_name, entry.address):
        yield f"entry {entry.number}: who did it was changed"
    yield from wrong_about(entry)
    rest = (entry.act, entry.actor_id, entry.who_seal, entry.object_kind, entry.object_id, entry.what_seal)
    if hash_of(entry.previous, entry.number, entry.at, *rest, entry.request_id) != entry.hash:
        yield f"entry {entry.number} was changed"


def wrong_about(entry: Links) -> Iterator[str]:
    """All that can be told of an entry whose actor is sealed."""
    if not held(entry.what_salt, entry.what_seal, entry.object_label, entry.details):
        yield f"entry {entry.number}: what it was about was changed"


def main() -> int:
    manifest = json.loads((HERE / "manifest.json").read_text("utf-8"))
    evidence = json.loads((HERE / "evidence.json").read_text("utf-8"))
    lines = [json.loads(line) for line in (HERE / "trail.jsonl").read_text("utf-8").splitlines()]
    known = signed()
    forged = ["the manifest is not the one that was signed"] if known is False else []
    faults = [*files(manifest), *forged, *original(evidence), *entries(lines)]
    for fault in faults:
        print(f"NOT AS IT WAS: {fault}")
    if faults:
        return 1
    print(f"{len(manifest['files'])} files and {len(lines)} entries are as they were written.")
    if sealed := sum(MARK in line for line in lines):
        print(f"Sealed, so that their hashes can be checked by the studio alone: {sealed}.")
    print(f"Bundle: {digest(HERE / 'manifest.json')}")
    print(f"Signed by the key of studio.pem: {digest(HERE / 'studio.pem')}" if known else UNSIGNED)
    print(f"That this is the studio's key says {manifest['key']}; the studio's log names this bundle, too.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError, KeyError, TypeError) as error:
        print(f"NOT AS IT WAS: {error}")
        sys.exit(1)
