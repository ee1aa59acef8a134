"""What somebody wants to take away, read from a form or from the API, with a sentence at each field."""

from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.browsing.listing import Unreadable
from gallery.export import chosen, naming, sheet
from gallery.export.converting import FORMATS, Conversion
from gallery.export.making import MOST_CONVERTED, Wanted
from gallery.export.placements import PLACEMENTS

KINDS = {"files": gettext_lazy("Files"), "sheet": gettext_lazy("Contact sheet")}
WIDEST = 16_000  # pixels
QUALITY = 90


def format_choices() -> list[tuple[str, Any]]:
    names = {"png": "PNG", "jpeg": "JPEG", "webp": "WebP", "avif": "AVIF"}
    return [("original", gettext_lazy("Original")), *((name, names[name]) for name in FORMATS)]


def placement_choices() -> list[Any]:
    """As groups; each with its size."""
    groups = groupby(PLACEMENTS.values(), key=lambda place: str(place.group))
    rows = [(group, [(place.name, words_of(place)) for place in places]) for group, places in groups]
    return [("", gettext_lazy("None, the whole picture")), *rows]


def words_of(place: Any) -> str:
    return f"{place.label}, {place.width} × {place.height}"


class ExportForm(forms.Form):
    """After ``clean``: ``chosen`` ids in order, and ``wanted``. Fields left out have the values of ``INITIAL``."""

    ids = forms.CharField(required=False, widget=forms.HiddenInput)
    where = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=KINDS.items, required=False, widget=forms.RadioSelect)
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=format_choices, required=False)
    quality = forms.IntegerField(
        label=gettext_lazy("Quality"), required=False, min_value=1, max_value=100,
        help_text=gettext_lazy("1 to 100; 90 looks like the original. Not for PNG, which loses nothing."),
    )  # fmt: skip
    side = forms.IntegerField(
        label=gettext_lazy("Longest side"), required=False, min_value=16, max_value=WIDEST,
        help_text=gettext_lazy("In pixels; never enlarged. Empty: as it is."),
    )  # fmt: skip
    placement = forms.ChoiceField(
        label=gettext_lazy("Cut for a place"), choices=placement_choices, required=False,
        help_text=gettext_lazy("Exactly this size. What does not fit its shape is cut off."),
    )  # fmt: skip
    anchor = forms.ChoiceField(
        label=gettext_lazy("Keep of it"), required=False, widget=forms.RadioSelect,
        choices=[
            ("start", gettext_lazy("Top or left")),
            ("middle", gettext_lazy("Middle")),
            ("end", gettext_lazy("Bottom or right")),
        ],
    )  # fmt: skip
    name = forms.CharField(
        label=gettext_lazy("File name"), required=False, max_length=naming.LONGEST_TEMPLATE,
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false", "data-name-template": ""}),
    )  # fmt: skip
    recipe = forms.BooleanField(label=gettext_lazy("Prompt and model in the file"), required=False)
    sidecar = forms.BooleanField(label=gettext_lazy("Recipes beside them, as JSON and CSV"), required=False)
    layout = forms.ChoiceField(
        label=gettext_lazy("Layout"), choices=sheet.LAYOUTS.items, required=False, widget=forms.RadioSelect
    )

    INITIAL = {
        "kind": "files", "format": "original", "quality": QUALITY, "anchor": "middle", "layout": "small",
        "name": naming.DEFAULT, "sidecar": True,
    }  # fmt: skip

    def __init__(self, *args: Any, user: Any, strict: bool = False, **options: Any):
        """``strict``: a size for an original, which is never changed, is an error and not passed over."""
        options["initial"] = self.INITIAL | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.user, self.strict = user, strict
        self.chosen: list[UUID] = []
        self.wanted = Wanted()

    def value(self, name: str) -> Any:
        """What was given, or what stands for it."""
        given = self.cleaned_data.get(name)
        return self.INITIAL[name] if given in ("", None) else given

    def clean_name(self) -> str:
        template: str = self.cleaned_data["name"] or naming.DEFAULT
        try:
            naming.check(template)
        except naming.BadTemplate as error:
            raise forms.ValidationError(str(error)) from None
        return template

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.choose()
        if not self.errors:
            self.wanted = self.read()
            self.limit()
        return cleaned

    def choose(self) -> None:
        ids, where = self.cleaned_data.get("ids", ""), self.cleaned_data.get("where", "")
        try:
            if ids or not where:
                self.chosen = chosen.named(self.user, chosen.ids_in(ids))
            else:
                self.chosen = chosen.listed(self.user, QueryDict(where).dict())
        except (chosen.NotChosen, Unreadable) as error:
            self.add_error("ids" if ids or not where else "where", str(error))

    def read(self) -> Wanted:
        conversion = None
        if self.value("format") != "original":
            place = PLACEMENTS.get(self.cleaned_data["placement"])
            conversion = Conversion(
                self.value("format"),
                self.value("quality"),
                0 if place else self.cleaned_data["side"] or 0,
                place.size if place else None,
                self.value("anchor"),
            )
        given = self.cleaned_data
        return Wanted(conversion, given["name"], recipe=given["recipe"], sidecar=given["sidecar"])

    def limit(self) -> None:
        """Each thing has its most: a sheet is built in memory, a conversion takes its time."""
        if self.value("kind") == "sheet" and len(self.chosen) > sheet.MOST:
            self.add_error("kind", _("A contact sheet takes up to %(most)d pictures.") % {"most": sheet.MOST})
        elif self.value("kind") == "files" and self.wanted.conversion and len(self.chosen) > MOST_CONVERTED:
            sentence = _("Up to %(most)d pictures are converted at once. Originals leave in any number.")
            self.add_error("format", sentence % {"most": MOST_CONVERTED})
        if self.strict and not self.wanted.conversion:
            for name in ("placement", "side"):
                if self.cleaned_data.get(name):
                    self.add_error(name, _("An original leaves as it is. Choose a format to change its size."))
