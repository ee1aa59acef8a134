"""The queue's pages and its API: covered until asked for, 403 for one's own, 409 who and what, guests' reports."""

import pytest

from gallery.cases import claiming, opening, reasons
from gallery.models import AuditEntry, Case, Report
from gallery.sharing import limits, links
from tests.factories import UserFactory
from tests.gallery.cases.making import decided, held_picture, held_prompt, reported
from tests.gallery.people.pictures import published

YES = {"outcome": "released", "reason": "false-alarm"}


def test_a_picture_is_covered_until_somebody_says_to_look(cast, sign_in):
    case = held_picture(cast)
    client = sign_in(cast.moderator)
    page = client.get(f"/held/{case.pk}/").content.decode()
    assert "/media/" not in page.split('<article class="item"')[1]
    cover = client.get(f"/held/{case.pk}/cover")
    assert len(cover.content) < 400
    assert client.get(f"/held/{case.pk}/look/").status_code == 405
    looked = AuditEntry.objects.filter(act="picture.looked-at", object_id=str(case.image_id))
    assert not looked.exists()
    shown = client.post(f"/held/{case.pk}/look/")
    assert (shown["Content-Type"], "no-store" in shown["Cache-Control"]) == ("image/png", True)
    assert b"".join(shown.streaming_content)[:4] == b"\x89PNG"
    assert looked.get().actor_id == cast.moderator.pk


@pytest.mark.parametrize(("outcome", "seen"), [("released", False), ("removed", True)])
def test_what_was_let_be_is_private_again(cast, sign_in, outcome, seen):
    """The words and the decision stay. What was removed can be answered for as long as it lies in quarantine."""
    case, client = held_picture(cast), sign_in(cast.moderator)
    reason = reasons.OF_KIND["picture"][outcome][0]
    client.post(f"/held/{case.pk}/decide/", {"outcome": outcome, "reason": reason, "note": "Looked twice"})
    page = client.get(f"/held/{case.pk}/").content.decode()
    assert ("Looked twice" in page, "is its owner’s again" in page) == (True, not seen)
    assert client.get(f"/held/{case.pk}/cover").status_code == (200 if seen else 404)
    looked = client.post(f"/held/{case.pk}/look/")
    assert (looked.status_code, bool(b"".join(looked))) == (200 if seen else 404, True)
    assert (f"/held/{case.pk}/cover" in client.get("/held/decided/").content.decode()) == seen
    by_api = client.post(f"/api/v1/cases/{case.pk}/look")
    assert (by_api.status_code, bool(b"".join(by_api))) == (200 if seen else 404, True)
    assert AuditEntry.objects.filter(act="picture.looked-at").exists() == seen


def test_what_fired_is_marked_and_escaped(cast, sign_in):
    case = held_prompt(cast.editor, "<b>Close</b> a blood orange")
    Case.objects.filter(pk=case.pk).update(triggers=[{"label": "Rule 7", "spans": [[15, 20], [17, 22]], "words": []}])
    page = sign_in(cast.moderator).get(f"/held/{case.pk}/").content.decode()
    assert "&lt;b&gt;Close&lt;/b&gt; a <mark>blood</mark> orange" in page


def test_decide_opens_the_next_and_takes_duplicates_along(cast, sign_in):
    case, twin, other = held_prompt(cast.editor), held_prompt(cast.viewer), held_prompt(cast.viewer, "a gun")
    client = sign_in(cast.moderator)
    answer = client.post(f"/held/{case.pk}/decide/", YES | {"alike": "on", "note": "Fruit."})
    assert answer["Location"] == f"/held/{other.pk}/"
    twin.refresh_from_db()
    assert (twin.outcome, twin.note) == ("released", "Fruit.")


def test_own_items_are_refused_with_a_sentence_and_can_be_passed_on(cast, sign_in):
    mira = UserFactory(is_moderator=True, username="mira")
    case, client = held_prompt(cast.moderator), sign_in(cast.moderator)
    answer = client.post(f"/held/{case.pk}/decide/", YES)
    assert answer.status_code == 403
    assert "This is your own. Another moderator has to decide about it" in answer.content.decode()
    assert client.post(f"/held/{case.pk}/pass/", {"to": "nobody"}).status_code == 422
    assert client.post(f"/held/{case.pk}/pass/", {"to": "mira"}).status_code == 302
    assert Case.objects.get(pk=case.pk).passed_to == mira


