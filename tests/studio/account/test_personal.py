"""A person's data: all of it taken out; and after they are erased their name stands nowhere, the books are the same."""

import io
import json
import zipfile
from decimal import Decimal

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.urls import reverse

from gallery import audit, trash
from gallery.audit import verifying
from gallery.cases import deciding, opening
from gallery.commenting import comments
from gallery.files import storage
from gallery.models import ApiToken, AuditEntry, Case, Comment, Group, Image, Report, User
from gallery.people import groups, invitations, leaving, standing, teams, welcoming
from studio import credentials
from studio.administration import keyring
from studio.models import Balance, Budget, EntryKind, LedgerEntry
from studio.money.budgets import set_limit
from studio.money.scopes import Kind, Scope
from studio.personal import erasing, exporting
from tests.factories import PASSWORD, GenerationFactory, ImageFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db
NAMES = ("quastel", "zerlina", "203.0.113.77")


@pytest.fixture
def boss():
    return UserFactory(username="boss", is_superuser=True)


@pytest.fixture
def zerlina(client, boss):
    """Somebody whose name stands wherever the studio writes one."""
    person = UserFactory(username="zerlina", display_name="Zérlina Quastel", email="zerlina@quastel.example")
    client.force_login(person)
    page = reverse("account-email")
    client.post(page, {"email": "other@quastel.example", "password": "a long enough secret"}, REMOTE_ADDR=NAMES[2])
    person.refresh_from_db()
    team = teams.create(name="Oro", by=boss)
    member = teams.add_member(team=team, login="zerlina", role="editor", by=boss)
    teams.change_role(membership=member, role="viewer", by=boss)
    teams.change_role(membership=member, role="editor", by=boss)
    invitations.invite(team=team, role="viewer", by=boss, email=person.email)
    hung = ImageFactory(owner=person, team=team, published_at="2026-01-01T00:00Z", title="Hung")
    alone = ImageFactory(owner=person, title="Alone")
    for image in (hung, alone):
        default_storage.save(storage.original_key(image.pk, "png"), ContentFile(b"original"))
    comments.write(hung, by=boss, text="Ask @zerlina for the file")
    credentials.store(user=person, key="sk-very-secret", tested=credentials.Tested(True))
    ApiToken.objects.issue(owner=person, name="laptop")
    call = GenerationFactory(run__owner=person, run__prompt="a harbour")
    LedgerEntry.objects.create(generation=call, user=person, kind=EntryKind.RESERVE, amount="0.04")
    Balance.objects.create(kind=Kind.PERSON, subject=str(person.pk), month="2026-11-01", spent=400)
    set_limit(Scope(Kind.PERSON, str(person.pk)), Decimal(5), sandbox=False, by=boss)
    other = MembershipFactory(team=team, role="editor")
    leaving.remove_member(membership=other, by=boss, heir=person)
    audit.link()
    return person


def everywhere():
    """Every text of every table, in lower case."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found += [(table, str(row).lower()) for row in cursor.fetchall()]
    return found


def traces():
    return sorted({(table, name) for table, row in everywhere() for name in NAMES if name in row})


def books():
    return (
        list(LedgerEntry.objects.order_by("pk").values("user", "amount", "kind", "month")),
        list(Balance.objects.order_by("pk").values()),
    )


@pytest.mark.parametrize("heir", ["boss", ""])
def test_an_erased_person_stands_nowhere_and_the_books_are_the_same(client, boss, zerlina, heir):
    assert {table for table, _ in traces()} >= {"gallery_user", "gallery_auditentry", "gallery_invitation"}
    before, hung = books(), Image.objects.get(title="Hung")
    client.force_login(boss)
    sent = {"pictures": "hand" if heir else "delete", "heir": heir, "username": "zerlina"}
    answer = client.post(reverse("person-erase", args=["zerlina"]), sent)
    waits = Image.objects.filter(owner=zerlina, purged_at=None).count() if not heir else 0
    assert ("still to be deleted" in client.get(answer.url).content.decode()) == bool(waits) == (not heir)
    assert erasing.delete_marked() == waits
    assert "still to be deleted" not in client.get(answer.url).content.decode()
    assert traces() == []
    assert books() == before
    owners = list(Image.objects.filter(title="Hung").values_list("owner__username", flat=True))
    assert owners == ([heir] if heir else [])
    assert default_storage.exists(storage.original_key(hung.pk, "png")) == bool(heir)
    person = User.objects.get(pk=zerlina.pk)
    told = (person.username, person.is_active, person.has_usable_password())
    assert told == (f"erased-{person.pk}", False, False)
    assert not ApiToken.objects.filter(owner=person).exists()
    audit.link()
    found = verifying.verify()
    assert (found.broken, found.erased > 3) == (None, True)
    assert AuditEntry.objects.filter(actor_id=person.pk, act="email.changed").exists()
    assert AuditEntry.objects.get(act="person.erased").object_label == f"erased-{person.pk}"


def test_a_worker_that_died_leaves_the_rest_to_the_next(boss):
    person = UserFactory(username="ann")
    judged = ImageFactory(owner=person, moderation="removed")
    ImageFactory.create_batch(2, owner=person)
    erasing.erase(person, by=boss)
    assert not Image.objects.visible_to(person).exists()
    trash.delete_all(erasing.left()[:1])
    assert erasing.left().count() == 2
    assert (erasing.delete_marked(), erasing.delete_marked()) == (2, 0)
    assert not Image.objects.filter(pk=judged.pk, purged_at=None).exists()


def test_what_only_has_the_same_letters_stays(client, boss):
    """Names are chosen by whoever bears them: an erasure takes no other entry's content along."""
    person = UserFactory(username="ann", display_name="reason")
    image = ImageFactory(owner=boss, title="Planning the rose garden for ann and reason")
    audit.record(audit.Act.HID, by=boss, obj=image, details={"reason": "planning", "note": "no reason given"})
    audit.record(audit.Act.ROLE_CHANGED, by=boss, obj=person, details={"to": "ann"})
    comments.write(image, by=boss, text="The reason is Ann; ask @ann")
    run = GenerationFactory(run__owner=person, run__prompt="a secret").run
    opening.open_case(kind="prompt", person=person, subject=run, prompt=run.prompt, words="let me")
    client.force_login(boss)
    client.post(reverse("person-erase", args=["ann"]), {"pictures": "delete", "username": "ann"})
    audit.link()
    kept = AuditEntry.objects.get(act=audit.Act.HID)
    assert (kept.object_label, kept.details["note"]) == (str(image), "no reason given")
    assert AuditEntry.objects.get(act=audit.Act.ROLE_CHANGED).details_text == ""
    assert Comment.objects.get().text == f"The reason is Ann; ask @erased-{person.pk}"
    assert list(Case.objects.values_list("prompt", "words")) == [("", "")]
    assert verifying.verify().broken is None


