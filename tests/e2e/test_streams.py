"""The live stream in a browser: nothing is missed before it opens, and its tabs leave room for one another."""

import pytest
from playwright.sync_api import expect

from studio.models import Generation, State
from tests.e2e.test_main_path import READY
from tests.e2e.test_while_it_runs import AWAY, press
from tests.processes.stack import until

pytestmark = pytest.mark.browser

NO_QUESTIONS = (
    "window.setInterval = (again => (f, ms, ...rest) => ms === 3000 ? 0 : again(f, ms, ...rest))(setInterval)"
)


def test_what_ends_before_the_stream_is_open_is_not_missed(mira):
    """The page was written while it ran; its end was told to nobody."""
    prompt = "a pier at noon fault:gate"
    press(mira.page, prompt)
    row = Generation.objects.filter(run__prompt=prompt)
    until(lambda: row.filter(state=State.SENDING).exists())

    def open_late(route):
        mira.site.stack.sandbox.open(prompt)
        until(lambda: row.filter(state=State.SUCCEEDED).exists())
        route.continue_()

    mira.page.add_init_script(NO_QUESTIONS)
    mira.page.route("**/events?*", open_late)
    mira.page.reload()
    expect(mira.page.locator(".run", has_text=prompt).locator(".tile img")).to_be_visible(timeout=READY)


IMPATIENT = "AbortSignal.timeout = (later => () => later(200))(AbortSignal.timeout.bind(AbortSignal))"


def test_a_question_that_is_never_answered_is_asked_again(mira):
    prompt = "a pier whose news is lost fault:gate"
    press(mira.page, prompt)
    row = Generation.objects.filter(run__prompt=prompt)
    until(lambda: row.filter(state=State.SENDING).exists())
    mira.page.add_init_script(IMPATIENT)
    lost = []
    mira.page.route(f"**/runs/{row.get().run_id}/", lambda route: route.continue_() if lost else lost.append(route))
    mira.page.reload()
    until(lambda: mira.page.evaluate("true") and lost, what="nobody asked")
    mira.site.stack.sandbox.open(prompt)
    expect(mira.page.locator(".run", has_text=prompt).locator(".tile img")).to_be_visible(timeout=READY)


def look_away(page):
    page.evaluate("window.away = true; document.dispatchEvent(new Event('visibilitychange'))")


def test_six_tabs_behind_leave_room_for_a_seventh(mira):
    """A browser keeps six connections to a site: a stream in each tab would be all of them."""
    mira.context.add_init_script(AWAY)
    for _ in range(6):
        tab = mira.context.new_page()
        tab.goto(f"{mira.site.url}/")
        look_away(tab)
    mira.page.goto(f"{mira.site.url}/account/", timeout=20_000)
    expect(mira.page.locator("h1").first).to_be_visible()


def test_a_tab_behind_still_hears_of_an_end(mira):
    mira.page.add_init_script(AWAY)
    page = mira.goes_to("/")
    prompt = "a pier behind another tab fault:gate"
    run = press(page, prompt)
    look_away(page)
    mira.site.stack.sandbox.open(prompt)
    until(lambda: page.title().startswith("(1) "))
    expect(run.locator(".tile img")).to_be_visible(timeout=READY)


def test_a_tab_that_comes_back_shows_what_another_began_and_ended(mira):
    mira.context.add_init_script(AWAY)
    behind = mira.goes_to("/")
    look_away(behind)
    ahead = mira.context.new_page()
    ahead.goto(f"{mira.site.url}/")
    for prompt in ("a pier of another tab", "a second pier"):
        expect(press(ahead, prompt).locator(".tile img")).to_be_visible(timeout=READY)
    behind.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    expect(behind.locator(".run .tile img")).to_have_count(2, timeout=READY)
    assert behind.locator(".run").first.inner_text().startswith("a second pier")
