"""Own pictures into the gallery."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from gallery import ingest
from gallery.files.uploads import Unacceptable
from gallery.forms import UploadForm
from gallery.models.image import Kind


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Keeps each file that is a picture; the others are named with the reason, and none is half kept."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_bound or not form.is_valid():
        return render(request, "gallery/upload.html", {"form": form}, status=422 if form.is_bound else 200)
    kept = 0
    for file in form.cleaned_data["files"]:
        try:
            ingest.add_upload(owner=request.user, uploaded_file=file, kind=Kind.UPLOAD)
            kept += 1
        except Unacceptable as refusal:
            form.add_error("files", f"{file.name}: {refusal}")
    if kept:
        messages.success(request, ngettext("%(n)d picture added.", "%(n)d pictures added.", kept) % {"n": kept})
    if form.errors:
        return render(request, "gallery/upload.html", {"form": form, "kept": kept}, status=422)
    return redirect("gallery")