def test_no_session_circle_or_word_of_theirs_is_left(client, boss):
    person = UserFactory(username="ann")
    client.post(reverse("account_login"), {"login": "ann", "password": PASSWORD})
    assert UserSession.objects.filter(user=person).exists()
    groups.put_in(person, [Group.objects.create(name="Interns")], by=boss)
    opening.report(ImageFactory(owner=boss), reason="rights", words="That is my face", name="Ann B.", by=person)
    run = GenerationFactory(run__owner=person, run__prompt="a secret").run
    standing.suspend(person, why="Unpaid bills", by=boss)
    erasing.erase(person, by=boss)
    person.refresh_from_db()
    run.refresh_from_db()
    report = Report.objects.get()
    assert (person.suspended_why, person.circles.count(), run.prompt) == ("", 0, "")
    assert (report.words, report.name) == ("", "")
    assert not UserSession.objects.filter(user=person).exists()
    assert not Session.objects.exists()


def test_no_budget_waits_for_somebody_who_is_erased(boss):
    person = UserFactory()
    for one in (person, boss):
        set_limit(Scope(Kind.PERSON, str(one.pk)), Decimal(3), sandbox=False, by=boss)
    erasing.erase(person, by=boss)
    assert list(Budget.objects.values_list("subject", flat=True)) == [str(boss.pk)]


def test_who_erases_themselves_is_named_by_nothing(boss):
    person = UserFactory(username="ann", display_name="Ann Quastel", is_superuser=True)
    erasing.erase(person, by=User.objects.get(pk=person.pk))
    assert AuditEntry.objects.get(act="person.erased").actor_name == ""
    assert traces() == []


def test_a_slip_erases_nobody_and_the_last_administrator_stays(client, boss, zerlina):
    client.force_login(boss)
    page = reverse("person-erase", args=["zerlina"])
    for wrong in ({"username": "zerlino", "pictures": "delete"}, {"username": "zerlina", "pictures": "hand"}, {}):
        assert client.post(page, wrong).status_code == 422
    own = client.post(reverse("person-erase", args=["boss"]), {"username": "boss", "pictures": "delete"})
    assert (own.status_code, "Nobody else administers" in own.content.decode()) == (409, True)
    _, token = ApiToken.objects.issue(owner=boss, name="t")
    sent = {"pictures": "delete", "username": "boss"}
    headers = {"Authorization": f"Bearer {token}"}
    answer = client.post("/api/v1/people/boss/erase", sent, content_type="application/json", headers=headers)
    assert answer.status_code == 409
    assert User.objects.filter(username__in=["boss", "zerlina"], is_active=True).count() == 2


