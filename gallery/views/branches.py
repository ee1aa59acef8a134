"""The name of the branch that begins with a picture."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from gallery.forms import BranchForm
from gallery.organising import describing
from gallery.views.gallery import readable
from gallery.views.image import changeable, page


@require_POST
@readable
def name(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An empty name takes it back. What cannot be one is told beside the field, which keeps what was written."""
    shown = changeable(request, pk)
    form = BranchForm(request.POST)
    if not form.is_valid():
        return page(request, shown, "lineage", status=422, branch_form=form)
    describing.describe(shown, by=request.user, **form.cleaned_data)
    query = request.GET.copy()  # the form is sent with what stood in the page's address
    query["tab"] = "lineage"
    return redirect(f"{reverse('image', args=[pk])}?{query.urlencode()}")
