"""Evidence for one picture: complete, and it shows by itself when anything in it was changed."""

import hashlib
import io
import json
import subprocess
import sys
import zipfile

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from gallery import audit
from gallery.audit import verifying
from gallery.cases import claiming, deciding, opening
from gallery.files import storage
from gallery.models import ApiToken, AuditEntry, Decision, Image
from studio.evidence import bundling, signing
from studio.models import EntryKind, LedgerEntry, Output, State
from tests.factories import GenerationFactory, ImageFactory, UserFactory

pytestmark = pytest.mark.django_db
BYTES = b"the picture's bytes"


@pytest.fixture
def image():
    owner = UserFactory(username="sami", display_name="Sami Korhonen")
    made = ImageFactory(owner=owner, published=True, prompt="Pink wall, yellow stairs", bytes=len(BYTES))
    storage.default_storage.save(storage.original_key(made.pk, "png"), ContentFile(BYTES))
    made.sha256 = hashlib.sha256(BYTES).hexdigest()
    made.save(update_fields=["sha256"])
    call = GenerationFactory(
        run__owner=owner, run__prompt="Pink wall", state=State.SUCCEEDED, quote="0.04", cost="0.05"
    )
    Output.objects.create(generation=call, position=0, image=made)
    LedgerEntry.objects.create(generation=call, user=owner, kind=EntryKind.RESERVE, amount="0.04")
    jonas = UserFactory(display_name="Jonas Lind", is_moderator=True)
    audit.record("picture.exported", by=owner, details={"pictures": [str(made.pk), "other"]})
    Decision.objects.create(image=made, image_uuid=made.pk, action="hide", reason="Copies an artist", by=jonas)
    Image.objects.filter(pk=made.pk).update(moderation="hidden")
    audit.record("picture.hidden", by=jonas, obj=made)
    audit.link()
    return made


def unpacked(response, folder):
    with zipfile.ZipFile(io.BytesIO(b"".join(response.streaming_content))) as bundle:
        bundle.extractall(folder)
    return folder


def verified(folder, before=""):
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys, runpy; sys.path.insert(0, {str(folder)!r}); {before}"
         f"runpy.run_path({str(folder / 'verify.py')!r}, run_name='__main__')"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def test_it_says_who_what_and_for_how_much_and_verifies_itself(client, image, tmp_path):
    client.force_login(image.owner)
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "bundle")
    told = json.loads((folder / "evidence.json").read_text())
    assert (told["owner"]["name"], told["prompt"]) == ("Sami Korhonen", "Pink wall, yellow stairs")
    assert (told["generation"]["quote"], told["generation"]["cost"]) == ("0.0400", "0.0500")
    assert told["generation"]["ledger"][0]["amount"] == "0.0400"
    assert told["decisions"][0]["reason"] == "Copies an artist"
    assert (folder / "original.png").read_bytes() == BYTES
    code, said = verified(folder)
    made = AuditEntry.objects.get(act="evidence.made")
    assert (code, made.details["sha256"] in said) == (0, True)
    assert "7 files and 2 entries" in said
    assert f"Signed by the key of studio.pem: {hashlib.sha256(signing.own_pem()).hexdigest()}" in said
    assert "/evidence-key.pem; the studio's log names this bundle, too." in said


def test_a_bundle_that_is_rewritten_throughout_is_told_by_its_signature(client, image, tmp_path):
    client.force_login(image.owner)
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "bundle")
    evidence, manifest = folder / "evidence.json", folder / "manifest.json"
    evidence.write_text(evidence.read_text().replace("Pink wall", "Blue wall"))
    told = json.loads(manifest.read_text())
    told["files"]["evidence.json"] = hashlib.sha256(evidence.read_bytes()).hexdigest()
    manifest.write_text(json.dumps(told))
    assert verified(folder) == (1, "NOT AS IT WAS: the manifest is not the one that was signed\n")


def test_without_the_library_the_rest_is_checked_and_said(client, image, tmp_path):
    client.force_login(image.owner)
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "bundle")
    code, said = verified(folder, before="sys.modules['cryptography'] = None; ")
    assert (code, "The signature was not looked at: see README.txt for openssl" in said) == (0, True)


def test_openssl_says_the_same_and_the_studio_names_its_keys(client, image, tmp_path, settings):
    client.force_login(image.owner)
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "bundle")
    asked = "openssl pkeyutl -verify -pubin -inkey studio.pem -rawin -in manifest.json -sigfile signature.bin"
    assert asked in (folder / "README.txt").read_text()
    assert subprocess.run(asked.split(), cwd=folder, check=False, capture_output=True).returncode == 0
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    keys = Client().get("/evidence-key.pem").content
    assert (keys.count(b"BEGIN PUBLIC KEY"), (folder / "studio.pem").read_bytes() in keys) == (2, True)


def test_how_its_prompt_was_judged_is_in_it(client, image, tmp_path):
    run = Output.objects.get(image=image).generation.run
    case = opening.open_case(kind="prompt", person=run.owner, subject=run, prompt=run.prompt)
    deciding.decide(case, deciding.Verdict("released", "false-alarm"), by=UserFactory(is_moderator=True))
    audit.link()
    client.force_login(image.owner)
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "bundle")
    told = json.loads((folder / "evidence.json").read_text())
    assert [(one["kind"], one["outcome"]) for one in told["cases"]] == [("prompt", "released")]
    assert [one["act"] for one in lines(folder)][2:] == ["prompt.held", "case.released"]
    assert verified(folder)[0] == 0


