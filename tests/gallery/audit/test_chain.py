"""The trail: written with its act, linked after it, only ever added to, and what anybody changes in it shows."""

import json

import pytest
import structlog
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from gallery import audit
from gallery.audit import guards, verifying
from gallery.audit.chain import packed
from gallery.audit.context import addressed
from gallery.models import AuditEntry, AuditHead
from tests.factories import ImageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail():
    """Four linked entries by one person."""
    person = UserFactory(username="mira")
    for number in range(3):
        audit.record("picture.exported", by=person, obj=ImageFactory(), details={"format": "png", "n": number})
    audit.record("vendor.refused", details={"said": "é\u0000"})
    audit.link()
    return person


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def lifted():
    for line in guards.lifted(connection.vendor):
        run(line)


def test_an_entry_says_who_did_what_to_what_and_from_where():
    person, picture = UserFactory(display_name="Mira Okafor"), ImageFactory(title="Blood orange")
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "203.0.113.9"})
    with structlog.contextvars.bound_contextvars(request_id="r-1", address=""):
        addressed(lambda _: audit.record("picture.hidden", by=person, obj=picture, details={"why": "x"}))(request)
    row = AuditEntry.objects.get()
    assert (row.actor_id, row.actor_name, row.address, row.request_id) == (person.pk, "Mira Okafor", "192.0.2.7", "r-1")
    assert (row.object_kind, row.object_id, row.object_label) == ("image", str(picture.pk), "Blood orange")
    assert (row.act, row.details, row.number) == ("picture.hidden", {"why": "x"}, None)


def test_an_act_that_nobody_registered_is_refused():
    with pytest.raises(ValueError, match=r"picture\.eaten"):
        audit.record("picture.eaten")


def test_an_entry_goes_with_its_act(trail):
    with transaction.atomic():
        audit.record("picture.exported", by=trail)
        transaction.set_rollback(True)
    assert AuditEntry.objects.count() == 4


@pytest.mark.django_db(transaction=True)
def test_the_commit_links_it_and_what_waits_besides():
    with transaction.atomic():
        audit.record("signed.in")
        audit.record("signed.out")
        assert not AuditEntry.objects.exclude(number=None).exists()
    assert list(AuditEntry.objects.order_by("id").values_list("number", flat=True)) == [1, 2]
    first, second = AuditEntry.objects.order_by("id")
    assert (first.previous, second.previous, AuditHead.objects.get().hash) == ("", first.hash, second.hash)


def test_a_whole_trail_is_told_with_its_last_hash(trail, capsys):
    call_command("verify_audit", anchor=[AuditEntry.objects.get(number=2).hash.upper()])
    assert capsys.readouterr().out == f"4 entries, chain unbroken. Last: {AuditHead.objects.get().hash}\n"


CHANGES = {
    "at": "'2026-01-01 00:00:00+00:00'", "act": "'share.made'", "actor_id": "77", "object_id": "'other'",
    "request_id": "'r'", "number": "9", "hash": "'0'", "previous": "'0'", "who_seal": "'0'",
    "actor_name": "'Somebody else'", "address": "'203.0.113.1'", "details": "'{}'", "object_label": "'x'",
    "who_salt": "'0'",
}  # fmt: skip


@pytest.mark.parametrize("column", CHANGES)
def test_what_was_changed_is_refused_and_shows_where_the_guards_were_lifted(trail, column):
    change = f"UPDATE {guards.TABLE} SET {column} = {CHANGES[column]} WHERE number = 2"
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        run(change)
    lifted()
    run(change)
    assert verifying.verify().broken.number == 2
    with pytest.raises(CommandError, match=r"^Entry 2: "):
        call_command("verify_audit")


@pytest.mark.parametrize(("gone", "reason"), [(2, "entry 2 is missing"), (4, "the trail ends here"), (1, "entry 1")])
def test_what_was_taken_out_is_refused_and_shows(trail, gone, reason):
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        AuditEntry.objects.filter(number=gone).delete()
    lifted()
    AuditEntry.objects.filter(number=gone).delete()
    broken = verifying.verify().broken
    assert broken.number == gone
    assert reason in broken.reason


def test_a_tail_cut_off_together_with_its_head_is_found_by_a_checkpoint(trail):
    kept = AuditHead.objects.get().hash
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        AuditHead.objects.update(number=3)
    lifted()
    AuditEntry.objects.filter(number=4).delete()
    AuditHead.objects.update(number=3, hash=AuditEntry.objects.get(number=3).hash)
    assert verifying.verify().broken is None
    with pytest.raises(CommandError, match=f"Entry 4: no entry has the hash {kept}"):
        call_command("verify_audit", anchor=[kept])


def test_a_chain_written_anew_does_not_fit_its_head(trail):
    lifted()
    AuditHead.objects.update(hash="0" * 64)
    assert verifying.verify().broken.number == 4
    AuditHead.objects.all().delete()
    assert verifying.verify().broken.reason == "the head is gone"


def test_names_are_blanked_and_the_chain_holds(trail):
    rows = AuditEntry.objects.filter(actor_id=trail.pk)
    with pytest.raises(IntegrityError, match="only grows"), transaction.atomic():
        rows.update(actor_name="", address="")  # the salt has to go too
    rows.update(actor_name="", address="", who_salt="")
    found = verifying.verify()
    assert (found.broken, found.entries, found.erased) == (None, 4, 3)


@pytest.mark.parametrize("columns", [{"actor_name": "Sami"}, {"address": "192.0.2.1"}])
def test_no_other_name_stands_where_one_was_blanked(trail, columns):
    lifted()
    AuditEntry.objects.filter(number=2).update(**{"actor_name": "", "address": "", "who_salt": "", **columns})
    assert verifying.verify().broken.reason == "who did it was changed"


def test_what_is_hashed_is_written_as_json_writes_it():
    values = ["", 'a "word"\\ \u0007', "é \U0001f58c \ud800", 0, -7, None]
    assert packed(*values) == json.dumps(values, separators=(",", ":")).encode()


def test_empty_is_whole(capsys):
    call_command("verify_audit")
    assert capsys.readouterr().out == "0 entries, chain unbroken. Last: none\n"
