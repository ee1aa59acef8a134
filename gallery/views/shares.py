"""Links as their makers see them: made, looked after, turned off, and what came back from a review."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gallery import access
from gallery.browsing.listing import Unreadable
from gallery.models import Board, Image, Round, Share, User
from gallery.reviewing import rounds
from gallery.sharing import forms, links
from gallery.views.gallery import readable
from gallery.views.picks import ids_in
from gallery.views.signed_in import SignedIn

LISTED = 200


@require_safe
def index(request: SignedIn) -> HttpResponse:
    rows = Share.objects.visible_to(request.user).select_related("owner", "team", "board")
    rows = rows.annotate(pictures=Count("items", distinct=True), guests_seen=Count("guests", distinct=True))
    return render(request, "shares/index.html", {"shares": rows[:LISTED]})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_post_parameters("password")
@readable
def new(request: SignedIn) -> HttpResponse:
    """``?ids=`` of pictures or ``?board=``. A POST makes the link, which this answer alone shows."""
    board, images = chosen(request)
    title = board.name if board else images[0].title if len(images) == 1 and images[0].title else _("For you to see")
    form = forms.ShareForm(request.POST or None, initial=forms.starting_with(title))
    context = {"form": form, "board": board, "images": images, "ids": ",".join(image.pk.hex for image in images)}
    if not form.is_bound:
        return render(request, "shares/new.html", context)
    if form.is_valid():
        try:
            share, token = links.create(
                by=request.user,
                images=images,
                board=board,
                mode=form.cleaned_data["mode"],
                password=form.cleaned_data["password"],
                **form.settings,
            )
            return show(request, share, status=201, address=address_of(request, token))
        except (links.NotShared, rounds.NotBegun) as refusal:
            form.add_error(None, str(refusal))
    return render(request, "shares/new.html", context, status=422)


def chosen(request: SignedIn) -> tuple[Board | None, list[Image]]:
    """A board that this person may share, or pictures in the order in which they were named."""
    asked = request.POST if request.method == "POST" else request.GET
    if asked.get("board"):
        try:
            found = Board.objects.visible_to(request.user).select_related("team").filter(pk=UUID(asked["board"]))
        except ValueError:
            raise Http404 from None
        return get_object_or_404(found), []
    ids = ids_in(asked.getlist("ids"))
    seen = Image.objects.pictures_visible_to(request.user).select_related("team", "owner").in_bulk(ids)
    images = [seen[id] for id in ids if id in seen]
    if not images:
        raise Unreadable(_("Choose at least one picture to share."))
    return None, images


def address_of(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("room", args=[token]))


@require_safe
@never_cache
def detail(request: SignedIn, pk: UUID) -> HttpResponse:
    return show(request, visible(request, pk))


def visible(request: SignedIn, pk: UUID) -> Share:
    return get_object_or_404(Share.objects.visible_to(request.user).select_related("owner", "team", "board"), pk=pk)


@require_POST
@never_cache
@sensitive_post_parameters("password")
def change(request: SignedIn, pk: UUID) -> HttpResponse:
    share = visible(request, pk)
    links.require_editor(share, request.user)
    form = forms.ShareForm(request.POST.copy() | {"mode": share.mode}, initial=forms.settings_of(share))
    if not form.is_valid():
        return show(request, share, status=422, form=form)
    links.change(share, by=request.user, password=form.new_password, **form.settings)
    messages.success(request, _("Saved. Guests see it so from now on."))
    return redirect("share", pk)


@require_POST
@never_cache
def renew(request: SignedIn, pk: UUID) -> HttpResponse:
    share = visible(request, pk)
    token = links.renew(share, by=request.user)
    return show(request, share, address=address_of(request, token))


@require_POST
def revoke(request: SignedIn, pk: UUID) -> HttpResponse:
    if links.revoke(visible(request, pk), by=request.user):
        messages.success(request, _("The link is off. Nobody sees anything through it any more."))
    return redirect("share", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def next_round(request: SignedIn, pk: UUID) -> HttpResponse:
    """What the next round would show, to be thinned out; a POST freezes this one and begins it."""
    share = visible(request, pk)
    links.require_editor(share, request.user)
    if not share.reviews or not share.is_open:
        raise Http404
    offered = rounds.proposal(share, by=request.user)
    context = {"share": share, "offered": offered, "known": known_in(share)}
    if request.method != "POST":
        return render(request, "shares/round.html", context)
    wanted = set(request.POST.getlist("ids"))
    images = [image for image in offered if image.pk.hex in wanted]
    try:
        begun = rounds.begin(
            share, images, by=request.user, note=request.POST.get("note", "").replace("\x00", "")[:1000].strip()
        )
    except rounds.NotBegun as refusal:
        return render(request, "shares/round.html", context | {"problem": str(refusal)}, status=422)
    text = _("Round %(n)d is open. The same link shows it.") % {"n": begun.number}
    messages.success(request, text)
    return redirect("share", pk)


def known_in(share: Share) -> set[Any]:
    last = rounds.current(share)
    return set(last.items.values_list("image", flat=True)) if last else set()


def show(request: SignedIn, share: Share, status: int = 200, **more: Any) -> HttpResponse:
    edits = access.can_edit_share(request.user, share, request.user.role_in(share.team))
    context: dict[str, Any] = {
        "share": share,
        "edits": edits,
        "form": forms.ShareForm(initial=forms.settings_of(share)),
        "pictures": links.pictures_of(share).filter(pk__in=Image.objects.visible_to(request.user).values("pk"))[:24],
    }
    if share.reviews:
        context |= answers_of(share, request.GET.get("round", ""), by=request.user)
    return render(request, "shares/share.html", context | more, status=status)


def answers_of(share: Share, wanted: str, *, by: User) -> dict[str, Any]:
    every: QuerySet[Round] = share.rounds.order_by("number")
    found = {str(one.number): one for one in every}
    round = found.get(wanted) or list(found.values())[-1]
    round.share = share
    shown = rounds.shown(round, by=by)
    decided = sum(1 for one in shown if one.verdicts)
    return {
        "rounds": list(found.values()),
        "round": round,
        "shown": shown,
        "dones": list(round.dones.select_related("guest").order_by("at")),
        "decided": ngettext("%(n)d of %(all)d decided", "%(n)d of %(all)d decided", decided)
        % {"n": decided, "all": len(shown)},
    }
