"""One prompt to several models: chosen by keyboard, filled column by column, the refused one alone tried again."""

import pytest
from playwright.sync_api import expect

from studio.models import Generation, Run, State
from tests.e2e.site import PHONE
from tests.e2e.test_main_path import READY
from tests.processes.stack import until

pytestmark = pytest.mark.browser

GPT, NANO, FLUX = "openai/gpt-image-1.5", "gemini/gemini-2.5-flash-image", "bfl/flux-2-pro"
THREE = (GPT, NANO, FLUX)
KEYS = """() => {
    const field = document.getElementById("c-prompt");
    for (let n = 0; n < 40; n += 1) {
        field.setRangeText("x", field.value.length, field.value.length, "end");
        field.dispatchEvent(new InputEvent("input", { bubbles: true, data: "x" }));
    }
}"""


def chooses(page, models):
    """Ticks exactly these in the picker that "@" opens."""
    page.focus("#c-prompt")
    page.keyboard.press("End")
    page.keyboard.type(" @")
    expect(page.locator("#models")).to_be_visible()
    for box in page.locator("#models [name=model]:checked").all():
        if box.get_attribute("value") not in models:
            box.uncheck()
    for model in models:
        page.locator(f"#models [value='{model}']").check()
    page.get_by_role("button", name="Done").click()
    expect(page.locator("#panel .model-options")).to_have_count(len(models))


def again():
    return Generation.objects.exclude(retry_of=None)


def test_three_models_fill_their_columns_and_the_refused_one_alone_is_tried_again(mira):
    page = mira.page
    page.fill("#c-prompt", "a matte teapot on linen, refuse-prompt@flux")
    chooses(page, THREE)
    expect(page.locator("#chips [data-chip=model]")).to_contain_text("3 models")
    page.locator("#panel label", has=page.locator("[name=aspect][value='3:4']")).click()
    expect(page.locator("#panel .model-notes").first).to_contain_text("No 3:4 here. Delivers 2:3")
    page.press("#c-prompt", "Control+Enter")
    columns = page.locator(".run .column")
    expect(columns).to_have_count(3)
    expect(columns.nth(0).locator("img")).to_be_visible(timeout=READY)
    expect(columns.nth(1).locator("img")).to_be_visible(timeout=READY)
    expect(columns.nth(2)).to_contain_text("Refused by the vendor.", timeout=READY)
    expect(columns.nth(2)).to_contain_text("Not charged")
    page.evaluate("document.querySelectorAll('.column').forEach(one => { one.dataset.kept = '1'; })")
    page.locator("[data-name=retry-failed]").click()
    until(lambda: again().filter(state=State.REFUSED).exists())
    assert list(again().values_list("model", "state")) == [(FLUX, State.REFUSED)]
    expect(page.locator(".run[data-busy='0']")).to_have_count(1, timeout=READY)
    expect(page.locator(".column[data-kept]")).to_have_count(3)
    page.locator(".run [data-name=bench]").click()
    expect(page.locator("#bench tbody tr")).to_have_count(3)
    expect(page.locator("#bench tbody tr").nth(2)).to_contain_text("0 of 1")
    assert mira.violations() == []
    assert mira.complaints == []


def test_what_can_be_done_with_a_tall_run_stays_in_sight(mira):
    page = mira.page
    page.fill("#c-prompt", "a matte teapot on linen, refuse-prompt@flux")
    chooses(page, (NANO, FLUX))
    page.locator("#panel label", has=page.locator("[name=aspect][value='9:16']")).click()
    page.fill("#panel [name=count]", "3")
    page.press("#c-prompt", "Control+Enter")
    retry, rest = page.locator("[data-name=retry-failed]"), page.locator(".column").first.locator(".slot").last
    expect(retry).to_be_visible(timeout=READY)
    expect(page.locator("[data-name=compare]")).to_be_in_viewport()
    expect(retry).to_be_in_viewport()
    symbols = [page.locator(f"[data-name={name}] svg").inner_html() for name in ("retry-failed", "again")]
    assert len(set(symbols)) == 2
    rest.scroll_into_view_if_needed()
    expect(rest).to_be_in_viewport()
    expect(retry).to_be_in_viewport()


def test_the_choice_of_models_and_their_options_outlives_a_reload(mira):
    page = mira.page
    page.fill("#c-prompt", "a matte teapot")
    chooses(page, THREE)
    page.locator(f"#panel [name='o.{GPT}.quality'][value=high]").check(force=True)
    page.fill("[name=o-seed]", "7")
    page.reload()
    expect(page.locator("#panel .model-options")).to_have_count(3)
    expect(page.locator(f"#panel [name='o.{GPT}.quality'][value=high]")).to_be_checked()
    expect(page.locator("[name=o-seed]")).to_have_value("7")
    assert page.locator("#models [name=model]:checked").count() == 3
    assert mira.complaints == []


def test_several_models_run_without_script(designer, visitor):
    person = visitor(java_script_enabled=False)
    person.enters_as(designer)
    query = "&".join(f"model={model}" for model in (GPT, FLUX))
    page = person.goes_to(f"/?{query}&prompt=a+matte+teapot&aspect=1:1")
    assert page.locator("#panel .model-options").count() == 2
    page.locator(".go").click()
    expect(page.locator(".run .column")).to_have_count(2)
    assert [asked["id"] for asked in Run.objects.get().requested] == [GPT, FLUX]


def test_on_a_phone_the_columns_are_a_strip_and_the_page_stays_within(designer, visitor):
    person = visitor(viewport=PHONE, has_touch=True)
    person.enters_as(designer)
    query = "&".join(f"model={model}" for model in THREE)
    page = person.goes_to(f"/?{query}&prompt=a+matte+teapot")
    page.locator(".go").click()
    column = page.locator(".run .column").first
    expect(column).to_be_visible()
    assert round(column.bounding_box()["width"]) == 152
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert person.complaints == []


def test_the_picker_sifts_by_what_a_model_takes(mira):
    page = mira.page
    page.focus("#c-prompt")
    page.keyboard.type("@")
    rows = page.locator(".model-row:visible")
    every = rows.count()
    page.locator("#models .chip", has_text="Masks").click()
    masked = rows.count()
    assert 0 < masked < every
    expect(page.locator(f".model-row:has([value='{GPT}'])")).to_be_visible()
    expect(page.locator(f".model-row:has([value='{NANO}'])")).to_be_hidden()
    page.locator("#models .chip", has_text="Takes references").click()
    assert rows.count() == masked  # whoever takes a mask takes a picture


def test_forty_keys_ask_for_the_price_once(mira):
    page, asked = mira.page, []
    chooses(page, THREE)
    page.on("request", lambda request: asked.append(request.url) if "/compose/" in request.url else None)
    with page.expect_response("**/compose/price/"):
        page.evaluate(KEYS)
    assert [url.split("/compose/")[1] for url in asked] == ["price/"]
