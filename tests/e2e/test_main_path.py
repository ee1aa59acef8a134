"""A designer's day, in a real browser on real processes."""

import re

import pytest
from django.contrib.auth.hashers import make_password
from playwright.sync_api import expect

from gallery.models import Image
from studio import catalogue
from studio.models import Run
from tests.factories import PASSWORD
from tests.processes.stack import until

pytestmark = pytest.mark.browser

READY = 60_000


def generates(person, prompt):
    page = person.page
    page.fill("textarea[name=prompt]", prompt)
    page.press("textarea[name=prompt]", "Control+Enter")
    expect(page.locator(".run", has_text=prompt).locator("img").first).to_be_visible(timeout=READY)


def test_a_prompt_becomes_a_picture_in_the_gallery_with_its_recipe(mira):
    generates(mira, "a quiet harbour at dawn")
    page = mira.goes_to("/gallery/")
    page.locator("#content a:has(img)").first.click()
    expect(page.locator("body")).to_contain_text("a quiet harbour at dawn")
    expect(page.locator("body")).to_contain_text("1024 × 1024")
    assert mira.complaints == []


def test_the_tile_fills_without_a_reload(mira):
    mira.page.evaluate("window.sameDocument = true")
    generates(mira, "dunes in late afternoon")
    assert mira.page.evaluate("window.sameDocument") is True


def test_nothing_jumps_when_a_picture_arrives(mira):
    page = mira.page
    page.evaluate(
        """() => {
            window.shift = 0;
            const add = entry => { window.shift += entry.hadRecentInput ? 0 : entry.value };
            const watch = new PerformanceObserver(list => list.getEntries().forEach(add));
            watch.observe({type: 'layout-shift', buffered: false});
        }"""
    )
    generates(mira, "layered ridges in mist")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.shift") == 0


def test_a_refusal_is_told_in_plain_words(mira):
    page = mira.page
    page.fill("textarea[name=prompt]", "refuse-prompt, a still life")
    page.press("textarea[name=prompt]", "Control+Enter")
    expect(page.locator(".run").first).to_contain_text("Refused by the vendor.", timeout=READY)
    expect(page.locator(".run").first).to_contain_text("Not charged")


def test_a_picture_goes_to_the_trash_and_comes_back(mira):
    generates(mira, "botanical plate")
    image = Image.objects.get()
    page = mira.goes_to(f"/gallery/images/{image.pk}/")
    page.keyboard.press("Delete")
    page.get_by_role("button", name="Undo").click()
    until(lambda: Image.objects.filter(pk=image.pk, trashed_at=None, quarantine="").exists())
    assert mira.complaints == []


def test_an_empty_prompt_is_told_at_the_field(mira):
    page = mira.page
    page.fill("textarea[name=prompt]", "   ")
    expect(page.get_by_role("button", name=re.compile("^Generate")).first).to_be_disabled()
    page.press("textarea[name=prompt]", "Control+Enter")
    generates(mira, "something after all")
    assert Run.objects.count() == 1


def test_it_works_without_script(designer, visitor):
    designer.password = make_password(PASSWORD, hasher="pbkdf2_sha256")  # as the web process does
    designer.save()
    person = visitor(java_script_enabled=False)
    person.signs_in("mira", PASSWORD)
    page = person.page
    page.fill("textarea[name=prompt]", "a plain form")
    page.get_by_role("button", name=re.compile("^Generate")).first.click()
    until(Image.objects.exists)
    person.goes_to("/")
    expect(page.locator(".run", has_text="a plain form").locator("img").first).to_be_visible()


def test_a_draft_survives_a_reload(mira):
    def drafted():
        mira.page.fill("textarea[name=prompt]", "half a thought")
        return mira.page.evaluate("JSON.stringify(Object.values(localStorage)).includes('half+a+thought')")

    until(drafted)
    mira.page.reload()
    expect(mira.page.locator("textarea[name=prompt]")).to_have_value("half a thought")


def test_the_panels_head_has_every_models_whole_name(mira):
    cut = "head => head.scrollWidth > head.clientWidth || head.scrollHeight > head.clientHeight + 1"
    for model in catalogue.current().values():
        page = mira.goes_to(f"/?model={model.id}")
        head = page.locator(".panel-head h2")
        assert head.inner_text() == model.label
        assert not head.evaluate(cut), model.label
        assert page.locator(".panel-head .cost").evaluate("cost => cost.getClientRects().length") == 1
