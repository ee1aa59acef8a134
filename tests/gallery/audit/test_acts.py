"""Each act that matters leaves an entry: who, what, to what, with what it changed."""

import json
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from gallery import trash
from gallery.cases import deciding, opening
from gallery.files import storage
from gallery.models import AuditEntry, Image
from gallery.people import invitations, leaving, teams
from gallery.sharing import links
from studio import credentials
from studio.models import PriceRevision
from studio.money import budgets
from studio.money.scopes import Kind, Scope
from tests.factories import PASSWORD, ImageFactory, MembershipFactory, TeamFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def mira():
    return UserFactory(username="mira", display_name="Mira Okafor", is_superuser=True, is_staff=True)


def written():
    """[(act, actor, object kind), …] since the last look."""
    rows = AuditEntry.objects.order_by("id")
    return [(row.act, row.actor_id, row.object_kind) for row in rows]


def last():
    return AuditEntry.objects.order_by("id").last()


def test_coming_failing_and_going(client, mira):
    login, form = reverse("account_login"), {"login": "mira", "password": "wrong"}
    client.post(login, form, REMOTE_ADDR="192.0.2.7", headers={"X-Forwarded-For": "203.0.113.9"})
    assert (last().address, last().object_id, last().details, bool(last().request_id)) == (
        "192.0.2.7", str(mira.pk), {}, True
    )  # fmt: skip
    client.post(login, {"login": "hunter2!", "password": "wrong"})
    assert "hunter2" not in json.dumps(list(AuditEntry.objects.values()), default=str)
    client.post(login, form | {"password": PASSWORD})
    client.post(reverse("account_logout"))
    acts = [
        *(("sign-in.failed", None, "user"), ("sign-in.failed", None, "")),
        *(("signed.in", mira.pk, "user"), ("signed.out", mira.pk, "user")),
    ]
    assert written() == acts


def test_teams_roles_and_invitations(mira):
    jonas = UserFactory(username="jonas")
    team = teams.create(name="Oro", by=mira)
    member = teams.add_member(team=team, login="jonas", role="viewer", by=mira)
    teams.change_role(membership=member, role="editor", by=mira)
    assert last().details == {"team": str(team.pk), "from": "viewer", "to": "editor"}
    first, _ = invitations.invite(team=team, role="editor", by=mira, email="ana@example.org")
    invitations.accept(first, by=UserFactory())
    second, _ = invitations.invite(team=team, role="viewer", by=mira)
    assert invitations.revoke(second, by=mira)
    assert not invitations.revoke(second, by=mira)
    leaving.remove_member(membership=member, by=jonas)
    teams.delete(team=team, by=mira)
    assert [act for act, _, _ in written()] == [
        *("team.created", "member.added", "role.changed", "person.invited", "invitation.accepted"),
        *("person.invited", "invitation.revoked", "member.left", "team.deleted"),
    ]


def test_links_say_what_they_allow_and_never_their_secret(mira):
    share, token = links.create(by=mira, images=[ImageFactory(owner=mira)], title="Round 2", password="hush-hush")
    links.change(share, by=mira, password="", download="original")
    changed = last().details
    assert (changed["from"]["password"], changed["to"]["password"], changed["to"]["download"]) == (
        True, False, "original"
    )  # fmt: skip
    renewed = links.renew(share, by=mira)
    links.revoke(share, by=mira)
    assert not links.revoke(share, by=mira)
    assert [act for act, _, _ in written()] == ["share.made", "share.changed", "share.changed", "share.revoked"]
    everything = json.dumps(list(AuditEntry.objects.values()), default=str)
    assert not [secret for secret in (token, renewed, "hush-hush") if secret in everything]


