"""While it runs: nothing jumps, the focus stays, a run speaks twice, and its end is told to who looks away."""

import re

import pytest
from playwright.sync_api import expect

from gallery.models import User
from studio import submission
from studio.lifecycle import pauses, wishes
from studio.models import Generation, InstanceSettings, State
from tests.e2e.site import DESK, PHONE
from tests.e2e.test_main_path import READY, generates
from tests.factories import UserFactory
from tests.processes.stack import until

pytestmark = pytest.mark.browser

SPARE, SPARE_MODEL = "Baidu", "qianfan/irag-1.0"  # of no other test here
WATCH = """() => {
    window.shifts = []; window.said = [];
    const at = ({x, y, width, height}) => [x, y, width, height].map(Math.round);
    const named = node => node && `${node.nodeName} ${node.className || node.parentElement?.className}`;
    const told = ({node, previousRect, currentRect}) => `${named(node)} ${at(previousRect)} to ${at(currentRect)}`;
    const add = entry => entry.hadRecentInput || window.shifts.push([entry.value, ...entry.sources.map(told)]);
    new PerformanceObserver(list => list.getEntries().forEach(add)).observe({type: 'layout-shift', buffered: false});
    const live = document.getElementById('live');
    new MutationObserver(() => live.textContent && window.said.push(live.textContent)).observe(live, {childList: true});
}"""
AWAY = """
    window.away = false; window.shown = [];
    Object.defineProperty(document, 'hidden', {get: () => window.away});
    window.Notification = class extends EventTarget {
        static permission = 'default';
        static async requestPermission() { window.asked = true; return Notification.permission = 'granted'; }
        constructor(title) { super(); window.shown.push(title); }
    };
"""


def focused(page):
    return page.evaluate("document.activeElement.tagName")


def press(page, prompt):
    page.fill("textarea[name=prompt]", prompt)
    page.press("textarea[name=prompt]", "Control+Enter")
    run = page.locator(".run", has_text=prompt)
    expect(run).to_be_visible(timeout=READY)
    return run


def hold(site, *vendors, **why):
    for vendor in vendors:
        pauses.hold(vendor, until=None, **why)
    heeded(site)


def heeded(site):
    """Once the worker goes by the limits and pauses that are set now: it reads them together, the last pause too."""
    pauses.hold(SPARE, until=None)
    other = UserFactory()
    until(lambda: left_waiting(site, other), what="the worker never heeded a pause")


def left_waiting(site, other):
    run, _ = submission.submit(submission.check(prompt="a try", models=[{"id": SPARE_MODEL}], count=1), by=other)
    (row,) = run.generations.all()
    site.stack.deliver([row.pk])
    rows = Generation.objects.filter(pk=row.pk)
    until(lambda: not rows.filter(state=State.QUEUED, message_sent_at__isnull=False).exists())
    if not rows.filter(state=State.QUEUED).exists():
        return False
    return wishes.cancel(rows.select_related("run").get(), by=other)


def frames(page):
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_a_run_moves_nothing_and_speaks_twice(mira):
    page = mira.page
    page.evaluate(WATCH)
    generates(mira, "layered ridges in mist")
    expect(page.locator(".run.busy")).to_have_count(0, timeout=READY)
    until(lambda: page.evaluate("window.said.length") >= 2)
    frames(page)
    assert page.evaluate("window.said") == ["1 picture started", "1 ready"]
    assert page.evaluate("window.shifts") == []
    assert mira.complaints == []


def cut(end):
    """Answers a page only as far as this text."""

    def answer(route):
        html, found, _ = route.fetch().text().partition(end)
        assert found
        route.fulfill(body=html, content_type="text/html")

    return answer


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("end", ['<div class="write', 'id="tools"', '<div class="bar'])
def test_a_page_that_is_painted_half_read_moves_nothing_later(visitor, designer, size, end):
    """A slow browser paints what it has read so far: the docked composer has its height from its first part on."""
    person = visitor(viewport=size, java_script_enabled=False)
    person.enters_as(designer)
    height = "document.querySelector('.composer').offsetHeight"
    whole = person.goes_to("/").evaluate(height)
    person.page.route(f"{person.site.url}/", cut(end))
    assert person.goes_to("/").evaluate(height) == whole


def test_a_fresh_run_says_how_long_ago_it_began(mira):
    page = mira.goes_to("/?model=bfl/flux-2-pro")
    run = press(page, "a ferry that left a while ago")
    expect(run.locator(".meta time")).to_have_text(re.compile(r"^([3-9]|\d\d) s ago$"))


