"""Forms about pictures."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gallery.models import Image

FILES_AT_ONCE = 50


class TitleForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = ("title", "alt", "notes")
        labels = {
            "title": gettext_lazy("Title"),
            "notes": gettext_lazy("Notes"),
            "alt": gettext_lazy("Text for those who cannot see it"),
        }
        help_texts = {"alt": gettext_lazy("Without one, the title or the beginning of the prompt is read out.")}
        widgets = {"alt": forms.Textarea(attrs={"rows": 3}), "notes": forms.Textarea(attrs={"rows": 4})}


class WordsForm(forms.Form):
    """Title and notes as they are edited in place: those that were sent."""

    title = forms.CharField(max_length=200, required=False)
    notes = forms.CharField(max_length=4000, required=False)

    def __init__(self, data: Any, *, given: Any):
        super().__init__(data)
        for name in ("title", "notes"):
            if name not in given:
                del self.fields[name]


class BranchForm(forms.Form):
    branch = forms.CharField(max_length=80, required=False)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each must be there, what is in them is for uploads.inspect."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        if len(files) > FILES_AT_ONCE:
            raise forms.ValidationError(
                gettext_lazy("Up to %(most)d pictures at once."), params={"most": FILES_AT_ONCE}
            )
        return [super(FilesField, self).clean(file, initial) for file in files or [None]]


class UploadForm(forms.Form):
    files = FilesField(  # type: ignore[assignment]  # the field, beside BaseForm.files
        label=gettext_lazy("Pictures"),
        help_text=gettext_lazy("PNG, JPEG, WebP, AVIF or GIF that stand still, up to 50 MB and 50 megapixels each."),
        error_messages={
            "required": gettext_lazy("Choose at least one picture."),
            "empty": gettext_lazy("The file is empty."),
        },
        widget=FilesInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/avif,image/gif", "multiple": True}),
    )