def test_decided_or_claimed_meanwhile_answers_409_telling_who(cast, sign_in):
    mira = UserFactory(is_moderator=True, display_name="Mira Okafor")
    case, client = held_prompt(cast.editor), sign_in(cast.moderator)
    claiming.claim(case, by=mira)
    assert "Mira Okafor is judging this now" in client.get(f"/held/{case.pk}/").content.decode()
    assert client.post(f"/held/{case.pk}/claim/").json() == {"detail": "Mira Okafor is judging this now."}
    decided(case, mira)
    answer = client.post(f"/held/{case.pk}/decide/", YES)
    assert answer.status_code == 409
    assert "Mira Okafor decided meanwhile: refused (Violence)." in answer.content.decode()


def test_a_member_reads_why_and_appeals_once(cast, sign_in):
    case = decided(held_prompt(cast.editor), cast.moderator, note="Not for this brand.")
    client = sign_in(cast.editor)
    assert f"/cases/{case.pk}/" in client.get("/notices/").content.decode()
    page = client.get(f"/cases/{case.pk}/").content.decode()
    assert "Violence" in page
    assert "Not for this brand." in page
    assert client.get(f"/cases/about/{case.subject_id}/")["Location"] == f"/cases/{case.pk}/"
    assert client.post(f"/cases/{case.pk}/appeal/", {"words": " "}).status_code == 422
    assert client.post(f"/cases/{case.pk}/appeal/", {"words": "A fruit."}).status_code == 302
    assert client.post(f"/cases/{case.pk}/appeal/", {"words": "A fruit."}).status_code == 409
    assert sign_in(cast.viewer).get(f"/cases/{case.pk}/").status_code == 404
    assert Case.objects.get(appeal_of=case).words == "A fruit."


@pytest.mark.parametrize("mode", ["look", "review"])
def test_a_guest_reports_from_a_link_so_often_and_no_more(cast, client, mode):
    image = published(cast.team, owner=cast.owner)
    _, token = links.create(by=cast.owner, images=[image], title="x", mode=mode)
    address = f"/s/{token}/{image.pk}/report/"
    assert f"{image.pk}/report/" in client.get(f"/s/{token}/").content.decode()
    assert client.post(address, {"reason": "nonsense"}).status_code == 422
    for _ in range(2):
        answer = client.post(address, {"reason": "rights", "words": "Ours.", "name": "Rhea"})
        assert "Reported." in answer.content.decode()
    report = Report.objects.get()
    assert (report.whose, report.reporter, "127.0.0.1" in report.visitor) == ("Rhea", None, False)
    codes = [client.post(address, {"reason": "rights"}).status_code for _ in range(limits.REPORTS)]
    assert codes[-1] == 429


@pytest.mark.parametrize(
    ("addresses", "words"),
    [
        (("2001:db8:1:2::1", "2001:db8:1:2:ffff::2"), 1),  # two of one line, which has 2**64
        (("2001:db8:1:2::1", "2001:db8:1:3::1"), 2),
        (("192.0.2.1", "192.0.2.2"), 2),
        (("192.0.2.1", "::ffff:192.0.2.1"), 1),
    ],
)
def test_a_guest_with_many_addresses_of_one_line_is_one_guest(cast, client, addresses, words):
    image = published(cast.team, owner=cast.owner)
    _, token = links.create(by=cast.owner, images=[image], title="x")
    for one in addresses:
        assert client.post(f"/s/{token}/{image.pk}/report/", {"reason": "rights"}, REMOTE_ADDR=one).status_code == 200
    assert Report.objects.count() == Case.objects.get().reports == words


def test_a_false_report_leaves_the_picture_and_its_owner_in_peace(cast, sign_in):
    case = reported(cast)
    client = sign_in(cast.editor)
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    decided(case, cast.moderator, "released", "harmless")
    assert client.get(f"/cases/{case.pk}/").status_code == 404
    assert client.get(f"/gallery/images/{case.image_id}/").status_code == 200


