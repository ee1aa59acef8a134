"""A long wall: what is far away rests, and keys, selection, resizing and the browser's search know nothing of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gallery.models import Image
from tests.factories import ImageFactory
from tests.processes.stack import until

pytestmark = pytest.mark.browser
NUMBER = 420
TILES = ".walls .wall > li:not(.words)"
RESTING = ".walls .wall > .words"
SHAPES = ((1024, 1024), (1536, 1024), (1024, 1536), (1280, 720), (900, 1600))
HEIGHT = "document.querySelector('.walls').scrollHeight"
# Each list of whole rows is filled to its end, no row is stretched: what the script worked out is what was laid out.
ROWS = """() => [...document.querySelectorAll('.wall.whole:not(:has(.words))')].map((list) => {
  const last = list.lastElementChild.getBoundingClientRect(), all = list.getBoundingClientRect();
  return [Math.round(all.right - last.right), last.height < 260];
})"""


@pytest.fixture
def wall(stack, designer, mira):
    noon = timezone.now().replace(hour=12, minute=0)
    for number in range(NUMBER):
        width, height = SHAPES[number * 7 % len(SHAPES)]
        made = ImageFactory(owner=designer, title=f"slate {number}", width=width, height=height)
        Image.objects.filter(pk=made.pk).update(created_at=noon - timedelta(seconds=number))
    return mira.goes_to("/gallery/")


def to_the_end(page):
    until(lambda: further(page), what="the wall does not end")


def further(page):
    page.mouse.wheel(0, 2000)
    return not page.locator("a.older").count()


def test_what_is_far_rests_and_is_there_all_the_same(wall):
    page = wall
    to_the_end(page)
    expect(page.locator(RESTING).first).to_be_attached()
    assert page.locator(TILES).count() < NUMBER - 60
    assert page.evaluate(ROWS)
    assert all(found == [0, True] for found in page.evaluate(ROWS))
    assert page.locator(RESTING).first.get_attribute("hidden") == "until-found"
    tall = page.evaluate(HEIGHT)

    page.locator(f"{TILES} > a").last.focus()
    page.keyboard.press("Home")
    expect(page.locator(f"{TILES} > a").first).to_be_focused()
    expect(page.locator(f"{TILES} img").first).to_have_attribute("alt", "slate 0")
    assert abs(page.evaluate(HEIGHT) - tall) < 4
    page.keyboard.press("Control+a")
    expect(page.locator("#selection [data-count]")).to_have_text(f"{NUMBER} selected")
    page.keyboard.press("End")
    expect(page.locator(f"{TILES} img").last).to_have_attribute("alt", f"slate {NUMBER - 1}")
    expect(page.locator(TILES).last).to_have_attribute("data-selected", "")


def test_a_range_reaches_over_what_rests_and_rows_break_anew(wall):
    page = wall
    page.locator(f"{TILES} > a").first.focus()
    page.keyboard.press(" ")
    to_the_end(page)
    expect(page.locator(RESTING).first).to_be_attached()
    page.locator(f"{TILES} > a").last.click(modifiers=["Shift"])
    expect(page.locator("#selection [data-count]")).to_have_text(f"{NUMBER} selected")

    page.set_viewport_size({"width": 1100, "height": 900})
    page.wait_for_function("() => document.querySelector('.wall.whole')?.getBoundingClientRect().width < 1000")
    page.wait_for_function(f"() => ({ROWS})().every(([off, low]) => off === 0 && low)")
    page.keyboard.press("Home")
    expect(page.locator(f"{TILES} img").first).to_have_attribute("alt", "slate 0")


# Tiles whose picture holds no place yet, and those of them that can be seen.
NODES_OF_A_TILE = 8  # list item, link, two lines of words; whoever looks at attributes makes as many again


def test_what_rests_is_light(wall):
    page = wall
    devtools = page.context.new_cdp_session(page)

    def nodes():
        devtools.send("HeapProfiler.collectGarbage")
        return devtools.send("Memory.getDOMCounters")["nodes"]

    to_the_end(page)
    expect(page.locator(RESTING).first).to_be_attached()
    here = page.evaluate("document.querySelectorAll('.walls *').length")
    rest = NUMBER - page.locator(TILES).count()
    frame = page.evaluate("document.querySelectorAll('*').length") - here
    until(lambda: nodes() < NODES_OF_A_TILE * rest + 4 * (here + frame), what=f"{nodes()} nodes, {rest} tiles at rest")


HELD = f"{TILES}:not([data-near])"
SEEN = f"""() => [...document.querySelectorAll('{TILES}')].filter((tile) => {{
  const {{ top, bottom }} = tile.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}})"""


def test_pictures_are_asked_for_as_they_come_near(wall):
    page = wall
    address, asked = page.url, []
    page.goto("about:blank")
    page.on("request", lambda request: asked.append(request.url) if "/media/" in request.url else None)
    page.goto(address)
    page.wait_for_function(f"() => ({SEEN})().every((tile) => tile.matches('[data-near]'))")
    page.wait_for_function("() => [...document.images].filter((one) => one.complete).length > 12")
    seen = page.evaluate(f"() => ({SEEN})().length")
    assert len(asked) <= seen < page.locator(TILES).count()
    expect(page.locator(HELD).first).to_be_attached()
    tall = page.evaluate(HEIGHT)

    page.mouse.move(700, 500)
    page.mouse.wheel(0, 10)
    page.wait_for_function(f"(held) => document.querySelectorAll('{HELD}').length < held", arg=60 - seen)
    assert page.evaluate(HEIGHT) == tall


def test_pictures_come_by_themselves_where_their_script_does_not(wall, mira):
    far = f"{TILES}:nth-child(30) img"
    left = "document.querySelector('{}').getBoundingClientRect().left"
    wall.route("**/js/gallery*.js", lambda route: route.abort())
    wall.reload()
    assert wall.evaluate(left.format(far)) < 0
    until(lambda: wall.evaluate(left.format(far)) > 0, what="the pictures stay away")
    assert mira.complaints.pop().startswith("error: Failed to load resource")


def test_without_script_all_is_there(wall, designer, visitor):
    reader = visitor(java_script_enabled=False)
    reader.enters_as(designer)
    page = reader.goes_to("/gallery/")
    last = page.locator(".walls .wall img").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()


def test_a_wheel_loads_on_and_keeps_the_place(wall):
    page = wall
    page.mouse.move(700, 500)

    def wheeled():
        page.mouse.wheel(0, 300)
        return page.evaluate("scrollY") > 6000

    until(wheeled, what="the wheel does not get along")
    assert page.locator("a.older").count() == 1, "the wall has no end yet"
    page.wait_for_function(f"() => ({SEEN})().every((tile) => tile.matches('[data-near]'))")
    page.wait_for_url("**cursor=**#*")
    page.wait_for_function(
        f"() => ({SEEN})().some((tile) => tile.querySelector(`a[href*='${{location.hash.slice(1)}}']`))"
    )
    picture = page.evaluate("location.hash.slice(1)")
    page.reload()
    expect(page.locator(f'{TILES} a[href*="{picture}"]')).to_be_in_viewport()
    page.wait_for_function(f"() => ({SEEN})().every((tile) => tile.matches('[data-near]'))")
