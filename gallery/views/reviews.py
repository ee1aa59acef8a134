"""A review room as a guest sees it, and each thing that a guest does there."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from gallery.models import Guest, Image, Note, RoundItem, Share
from gallery.models.review import Answer
from gallery.reviewing import answers, rounds
from gallery.sharing import doors
from gallery.sharing.forms import NoteForm
from gallery.views.doorway import facts, through_link

FILTERS = ("open", *Answer.values)


def show_room(request: HttpRequest, share: Share, context: dict[str, Any], **more: Any) -> HttpResponse:
    guest = doors.guest_of(request, share)
    return render_room(request, share, guest, context | more)


def render_room(
    request: HttpRequest, share: Share, guest: Guest | None, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    round = rounds.current(share)
    if round is None:
        return render(request, "guests/closed.html", status=404)
    round.share = share
    shown = rounds.shown(round, to=guest, all_notes=share.open_notes)
    wanted = request.GET.get("show", "")
    context |= sums_of(shown, guest) | {
        "round": round,
        "guest": guest,
        "filter": wanted if wanted in FILTERS else "",
        "shown": [one for one in shown if fits(one, guest, wanted)],
        "gone": rounds.gone_since(round),
        "changes": {kind: sum(1 for one in shown if one.change == kind) for kind in ("new", "changed", "same")},
        "done": bool(guest) and round.dones.filter(guest=guest).exists(),
    }
    return render(request, "guests/review.html", context, status=status)


def sums_of(shown: list[rounds.Shown], guest: Guest | None) -> dict[str, Any]:
    mine = [answer_of(one, guest) for one in shown]
    return {
        "all": len(mine),
        "decided": len(mine) - mine.count(""),
        "open": mine.count(""),
        "approved": mine.count(Answer.APPROVE),
        "rejected": mine.count(Answer.REJECT),
    }


def answer_of(one: rounds.Shown, guest: Guest | None) -> str:
    return next((verdict.answer for verdict in one.verdicts if guest and verdict.guest_id == guest.pk), "")


def fits(one: rounds.Shown, guest: Guest | None, wanted: str) -> bool:
    return wanted not in FILTERS or (answer_of(one, guest) or "open") == wanted


def item_of(share: Share, pk: UUID) -> RoundItem:
    """A picture of the newest round that the link's maker may still show."""
    allowed = Image.objects.shareable_by(share.owner)
    rows = RoundItem.objects.filter(round__share=share, image__in=allowed.values("pk"))
    return get_object_or_404(rows.select_related("round__share", "image", "before__image"), pk=pk)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who answers, and through which link."""

    request: HttpRequest
    share: Share
    token: str
    guest: Guest

    @property
    def room(self) -> str:
        return reverse("room", args=[self.token])

    def remembered(self, response: HttpResponseBase) -> HttpResponseBase:
        doors.remember(response, self.guest, self.room)
        return response

    def answered(self, item: RoundItem) -> HttpResponseBase:
        """The card for htmx, the picture's place in the room for a plain form."""
        if self.request.headers.get("HX-Request"):
            return self.remembered(self.card(item))
        return self.remembered(HttpResponseRedirect(f"{self.room}#p-{item.position}"))

    def refused(self, item: RoundItem, problem: Any) -> HttpResponseBase:
        if self.request.headers.get("HX-Request"):
            return self.remembered(self.card(item, problem=problem, status=422))
        status = 409 if item.round.frozen_at else 422
        context = facts(self.share, self.token) | {"problem": problem}
        return self.remembered(render_room(self.request, self.share, self.guest, context, status=status))

    def card(self, item: RoundItem, *, problem: Any = "", status: int = 200) -> HttpResponse:
        """With the sums that stand beside it."""
        shown = rounds.shown(item.round, to=self.guest, all_notes=self.share.open_notes)
        context = facts(self.share, self.token) | sums_of(shown, self.guest)
        context |= {"round": item.round, "guest": self.guest, "problem": problem, "swapped": True}
        context["one"] = next(one for one in shown if one.item.pk == item.pk)
        return render(self.request, "guests/_answered.html", context, status=status)


def seated(request: HttpRequest, share: Share, token: str) -> Seat:
    """The guest of the cookie; a new one where there is none yet."""
    guest = doors.guest_of(request, share) or answers.guest(share)
    answers.call(guest, request.POST.get("name", "").replace("\x00", "").strip()[:60])
    return Seat(request, share, token, guest)


@require_POST
@through_link
def answer(request: HttpRequest, share: Share, token: str, pk: UUID) -> HttpResponseBase:
    """``answer``: approve, reject, or "" to take it back."""
    item = item_of(share, pk)
    seat = seated(request, share, token)
    try:
        answers.answer(item, by=seat.guest, answer=request.POST.get("answer", ""))
    except answers.NotTaken as refusal:
        return seat.refused(item, str(refusal))
    return seat.answered(item)


@require_POST
@through_link
def note(request: HttpRequest, share: Share, token: str, pk: UUID) -> HttpResponseBase:
    """A note on the picture; ``x`` and ``y`` pin it."""
    item = item_of(share, pk)
    seat = seated(request, share, token)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return seat.refused(item, next(iter(form.errors.values()))[0])
    try:
        answers.write(item, by=seat.guest, text=form.cleaned_data["text"], **form.spot)
    except answers.NotTaken as refusal:
        return seat.refused(item, str(refusal))
    return seat.answered(item)


@require_POST
@through_link
def change_note(request: HttpRequest, share: Share, token: str, pk: UUID) -> HttpResponseBase:
    """Other words for one's own note; none takes it away."""
    seat = seated(request, share, token)
    found = get_object_or_404(Note, pk=pk, guest=seat.guest, item__round__share=share)
    item = found.item = item_of(share, found.item_id)
    try:
        answers.rewrite(found, text=request.POST.get("text", "").replace("\x00", ""))
    except answers.NotTaken as refusal:
        return seat.refused(item, str(refusal))
    return seat.answered(item)


@require_POST
@through_link
def done(request: HttpRequest, share: Share, token: str) -> HttpResponseBase:
    """Tells the link's maker, and thanks."""
    seat = seated(request, share, token)
    round = rounds.current(share)
    if round is None:
        return HttpResponseRedirect(seat.room)
    round.share = share
    context = facts(share, token)
    try:
        context["thanks"] = answers.in_words(answers.finish(round, by=seat.guest))
    except answers.NotTaken as refusal:
        context["problem"] = str(refusal)
    status = 409 if "problem" in context else 200
    return seat.remembered(render_room(request, share, seat.guest, context, status=status))