def test_pictures_judged_trashed_and_deleted(mira):
    moderator = UserFactory(is_moderator=True)
    image = ImageFactory(owner=mira, published=True, title="Pink wall")
    case = opening.report(image, reason="rights", visitor="somebody")
    deciding.decide(case, deciding.Verdict("removed", "rights", "Copies an artist"), by=moderator)
    assert (last().object_id, last().details["case"]) == (str(image.pk), str(case.pk))
    assert last().details["note"] == "Copies an artist"
    again = opening.appeal(case, by=mira, words="It is mine")
    deciding.decide(again, deciding.Verdict("released", "explained"), by=moderator)
    image.refresh_from_db()
    trash.trash(image, by=mira)
    trash.restore(image, by=mira)
    image.refresh_from_db()
    trash.trash(image, by=mira)
    assert trash.delete_for_good(Image.objects.get(pk=image.pk), by=mira)
    assert [act for act, _, _ in written()] == [
        *("picture.reported", "picture.removed", "decision.appealed", "picture.brought-back"),
        *("decision.reversed", "picture.trashed"),
        *("picture.restored", "picture.trashed", "picture.purged"),
    ]
    assert last().details["sha256"] == "0" * 64


def test_keys_tokens_budgets_prices_and_settings(client, mira):
    credentials.store(user=mira, key="sk-one-secret-1111", tested=credentials.Tested(True))
    credentials.store(user=mira, key="sk-two-secret-2222", tested=credentials.Tested(True))
    assert last().details == {"whose": "personal", "ends": "2222"}
    credentials.remove(user=mira)
    instance = Scope(Kind.INSTANCE, "")
    budgets.set_limit(instance, Decimal(100), sandbox=False, by=mira)
    budgets.set_limit(instance, Decimal(120), sandbox=False, by=mira)
    assert (last().details["from"], last().details["to"]) == ("100.00", "120")
    budgets.set_limit(instance, None, sandbox=False, by=mira)
    client.force_login(mira)
    client.post(reverse("token-create"), {"name": "laptop"})
    client.post(reverse("token-revoke", args=[mira.api_tokens.get().pk]))
    client.post(reverse("vendors-limits"), {"parallel_per_person": "3"})
    assert last().details["parallel_per_person"] == {"from": None, "to": 3}
    client.post(reverse("price", args=["bfl/flux-2-pro"]), {"shipped": "1"})
    assert PriceRevision.objects.exists()
    assert [act for act, _, _ in written()] == [
        *("key.set", "key.rotated", "key.removed", "budget.changed", "budget.changed", "budget.removed"),
        *("token.made", "token.revoked", "settings.changed", "price.changed"),
    ]
    everything = json.dumps(list(AuditEntry.objects.values()), default=str)
    assert "secret" not in everything


def test_what_leaves_is_written_before_its_first_byte(client, mira):
    client.force_login(mira)
    two = [ImageFactory(owner=mira), ImageFactory(owner=mira)]
    for one in two:
        default_storage.save(storage.original_key(one.pk, "png"), ContentFile(b"original"))
    sent = {"ids": ",".join(str(one.pk) for one in two), "kind": "files", "sidecar": "on"}
    assert b"".join(client.post(reverse("export"), sent).streaming_content)
    assert (last().act, last().details["as"], last().object_id) == ("picture.exported", "zip", "")
    assert last().details["pictures"] == [str(one.pk) for one in two]
    assert b"".join(client.get(reverse("image-file", args=[two[0].pk]), {"download": ""}).streaming_content)
    assert (last().details["as"], last().object_id) == ("original", str(two[0].pk))


def test_the_back_office_is_written_down_too(client, mira):
    client.force_login(mira)
    other = MembershipFactory(team=TeamFactory(), role="owner").user
    page = reverse("admin:gallery_user_change", args=[other.pk])
    form = client.get(page).context["adminform"].form
    sent = {name: form[name].value() for name in ("username", "display_name", "email")}
    client.post(page, sent | {"display_name": "Another name"})
    assert (last().act, last().actor_id, last().object_id) == ("admin.changed", mira.pk, str(other.pk))
    assert "Display name" in str(last().details)


def test_the_storage_test_of_the_wizard(client, mira):
    client.force_login(mira)
    client.post(reverse("health-probe"), {"next": "setup"})
    assert ("storage.tested", mira.pk, "") in written()
