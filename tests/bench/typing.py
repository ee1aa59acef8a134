"""How long a key takes in the composer of a running instance: python -m tests.bench.typing URL USERNAME PASSWORD

From the keydown's capture to the end of the input event, in Chromium; the aim is under 16 ms for each key.
"""

import shutil
import sys
from statistics import median

from playwright.sync_api import Page, sync_playwright

WORDS = "Same bottle as image one, on wet slate with drifting mist, cool morning light from the left"
WATCH = """() => {
    window.handled = []; let began = 0;
    addEventListener('keydown', () => { began = performance.now() }, {capture: true});
    addEventListener('input', () => window.handled.push(performance.now() - began));
}"""


def sign_in(page: Page, url: str, username: str, password: str) -> None:
    page.goto(f"{url}/accounts/login/")
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.click("main form button")
    page.wait_for_url(f"{url}/")


def measured(url: str, username: str, password: str) -> list[float]:
    """Milliseconds a key, sorted."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        sign_in(page, url, username, password)
        page.evaluate(WATCH)
        page.focus("#c-prompt")
        page.keyboard.type(WORDS, delay=30)
        found: list[float] = page.evaluate("window.handled")
        browser.close()
    return sorted(found)


if __name__ == "__main__":
    times = measured(*sys.argv[1:4])
    print(f"{len(times)} keys: median {median(times):.1f} ms, slowest {times[-1]:.1f} ms")
