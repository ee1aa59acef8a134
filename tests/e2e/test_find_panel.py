"""The panel of all filters, laid out."""

import pytest

pytestmark = pytest.mark.browser


def test_both_ends_of_the_days_stand_beside_each_other(mira):
    page = mira.goes_to("/gallery/find/")
    start, end = (page.locator(f"#ff-{side}").bounding_box() for side in ("from", "to"))
    assert start["y"] == end["y"]
    assert start["height"] == end["height"]
    assert start["x"] + start["width"] < end["x"]
