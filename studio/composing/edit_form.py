"""What the edit page asks for: a way, words, how many, and the mask of what may change."""

from functools import cached_property, partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from gallery.models import Image
from studio import catalogue, offer, submission
from studio.catalogue import Asked, Invalid
from studio.composing.editing import Way, asked_of, first_of, found, shape_for, ways_for
from studio.composing.forms import as_uuid
from studio.words import worded

MASK_FIRST = gettext_noop("Paint over what is to change first.")


class EditForm(forms.Form):
    """Names as posted. After a valid ``clean``: ``order`` (submission.Order); ``way`` is always there.

    Raises:
        Http404: never; ``way`` is None where no model takes this picture.
    """

    prompt = forms.CharField(required=False, strip=False)
    choice = forms.CharField(required=False)
    count = forms.CharField(required=False)
    aspect = forms.CharField(required=False, max_length=10)
    mask = forms.CharField(required=False)
    key = forms.CharField(required=False, max_length=200)

    def __init__(self, data: QueryDict, *, user: Any, image: Image, act: str = ""):
        super().__init__(data, auto_id="e-%s")
        self.user = user
        self.image = image
        self.ways = ways_for(image, user)
        able = [way for way in self.ways if way.mask] if data.get("mask") and not act else self.ways
        self.way = found(self.ways, data.get("choice", "")) or first_of(able, act or "edit")
        self.order: submission.Order | None = None

    def value(self, name: str) -> str:
        return self.data.get(name, "")

    @property
    def masked_ways(self) -> list[Way]:
        return [way for way in self.ways if way.mask]

    @property
    def free_ways(self) -> list[Way]:
        return [way for way in self.ways if not way.mask]

    @cached_property
    def mask_image(self) -> Image | None:
        wanted = self.value("mask")
        return Image.objects.masks_of(self.user).filter(pk=as_uuid(wanted)).first() if wanted else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.way is None or (self.value("choice") and self.way.id != self.value("choice")):
            self.add_error("choice", _("This model cannot be used here any more. Choose another."))
        elif self.value("mask") and self.mask_image is None:
            self.add_error("mask", _("The mask is gone or not yours. Draw another."))
        elif self.way.mask == "needs" and self.mask_image is None:
            self.add_error("mask", _(MASK_FIRST))
        else:
            self._clean_by_the_rules(self.way)
        return cleaned

    def _clean_by_the_rules(self, way: Way) -> None:
        try:
            self.order = submission.check(
                prompt=self.value("prompt"),
                models=[{"id": way.spec.id, "options": dict(way.options)}],
                aspect=self.shape,
                count=self.value("count") or 1,
                references=[self.image],
                mask=self.mask_image if way.mask else None,
                known=partial(offer.get, user=self.user),
            )
        except Invalid as invalid:
            self.take(invalid)

    def take(self, invalid: Invalid) -> None:
        """Puts what the rules or submission refuse at its field."""
        for place, sentences in invalid.errors.items():
            name = "choice" if place.startswith("models") else place
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, worded(sentence))

    @property
    def shape(self) -> str:
        """The one asked for, where the way is about the shape; otherwise the picture's own."""
        if self.way is None:
            return ""
        return self.value("aspect") if self.value("aspect") in self.way.shapes else shape_for(self.way.spec, self.image)

    @cached_property
    def asked(self) -> Asked | None:
        """The request as it is priced, before the first word and the first stroke."""
        if self.way is None:
            return None
        try:
            return asked_of(self.way, self.image, count=self.value("count") or 1, aspect=self.shape)
        except Invalid:
            return None

    def quote(self) -> Any:
        """US dollars of the whole request, None where the price is unknown."""
        return catalogue.quote(self.asked, 1) if self.asked else None