def lines(folder):
    return [json.loads(line) for line in (folder / "trail.jsonl").read_text().splitlines()]


def test_who_judged_stays_sealed_to_the_owner_and_is_told_to_moderators(client, image, tmp_path):
    client.force_login(image.owner)
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "owner")
    assert [one["actor_name"] for one in lines(folder)] == ["Sami Korhonen", ""]
    assert "Jonas Lind" not in (folder / "evidence.json").read_text()
    _, token = ApiToken.objects.issue(owner=UserFactory(is_moderator=True), name="t")
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post(f"/api/v1/images/{image.pk}/evidence", headers=headers)
    folder = unpacked(answer, tmp_path / "moderator")
    assert [one["actor_name"] for one in lines(folder)][:2] == ["Sami Korhonen", "Jonas Lind"]
    assert json.loads((folder / "evidence.json").read_text())["decisions"][0]["by"]["name"] == "Jonas Lind"
    assert verified(folder)[0] == 0
    assert verifying.verify([lines(folder)[-1]["hash"]]).broken is None


def test_nobody_finds_who_judged_by_trying_numbers(client, image, tmp_path):
    """Neither the number stands there nor what its hash could be made of; a mark tells two people apart."""
    jonas = Decision.objects.get(image=image).by
    opening.report(image, reason="rights", by=UserFactory())
    audit.record("picture.brought-back", by=jonas, obj=image)
    audit.link()
    client.force_login(image.owner)
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "bundle")
    own, *others = lines(folder)
    assert (own["actor_id"], "actor_mark" in own) == (image.owner.pk, False)
    assert [(one["actor_id"], one["who_seal"], one["who_salt"]) for one in others] == [(None, "", "")] * len(others)
    marks = {one["act"]: one["actor_mark"] for one in others}
    assert marks["picture.hidden"] == marks["picture.brought-back"] != marks["picture.reported"]
    code, said = verified(folder)
    assert (code, f"by the studio alone: {len(others)}." in said) == (0, True)
    assert verifying.verify([others[-1]["hash"]]).broken is None


def test_the_owner_is_not_told_to_which_moderator_it_was_passed_on(client, image, tmp_path):
    mira, jonas = (UserFactory(username=name, is_moderator=True) for name in ("mira-o", "jonas-l"))
    case = opening.report(image, reason="rights", by=UserFactory())
    claiming.pass_on(case, by=jonas, to=mira)
    audit.link()
    folders = []
    for person in (image.owner, jonas):
        client.force_login(person)
        folders.append(unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / person.username))
    told = [json.dumps([line for line in lines(folder) if line["act"] == "case.passed-on"]) for folder in folders]
    assert ["mira-o" in one for one in told] == [False, True]
    assert [(len(json.loads(one)), verified(folder)[0]) for one, folder in zip(told, folders, strict=True)] == [
        (1, 0)
    ] * 2


def test_it_is_for_the_owner_and_where_it_was_judged_for_moderators(image):
    with pytest.raises(PermissionDenied, match="Evidence is for"):
        bundling.make(image, by=UserFactory())
    with pytest.raises(PermissionDenied):
        bundling.make(ImageFactory(), by=UserFactory(is_moderator=True))


def test_what_was_removed_leaves_with_moderators_alone(client, image, tmp_path):
    """Its owner gets what is known of it, and its hash."""
    Image.objects.filter(pk=image.pk).update(moderation="removed")
    client.force_login(image.owner)
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "owner")
    told = json.loads((folder / "evidence.json").read_text())["original"]
    assert (told["file"], told["sha256"]) == ("", image.sha256)
    assert not (folder / "original.png").exists()
    assert verified(folder)[0] == 0
    client.force_login(UserFactory(is_moderator=True))
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "moderator")
    assert (folder / "original.png").read_bytes() == BYTES


@pytest.mark.parametrize("name", ["original.png", "evidence.json", "trail.jsonl", "verify-also", "gone"])
def test_what_was_changed_in_it_shows(client, image, tmp_path, name):
    client.force_login(image.owner)
    folder = unpacked(client.post(reverse("evidence", args=[image.pk])), tmp_path / "bundle")
    if name == "gone":
        (folder / "original.png").unlink()
    elif name == "trail.jsonl":
        text = (folder / name).read_text().replace("picture.exported", "picture.removed0")
        (folder / name).write_text(text)
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest["files"][name] = hashlib.sha256(text.encode()).hexdigest()
        (folder / "manifest.json").write_text(json.dumps(manifest))
    else:
        (folder / name).write_bytes((folder / name).read_bytes() + b" " if (folder / name).exists() else b" ")
    code, said = verified(folder)
    assert code == 1
    assert "NOT AS IT WAS" in said


def test_nobody_else_gets_it_and_a_lost_original_is_told(client, image, tmp_path):
    private = ImageFactory()
    for person in (UserFactory(), UserFactory(is_moderator=True), UserFactory(is_superuser=True)):
        client.force_login(person)
        assert client.post(reverse("evidence", args=[private.pk])).status_code == 404
    client.force_login(private.owner)
    folder = unpacked(client.post(reverse("evidence", args=[private.pk])), tmp_path / "bundle")
    assert json.loads((folder / "evidence.json").read_text())["original"]["file"] == ""
    assert verified(folder)[0] == 0
    assert not default_storage.exists(storage.original_key(private.pk, "png"))
