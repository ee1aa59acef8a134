"""Forms about pictures."""

from typing import Any

from django import forms

from gallery.models import Image

FILES_AT_ONCE = 50


class TitleForm(forms.ModelForm):
    class Meta:
        model = Image
        fields = ("title", "alt")
        labels = {"title": "Title", "alt": "Text for those who cannot see it"}
        help_texts = {"alt": "Without one, the title or the beginning of the prompt is read out."}
        widgets = {"alt": forms.Textarea(attrs={"rows": 3})}


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; each must be there, what is in them is for uploads.inspect."""

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(file, initial) for file in files[:FILES_AT_ONCE] or [None]]


class UploadForm(forms.Form):
    files = FilesField(  # type: ignore[assignment]  # the field, beside BaseForm.files
        label="Pictures",
        help_text="PNG, JPEG, WebP, AVIF or GIF that stand still, up to 50 MB and 50 megapixels each.",
        error_messages={"required": "Choose at least one picture.", "empty": "The file is empty."},
        widget=FilesInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/avif,image/gif", "multiple": True}),
    )
