"""A guest reports, a moderator looks and removes by keyboard, the member appeals, another moderator brings it back."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from gallery import audit
from gallery.audit import Act
from gallery.cases import opening
from gallery.files import rendering
from gallery.models import AuditEntry, Case, Image, User
from gallery.sharing import links
from tests.e2e.site import PHONE
from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory
from tests.gallery.cases.making import decided, held_prompt
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.browser


@pytest.fixture
def picture(designer, tmp_path):
    image = generated(tmp_path, owner=designer, size=(800, 600))
    rendering.render(image.pk)
    return image


def moderator(visitor, name, **options):
    person = visitor(**options)
    person.enters_as(User.objects.create_user(name, is_moderator=True, display_name=name.capitalize()))
    return person


def test_an_entry_of_the_log_takes_two_lines_on_a_phone(visitor):
    person = User.objects.create_user("long", display_name="Maximiliane von Hohenstaufen-Lindenberg")
    image = ImageFactory(owner=person, title="Close-up of a blood orange on a slate table in the evening")
    for act in (Act.LOOKED, Act.PHRASE_ALLOWED, Act.EXPORTED, Act.HELD):
        audit.record(act, by=person, obj=image, details={"why": "Copies a living artist whose name is a long one"})
    audit.record(Act.HELD)
    audit.link()
    page = moderator(visitor, "jonas", viewport=PHONE, has_touch=True, is_mobile=True).goes_to("/audit/")
    lines = """row => new Set([...row.cells].filter(cell => cell.innerText.trim() || cell.querySelector("img"))
        .map(cell => cell.getBoundingClientRect()).map(box => Math.round((box.top + box.bottom) / 2))).size"""
    rows = page.locator(".log-table tbody tr").all()
    assert {row.evaluate(lines) for row in rows} == {2}
    assert max(row.bounding_box()["height"] for row in rows) <= 72
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def asked_for_a_reason_first(page):
    """The reason to let it be is chosen still: X opens the choice of the others, and decides nothing."""
    page.keyboard.press("x")
    expect(page.locator("[data-reasons=removed]")).to_have_attribute("data-asked", "")
    expect(page.locator("[data-reasons=removed] input").first).to_be_focused()
    assert Case.objects.waiting().exists()


def test_from_a_report_to_a_reversal(mira, visitor, designer, picture):
    _, token = links.create(by=designer, images=[picture], title="Oro", mode="review")
    guest = visitor(viewport=PHONE, has_touch=True, is_mobile=True, color_scheme="light")
    room = guest.goes_to(f"/s/{token}/")
    room.get_by_role("link", name="Report picture 1").click()
    room.get_by_label("Too close to somebody’s work or mark").check()
    room.get_by_label(re.compile("In your words")).fill("It is our cover")
    assert guest.violations() == []
    room.get_by_role("button", name="Report").click()
    expect(room.get_by_role("status")).to_contain_text("A moderator looks at it")

    first = moderator(visitor, "jonas")
    page = first.goes_to("/held/")
    expect(page.locator(".rail .badge.due")).to_have_text("1")
    page.keyboard.press("j")
    expect(page.locator(".reports")).to_contain_text("It is our cover")
    assert first.violations() == []
    cover = page.locator(".covered")
    assert cover.locator("img").evaluate("image => image.naturalWidth") <= 32
    page.keyboard.down("Space")
    expect(cover).to_have_attribute("data-open", "")
    expect(cover.locator("img")).to_have_js_property("naturalWidth", 800)
    page.keyboard.up("Space")
    expect(cover).not_to_have_attribute("data-open", "")
    assert AuditEntry.objects.filter(act="picture.looked-at").count() == 1

    second = moderator(visitor, "lena")
    case = Case.objects.get()
    expect(second.goes_to(f"/held/{case.pk}/").locator(".item")).to_contain_text("Jonas is judging this now")
    asked_for_a_reason_first(page)
    page.keyboard.press("5")
    page.get_by_label("Note to mira").fill("Not ours.")
    page.get_by_label("Note to mira").blur()
    page.keyboard.press("x")
    expect(page.locator("#content")).to_contain_text("Nothing waits.")
    assert not Image.objects.visible_to(designer).exists()

    told = mira.goes_to("/notices/")
    told.get_by_role("link", name=re.compile("^Reported")).click()
    expect(told.locator("#content")).to_contain_text("Not ours.")
    told.get_by_label("Why should it be decided otherwise?").fill("I drew it.")
    assert mira.violations() == []
    told.get_by_role("button", name="Appeal").click()
    expect(told.locator("#content")).to_contain_text("Another moderator looks at it")

    again = second.goes_to("/held/appeals/")
    again.keyboard.press("j")
    expect(again.locator(".item")).to_contain_text("I drew it.")
    again.keyboard.press("a")
    expect(again.locator("#content")).to_contain_text("Nothing waits.")
    expect(mira.goes_to(f"/gallery/images/{picture.pk}/").locator("#content")).to_be_visible()
    assert Image.objects.visible_to(designer).get() == picture
    assert [person.complaints for person in (guest, first, second, mira)] == [[], [], [], []]


def test_on_a_phone_the_way_to_the_next_lies_beside_the_way_back(visitor, designer, picture):
    judge = User.objects.create_user("lena", is_moderator=True)
    for about in (picture, ImageFactory(owner=designer)):
        case = opening.open_case(kind="prompt", person=designer, subject=about, prompt="Blood on a white shirt")
        opening.appeal(decided(case, judge), by=designer, words="It is for a stage")
    page = moderator(visitor, "jonas", viewport=PHONE).goes_to(f"/held/{Case.objects.waiting().earliest('id').pk}/")
    onward, back = (page.get_by_role("link", name=name).bounding_box() for name in ("Next (J)", "Back to the list"))
    assert onward["y"] <= back["y"] <= onward["y"] + onward["height"]
    verdicts = [button.bounding_box() for button in page.locator(".verdicts > .button").all()]
    assert len({box["height"] for box in verdicts}) == 1


def test_on_a_phone_the_open_tab_is_in_sight(visitor):
    page = moderator(visitor, "jonas", viewport=PHONE, has_touch=True, is_mobile=True).goes_to(reverse("held-log"))
    expect(page.locator(".topbar .tabs > [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_a_person_of_a_team_and_long_words_keep_face_and_verdict_beside_them(visitor):
    team = TeamFactory(name="Halden Studio for Posters and Packshots")
    person = UserFactory(username="aiko")
    MembershipFactory(team=team, user=person)
    judge = moderator(visitor, "jonas")
    decided(
        held_prompt(person, "Close-up of a blood orange cut in half on wet slate"), User.objects.get(username="jonas")
    )
    page = judge.goes_to(f"/held/{held_prompt(person, 'A long pool blood').pk}/")

    def box(selector):
        return page.locator(f".context {selector}").first.bounding_box()

    assert abs(box(".person .avatar")["y"] - box(".person strong")["y"]) < 24
    assert box(".earlier .pill")["y"] < box(".earlier .title")["y"] + 20
    assert judge.complaints == []