def test_the_api_judges_as_the_pages_do(cast, client):
    def ask(person, method, path, **body):
        client.force_login(person)
        sent = {"data": body, "content_type": "application/json"} if method == "post" else {}
        return getattr(client, method)(f"/api/v1{path}", **sent)

    case = held_prompt(cast.editor)
    assert ask(cast.moderator, "get", "/cases").json()["items"][0]["id"] == str(case.pk)
    wrong = ask(cast.moderator, "post", f"/cases/{case.pk}/decision", outcome="released", reason="violence")
    assert (wrong.status_code, list(wrong.json()["errors"])) == (422, ["reason"])
    assert ask(cast.moderator, "post", f"/cases/{case.pk}/claim").json()["claimed_by"] == cast.moderator.username
    no = {"outcome": "refused", "reason": "violence"}
    assert ask(cast.moderator, "post", f"/cases/{case.pk}/decision", **no).json()["case"]["outcome"] == "refused"
    again = ask(UserFactory(is_moderator=True), "post", f"/cases/{case.pk}/decision", **no)
    assert (again.status_code, "decided meanwhile" in again.json()["detail"]) == (409, True)
    mine = ask(cast.editor, "get", "/me/cases").json()["items"]
    assert [(one["outcome"], one["reason"], one["may_appeal"]) for one in mine] == [("refused", "Violence", True)]
    assert ask(cast.editor, "post", f"/cases/{case.pk}/appeal", words="Fruit").status_code == 201
    image = published(cast.team, owner=cast.owner)
    assert ask(cast.viewer, "post", f"/images/{image.pk}/reports", reason="rights").status_code == 204
    own = held_prompt(cast.moderator)
    assert ask(cast.moderator, "post", f"/cases/{own.pk}/decision", **no).status_code == 403
    taken = ask(cast.moderator, "post", f"/cases/{own.pk}/claim")
    assert (taken.status_code, "This is your own" in taken.json()["detail"]) == (403, True)


def test_an_appeal_is_passed_on_to_nobody_whose_decision_it_is_against(cast, sign_in):
    first, second = UserFactory(is_moderator=True, username="first"), UserFactory(is_moderator=True, username="second")
    appeal = opening.appeal(decided(held_prompt(cast.editor), first), by=cast.editor, words="Fruit")
    client = sign_in(cast.moderator)
    page = client.get(f"/held/{appeal.pk}/")
    assert [one.username for one in page.context["others"]] == ["second"]
    assert client.post(f"/held/{appeal.pk}/pass/", {"to": first.username}).status_code == 422
    sent = {"data": {"to": first.username}, "content_type": "application/json"}
    assert client.post(f"/api/v1/cases/{appeal.pk}/pass", **sent).status_code == 422
    told = sign_in(first).get(f"/held/{appeal.pk}/").content.decode()
    assert ("You made the decision" in told, "It is yours to take" in told) == (True, False)
    sign_in(cast.moderator).post(f"/held/{appeal.pk}/pass/", {"to": second.username})
    appeal.refresh_from_db()
    assert appeal.passed_to == second


def test_the_queue_pages_by_id_and_costs_the_same_at_any_size(cast, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.moderator)
    held_prompt(cast.editor, "first")
    client.get("/held/")
    with django_assert_max_num_queries(12):
        client.get("/held/")
    for n in range(45):
        held_prompt(cast.viewer if n % 2 else cast.editor, f"prompt {n}")
    with django_assert_max_num_queries(12):
        page = client.get("/held/")
    assert (len(page.context["rows"]), bool(page.context["more"])) == (40, True)
    rest = client.get(f"/held/?after={page.context['more']}")
    assert len(rest.context["rows"]) == 6
    assert client.get("/held/?after=nonsense").status_code == 404


def test_old_addresses_lead_here(cast, sign_in):
    client = sign_in(cast.moderator)
    assert client.get("/moderation/")["Location"] == "/held/"
    assert client.get(f"/moderation/{reported(cast).image_id}/")["Location"] == "/held/"
