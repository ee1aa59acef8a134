"""The picture page on a phone: what is done with a picture lies at the foot, in a row of five."""

import pytest
from django.urls import reverse

from gallery.files import rendering
from tests.e2e.site import PHONE
from tests.gallery.pictures.drawing import generated

pytestmark = pytest.mark.browser

ACTS = ("Compare (C)", "Edit (E)", "Use as a reference (U)", "Download (D)", "Move to trash (Del)")


def test_five_acts_lie_side_by_side_at_the_foot(visitor, designer, tmp_path):
    image = generated(tmp_path, owner=designer, size=(600, 800))
    rendering.render(image.pk)
    person = visitor(viewport=PHONE, has_touch=True, is_mobile=True)
    person.enters_as(designer)
    page = person.goes_to(reverse("image", args=[image.pk]))
    boxes = [page.get_by_label(name, exact=True).bounding_box() for name in ACTS]
    assert all(box["y"] > PHONE["height"] - 60 for box in boxes)
    assert {round(box["width"]) for box in boxes} == {round(PHONE["width"] / 5)}
    assert [round(box["x"] * 5 / PHONE["width"]) for box in boxes] == [0, 1, 2, 3, 4]
    assert person.violations() == []
    assert person.complaints == []
