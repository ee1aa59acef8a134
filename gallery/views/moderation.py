"""The moderators' pages: what was shared, what was hidden, what was removed, and who decided so."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gallery import moderation
from gallery.access import is_moderator
from gallery.files import moving, storage
from gallery.models import Decision, Image
from gallery.models.image import Moderation
from gallery.people.forms import DecisionForm
from gallery.views.signed_in import SignedIn

TABS: dict[str, str] = {"published": Moderation.CLEAR, "hidden": Moderation.HIDDEN, "removed": Moderation.REMOVED}
TAB_OF = {state: tab for tab, state in TABS.items()}
PAGE = 40
PREVIEW_WIDTH = 640  # pixels
MODERATORS_ONLY = gettext_lazy("Only moderators come here. An administrator can make you one.")

View = Callable[..., Any]


def moderators_only(view: View) -> View:
    @wraps(view)
    def answer(request: SignedIn, *args: Any, **kwargs: Any) -> Any:
        if not is_moderator(request.user):
            raise PermissionDenied(MODERATORS_ONLY)
        return view(request, *args, **kwargs)

    return answer


@require_safe
@moderators_only
def index(request: SignedIn) -> HttpResponse:
    tab = request.GET.get("tab", "published")
    if tab not in TABS:
        raise Http404
    return render(request, "moderation/index.html", listed(request, tab))


@require_safe
@moderators_only
def detail(request: SignedIn, pk: UUID) -> HttpResponse:
    image = judged(request, pk)
    return show(request, image, DecisionForm(initial={"seen": image.moderation}, auto_id="decision-%s"))


@require_POST
@moderators_only
def decide(request: SignedIn, pk: UUID) -> HttpResponse:
    """409 where somebody was faster, 403 for the moderator's own picture: both say so on the page."""
    image = judged(request, pk)
    form = DecisionForm(request.POST, auto_id="decision-%s")
    if not form.is_valid():
        return show(request, image, form, status=422)
    action, reason, seen = (form.cleaned_data[name] for name in ("action", "reason", "seen"))
    try:
        moderation.decide(image, action=action, reason=reason, seen=seen, by=request.user)
    except moderation.OwnPicture as refusal:
        return show(request, judged(request, pk), form, status=403, problem=str(refusal))
    except moderation.DecidedMeanwhile as refusal:
        return meanwhile(request, pk, str(refusal))
    return redirect(f"{request.path.removesuffix('decide/')}?{urlencode({'tab': TAB_OF[image.moderation]})}")


def meanwhile(request: SignedIn, pk: UUID, problem: str) -> HttpResponse:
    """The picture as it is now under what happened; the bare list where there is nothing left to judge."""
    now = Image.objects.moderatable_by(request.user).select_related("owner", "team").filter(pk=pk).first()
    if now is None:
        return render(request, "moderation/index.html", listed(request, "published") | {"problem": problem}, status=409)
    form = DecisionForm(initial={"seen": now.moderation}, auto_id="decision-%s")
    return show(request, now, form, status=409, problem=problem)


@require_safe
@moderators_only
@never_cache
def picture(request: SignedIn, pk: UUID) -> FileResponse:
    """The picture for a moderator's eyes, from quarantine too: its rendition, the original while there is none."""
    image = judged(request, pk)
    keys = (storage.rendition_key(image.pk, PREVIEW_WIDTH, "webp"), storage.original_key(image.pk, image.format))
    for key, kind in zip(keys, ("webp", image.format), strict=True):
        name = moving.present_name(image, key)
        if default_storage.exists(name):
            return FileResponse(default_storage.open(name), content_type=f"image/{kind}")
    raise Http404


def judged(request: SignedIn, pk: UUID) -> Image:
    rows = Image.objects.moderatable_by(request.user).select_related("owner", "team")
    return get_object_or_404(rows, pk=pk)


def listed(request: SignedIn, tab: str) -> dict[str, Any]:
    """One page of the list, and the id that the next begins after."""
    rows = moderation.waiting_for(request.user, TABS[tab])
    before = request.GET.get("before", "")
    try:
        rows = rows.filter(pk__lt=UUID(before)) if before else rows
    except ValueError:
        raise Http404 from None
    images = list(rows[: PAGE + 1])
    older = images[PAGE - 1].pk if len(images) > PAGE else None
    return {"tab": tab, "tabs": TABS, "images": images[:PAGE], "older": older, "before": before}


def show(request: SignedIn, image: Image, form: DecisionForm, *, status: int = 200, problem: str = "") -> HttpResponse:
    tab = request.GET.get("tab", "")
    context = listed(request, tab if tab in TABS else TAB_OF[image.moderation])
    context |= {
        "image": image,
        "form": form,
        "problem": problem,
        "own": image.owner_id == request.user.pk,
        "actions": moderation.actions_on(image),
        "history": Decision.objects.filter(image_uuid=image.pk).select_related("by"),
    }
    return render(request, "moderation/item.html", context, status=status)