def test_everything_about_a_person_and_no_secret_leaves_in_one_zip(client, boss, zerlina):
    client.force_login(zerlina)
    answer = client.post(reverse("account-export"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as bundle:
        names = set(bundle.namelist())
        whole = b"".join(bundle.read(name) for name in names).decode()
        assert json.loads(bundle.read("person.json"))["display_name"] == "Zérlina Quastel"
    assert names > {"gallery-image.jsonl", "studio-ledgerentry.jsonl", "studio-run.jsonl", "trail.jsonl"}
    assert sum(name.startswith("pictures/") for name in names) == 2
    assert not [secret for secret in ("sk-very-secret", zerlina.password) if secret in whole]
    client.force_login(boss)
    assert b"".join(client.post(reverse("person-export", args=["zerlina"])).streaming_content)
    assert AuditEntry.objects.filter(act="person.exported").values_list("actor_id", flat=True)[0] == boss.pk


def taken_by(client, person):
    """What their ZIP holds, as one text."""
    client.force_login(person)
    answer = client.post(reverse("account-export"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as bundle:
        return {name: bundle.read(name).decode() for name in bundle.namelist() if not name.startswith("pictures/")}


def test_a_key_that_waits_for_its_test_leaves_with_nobody(client, boss):
    client.force_login(boss)
    keyring.put("sk-of-the-studio-1", team=None, by=boss)
    assert "studio-credential.jsonl" in (told := taken_by(client, boss))
    assert "sk-of-the-studio-1" not in "".join(told.values())


def test_a_session_leaves_without_its_key(client):
    person = UserFactory(username="ann")
    client.post(reverse("account_login"), {"login": "ann", "password": PASSWORD})
    key = UserSession.objects.get(user=person).session_key
    assert key not in (told := taken_by(client, person))["usersessions-usersession.jsonl"]
    assert key not in "".join(told.values())


def test_data_of_others_is_for_administrators_alone(boss, zerlina):
    with pytest.raises(PermissionDenied, match="Only administrators"):
        exporting.packed(boss, by=zerlina)


def test_nobody_takes_away_what_is_others_by_having_judged_or_suspended_them(client, boss):
    """Rows of others in which they had a hand are named, and no more."""
    other = UserFactory(username="lena", display_name="Lena Amundsen", is_moderator=True)
    run = GenerationFactory(run__owner=other, run__prompt="a private garden").run
    case = opening.open_case(kind="prompt", person=other, subject=run, prompt=run.prompt, headline=run.prompt)
    deciding.decide(case, deciding.Verdict("refused", "violence", "too much"), by=boss)
    standing.suspend(other, why="sold the silver", by=boss)
    welcoming.invite(role="guest", groups=[], email="kai@halden.example", by=boss)
    told = "".join(taken_by(client, boss).values())
    hidden = ("private garden", "Lena", "lena", "sold the silver", "kai@halden.example")
    assert [words for words in hidden if words in told] == []
    assert str(case.pk) in told


def test_nobody_learns_from_where_others_judged_them(client, boss, zerlina):
    client.force_login(boss)
    client.post(reverse("person-suspend", args=["zerlina"]), {"why": "unpaid bills"}, REMOTE_ADDR="198.51.100.9")
    assert AuditEntry.objects.filter(object_id=str(zerlina.pk), actor_id=boss.pk, address="198.51.100.9").exists()
    trail = [json.loads(line) for line in taken_by(client, zerlina)["trail.jsonl"].splitlines()]
    assert {(line["actor_id"] == zerlina.pk, line["actor_name"]) for line in trail if line["address"] == NAMES[2]}
    others = [line for line in trail if line["actor_id"] != zerlina.pk]
    assert {(line["actor_id"], line["actor_name"], line["address"]) for line in others} == {(None, "", "")}
    assert any("unpaid bills" in line["details"] for line in others)


@pytest.mark.parametrize("moderation", ["removed", "hidden"])
def test_what_a_moderator_took_down_or_has_to_look_at_is_not_taken_away(client, zerlina, moderation):
    Image.objects.filter(title="Alone").update(moderation=moderation)
    client.force_login(zerlina)
    answer = client.post(reverse("account-export"))
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as bundle:
        kept = [name for name in bundle.namelist() if name.startswith("pictures/")]
        notes = bundle.read("NOTES.txt").decode()
    assert kept == [f"pictures/{Image.objects.get(title='Hung').pk}.png"]
    assert "1 more picture is held or was removed, and stays in the studio." in notes


def test_of_whoever_was_erased_nothing_is_left_to_change(client, boss):
    person = UserFactory(username="olga")
    client.force_login(boss)
    erasing.erase(person, by=boss)
    name = User.objects.get(pk=person.pk).username
    page = client.get(reverse("person", args=[name])).content.decode()
    assert ("nothing else is left to change" in page, f'action="/people/{name}/' in page) == (True, False)
    acts = ("role", "suspend", "lift", "close", "reopen", "groups", "parallel", "reset", "hand-over", "export", "erase")
    sent = {"role": "administrator", "why": "x", "heir": "boss", "pictures": "delete", "username": name}
    assert {client.post(reverse(f"person-{act}", args=[name]), sent).status_code for act in acts} == {404}
    body = {"data": {"closed": False}, "content_type": "application/json"}
    assert client.patch(f"/api/v1/people/{name}", **body).status_code == 404
    assert not User.objects.get(pk=person.pk).is_active


def test_an_administrator_who_erases_themselves_leaves_no_team_without_an_owner(db):
    leaver, other = (UserFactory(is_superuser=True) for _ in range(2))
    team = MembershipFactory(user=leaver, role="owner").team
    erasing.erase(leaver, by=leaver)
    assert [(one.user, one.role) for one in team.memberships.select_related("user")] == [(other, "owner")]
