"""The panel of all filters, laid out."""

import pytest

from tests.e2e.site import PHONE

pytestmark = pytest.mark.browser


def test_both_ends_of_the_days_stand_beside_each_other(mira):
    page = mira.goes_to("/gallery/find/")
    start, end = (page.locator(f"#ff-{side}").bounding_box() for side in ("from", "to"))
    assert start["y"] == end["y"]
    assert start["height"] == end["height"]
    assert start["x"] + start["width"] < end["x"]


def test_the_page_of_all_filters_fits_a_phone(designer, visitor):
    person = visitor(viewport=PHONE)
    person.enters_as(designer)
    page = person.goes_to("/gallery/find/")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    button = page.locator(".find-all .acts button")
    button.scroll_into_view_if_needed()
    assert button.evaluate(
        """button => {
            const box = button.getBoundingClientRect();
            return document.elementFromPoint(box.x + box.width / 2, box.bottom - 2) === button;
        }"""
    )