def test_the_focus_is_never_lost(mira):
    page = mira.page
    run = press(page, "refuse-prompt, a still life")
    retry = run.locator("[data-name=retry]")
    expect(retry).to_be_visible(timeout=READY)
    retry.focus()
    page.keyboard.press("Enter")
    expect(run.locator(".tile.ended")).to_have_count(1, timeout=READY)
    frames(page)
    assert focused(page) != "BODY"
    page.focus("textarea[name=prompt]")
    with page.expect_response(re.compile("/compose/price/")):
        page.keyboard.type("dunes")
    assert focused(page) == "TEXTAREA"


WIRED = "button => Boolean(button.form?.['htmx-internal-data']?.initHash)"  # before that it is a plain form


def test_a_cancelled_tile_keeps_the_focus(mira):
    page = mira.page
    hold(mira.site, "OpenAI", "Google")
    page.goto(f"{mira.site.url}/")
    run = press(page, "a quiet harbour")
    cancel = run.locator("[data-name=cancel]").last
    expect(cancel).to_be_visible(timeout=READY)
    page.wait_for_function(WIRED, arg=cancel.element_handle())
    cancel.focus()
    page.keyboard.press("Enter")
    expect(run.locator(".title").first).to_contain_text("Cancelled", timeout=READY)
    assert focused(page) != "BODY"


def test_a_paused_vendor_is_told_and_another_model_takes_over(mira):
    page = mira.page
    hold(mira.site, "OpenAI", "Google", reason="no_answer")
    run = press(page, "a quiet harbour at dawn")
    tile = run.locator(".held-up")
    expect(tile).to_contain_text("is not answering since", timeout=READY)
    tile.locator("[data-name=instead]").click()
    expect(run.locator("img").first).to_be_visible(timeout=READY)
    assert mira.complaints == []


def test_places_in_line_are_told_and_change(mira):
    InstanceSettings.objects.create(parallel_per_person=1)
    heeded(mira.site)
    bottles = ("one bottle fault:gate", "two bottles fault:gate", "three bottles fault:gate")
    runs = [press(mira.page, prompt) for prompt in bottles]
    word = runs[-1].locator("[data-word]")
    expect(word).to_have_text("Queued 2nd", timeout=READY)
    mira.site.stack.sandbox.open(bottles[0])
    expect(word).to_have_text("Queued", timeout=READY)
    for prompt in bottles:
        mira.site.stack.sandbox.open(prompt)
    for run in runs:
        expect(run.locator("img").first).to_be_visible(timeout=READY)


def test_the_end_is_told_once_to_who_looks_away(mira):
    page = mira.page
    page.add_init_script(AWAY)
    page = mira.goes_to("/account/")
    assert page.evaluate("window.asked") is None
    page.get_by_role("switch", name="Notify me in this browser").click()
    expect(page.get_by_role("switch", name="Notify me in this browser")).to_have_attribute("aria-checked", "true")
    page = mira.goes_to("/")
    page.evaluate("Notification.permission = 'granted'")
    page.evaluate("window.away = true")
    press(page, "long dunes")
    until(lambda: page.evaluate("window.shown.length") > 0)
    assert page.evaluate("window.shown")[0].startswith("1 picture ready: long dunes ($")
    assert page.title().startswith("(1) ")
    page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    assert not page.title().startswith("(")
    assert page.evaluate("window.shown.length") == 1


def test_the_sheet_of_keys_is_found_searched_and_switched_off(mira):
    page = mira.page
    page.locator("#content").focus()
    page.keyboard.press("?")
    expect(page.get_by_placeholder("Find a key")).to_be_focused()
    page.keyboard.type("remix")
    expect(page.locator("[data-shortcut]:visible")).to_have_text([re.compile("Remix")] * 3)  # of a run, a picture, two
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")
    with page.expect_response(re.compile("/account/keys/")):
        page.locator("#keys [role=switch]").click()
    page.locator("#keys .close button").click()
    page.locator("#content").focus()
    page.keyboard.press("g")
    page.keyboard.press("g")
    page.keyboard.press("n")
    assert focused(page) != "TEXTAREA"
    assert page.url == f"{mira.site.url}/"
    assert not User.objects.get(username="mira").single_keys
    page.keyboard.press("?")
    with page.expect_response(re.compile("/account/keys/")):
        page.locator("#keys [role=switch]").click()
    page.locator("#keys .close button").click()
    page.locator("#content").focus()
    page.keyboard.press("n")
    expect(page.locator("#c-prompt")).to_be_focused()
    assert mira.complaints == []
