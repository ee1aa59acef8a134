"""What a crop and a larger canvas are asked for with: a shape, or figures in pixels."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gallery.derived import reshaping
from gallery.derived.reshaping import Box, Sides
from gallery.files.uploads import Unacceptable
from gallery.models import Image

SHAPES = ("1:1", "4:5", "5:4", "3:4", "4:3", "2:3", "3:2", "9:16", "16:9", "21:9")
FARTHEST = 8192  # pixels
NOTHING_GIVEN = _("Nothing is cut off yet. Choose a shape or a part of the picture.")
PART_GIVEN = _("Give all four figures, or choose a shape.")
WHOLE = {"invalid": _("Give whole pixels.")}


def pixels(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=FARTHEST * 8, error_messages=WHOLE)


class ReshapeForm(forms.Form):
    """``ratio`` fills in for figures that are left out. After ``clean``: ``part``, a Box or Sides."""

    ratio = forms.CharField(required=False, max_length=10)

    def __init__(self, *args: Any, image: Image, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.image = image
        self.part: Any = None

    def figures(self, *names: str) -> list[int | None]:
        return [self.cleaned_data.get(name) for name in names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            self.part = self.read(cleaned.get("ratio", ""))
            self.judge(self.part)
        except Unacceptable as refusal:
            self.add_error(None, str(refusal))
        return cleaned

    def read(self, ratio: str) -> Any:
        raise NotImplementedError

    def judge(self, part: Any) -> None:
        raise NotImplementedError


class CropForm(ReshapeForm):
    left = pixels(_("From the left"))
    top = pixels(_("From the top"))
    width = pixels(_("Width"))
    height = pixels(_("Height"))

    def read(self, ratio: str) -> Box:
        """The figures where all four are given; otherwise the largest part of the shape."""
        left, top, width, height = self.figures("left", "top", "width", "height")
        if left is not None and top is not None and width is not None and height is not None:
            return Box(left, top, width, height)
        if not ratio:
            given = any(figure is not None for figure in (left, top, width, height))
            raise Unacceptable(str(PART_GIVEN if given else NOTHING_GIVEN), "no_part")
        return reshaping.largest_box(self.image.width, self.image.height, ratio)

    def judge(self, part: Box) -> None:
        reshaping.check_box(part, (self.image.width, self.image.height))


class ExtendForm(ReshapeForm):
    left = pixels(_("Left"))
    top = pixels(_("Top"))
    right = pixels(_("Right"))
    bottom = pixels(_("Bottom"))

    def read(self, ratio: str) -> Sides:
        """The figures where any is given, a missing one as 0; otherwise what makes the shape."""
        given = self.figures("left", "top", "right", "bottom")
        if any(side for side in given) or not ratio:
            return Sides(*(side or 0 for side in given))
        return reshaping.sides_for(self.image.width, self.image.height, ratio)

    def judge(self, part: Sides) -> None:
        reshaping.check_sides(part, (self.image.width, self.image.height), max_pixels=settings.MAX_PIXELS)
