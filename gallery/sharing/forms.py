"""What a link may be set to, and what a guest posts."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.models.share import Download, Mode
from gallery.sharing.marking import undrawable

USUAL = timedelta(days=14)
MARK_AND_ORIGINALS = gettext_lazy(
    "Originals carry no watermark. Let guests download the web size, or leave the watermark away."
)
UNDRAWN = gettext_lazy(
    "A watermark can be written in Latin, Greek, Cyrillic and Devanagari letters. These can’t be drawn: %(letters)s"
)
TEXT = {"autocomplete": "off"}


def end_of(day: Any) -> datetime:
    """A link lasts through the day that it ends on."""
    return timezone.make_aware(datetime.combine(day, time.max))


class ShareForm(forms.Form):
    """``settings``, once valid: what sharing.links takes."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=120, widget=forms.TextInput(attrs=TEXT))
    note = forms.CharField(
        label=gettext_lazy("What they should know"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    mode = forms.ChoiceField(choices=Mode.choices, initial=Mode.LOOK)
    ends = forms.DateField(
        label=gettext_lazy("Ends on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Give a day, such as 2026-11-30.")},
    )
    password = forms.CharField(
        label=gettext_lazy("Password"), max_length=100, min_length=4, required=False, widget=forms.TextInput(attrs=TEXT)
    )
    no_password = forms.BooleanField(label=gettext_lazy("No password any more"), required=False)
    download = forms.ChoiceField(label=gettext_lazy("Download"), choices=Download.choices, required=False)
    watermark = forms.CharField(
        label=gettext_lazy("Watermark"), max_length=40, required=False, widget=forms.TextInput(attrs=TEXT)
    )
    show_prompt = forms.BooleanField(label=gettext_lazy("Show the prompts"), required=False)
    open_notes = forms.BooleanField(label=gettext_lazy("Guests see each other’s notes"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["ends"].widget.attrs["min"] = timezone.localdate().isoformat()

    def clean_ends(self) -> Any:
        day = self.cleaned_data["ends"]
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("This day is over. Choose today or a later one."))
        if day and day.year > 2200:
            raise forms.ValidationError(_("Choose an earlier day, or none for a link that does not end."))
        return day

    def clean_watermark(self) -> str:
        words: str = self.cleaned_data["watermark"]
        if words != self.initial.get("watermark") and (letters := undrawable(words)):
            raise forms.ValidationError(UNDRAWN, params={"letters": letters})
        return words

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("watermark") and cleaned.get("download") == Download.ORIGINAL:
            self.add_error("download", MARK_AND_ORIGINALS)
        return cleaned

    @property
    def settings(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "title": data["title"],
            "note": data["note"],
            "expires_at": end_of(data["ends"]) if data["ends"] else None,
            "download": data["download"],
            "hide_prompt": not data["show_prompt"],
            "watermark": data["watermark"],
            "open_notes": data["open_notes"],
        }

    @property
    def new_password(self) -> str | None:
        """None leaves it as it is."""
        return "" if self.cleaned_data["no_password"] else self.cleaned_data["password"] or None


def starting_with(title: str) -> dict[str, Any]:
    return {"title": title[:120], "mode": Mode.LOOK, "ends": timezone.localdate() + USUAL, "show_prompt": False}


def settings_of(share: Any) -> dict[str, Any]:
    plain = ("title", "note", "mode", "download", "watermark", "open_notes")
    ends = timezone.localdate(share.expires_at) if share.expires_at else None
    return {name: getattr(share, name) for name in plain} | {"ends": ends, "show_prompt": not share.hide_prompt}


class NoteForm(forms.Form):
    text = forms.CharField(
        max_length=2000, error_messages={"required": gettext_lazy("Write what should be different.")}
    )
    name = forms.CharField(max_length=60, required=False)
    x = forms.FloatField(min_value=0, max_value=1, required=False)
    y = forms.FloatField(min_value=0, max_value=1, required=False)

    @property
    def spot(self) -> dict[str, float]:
        """Both or nothing."""
        x, y = self.cleaned_data.get("x"), self.cleaned_data.get("y")
        return {} if x is None or y is None else {"x": x, "y": y}
