"""The composer's form: its fields are drawn from the chosen ModelSpecs, its rules are catalogue.check alone."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.models import Board, Image, Project, Team
from studio import catalogue, offer, submission
from studio.catalogue import Asked, ModelSpec
from studio.composing.option_fields import (
    SHAREABLE,
    SHARED_PREFIX,
    OptionFields,
    as_text,
    chosen_models,
    own_name,
    rearranged,
    shared_name,
)
from studio.composing.places import on_board
from studio.models.run import Role
from studio.prompts import saving
from studio.prompts.expanding import MOST_PROMPTS, Expansion, Unclear, escaped, too_many
from studio.words import worded

__all__ = ["OPTION_PREFIX", "ComposerForm", "as_text", "as_uuid", "data_of_run", "new_key", "role_name"]

OPTION_PREFIX = SHARED_PREFIX
NOBODYS = uuid.UUID(int=0)
STAND_IN = "picture"  # a prompt to price a request that has none yet
MODELS_OWN = re.compile(r"models\.(\d+)\.(?:options\.)?(.+)")
CHOOSE = gettext_lazy("Choose a model.")
UNKNOWN = gettext_lazy("This model is not in the catalogue. Choose another.")


class ComposerForm(forms.Form):
    """One run as somebody writes it. ``data`` holds field names as posted; option_fields.py says how they are named.

    ``team`` is where the pictures go: the id of a team, a project or a board; these stand for their team too.
    After a valid ``clean``: ``order`` (submission.Order), one part per model of ``specs``, ``team_chosen``,
    ``project_chosen`` and ``board_chosen``.
    """

    prompt = forms.CharField(required=False, strip=False)
    model = forms.CharField(required=False)
    aspect = forms.CharField(required=False)
    count = forms.CharField(required=False)
    team = forms.CharField(required=False)
    mask = forms.CharField(required=False)
    remix_of = forms.CharField(required=False)
    key = forms.CharField(required=False, max_length=200)

    def __init__(self, data: QueryDict, *, user: Any, wanted: Sequence[str] = ()):
        """``wanted`` are ids of references beside those in ``data``, such as files that came in this request."""
        data = rearranged(data)
        super().__init__(data, auto_id="c-%s")
        self.specs, self.unknown_models = chosen_models(data, user)
        self.option_fields = OptionFields(data, self.specs)
        self.user = user
        self.order: submission.Order | None = None
        self.team_chosen: Team | None = None
        self.project_chosen: Project | None = None
        self.board_chosen: Board | None = None
        self.wanted = [*data.getlist("reference"), *wanted]
        for spec in self.specs:
            for option in spec.options:
                field = forms.CharField(required=False, label=option.label, strip=False)
                self.fields[self.option_fields.name_of(spec, option)] = field

    @cached_property
    def spec(self) -> ModelSpec:
        """The first chosen model; while none is chosen the first one offered, to draw shapes by."""
        return self.specs[0] if self.specs else first_offered(self.user)

    @property
    def several(self) -> bool:
        return len(self.specs) > 1

    def options_of(self, spec: ModelSpec) -> dict[str, str]:
        """The options of a chosen model as they were posted, and what it has no option for."""
        posted = ((option.name, self.option_fields.posted(spec, option)) for option in spec.options)
        return {name: value for name, value in posted if value is not None} | self.option_fields.strange(spec)

    def value(self, name: str) -> str:
        return self.data.get(name, "")

    @cached_property
    def images(self) -> list[Image]:
        """The tray, in order: those of the wanted ids that this person may see."""
        ids = [as_uuid(text) for text in self.wanted]
        known = Image.objects.pictures_visible_to(self.user).in_bulk(ids[:64])
        return [known[id] for id in dict.fromkeys(ids) if id in known]

    @property
    def roles(self) -> list[str]:
        """What each picture of the tray is for, in its order."""
        return [self.role_of(image) for image in self.images]

    @property
    def tray(self) -> list[tuple[Image, str]]:
        """(picture, role) in order."""
        return list(zip(self.images, self.roles, strict=True))

    def role_of(self, image: Image) -> str:
        role = self.value(role_name(image.pk))
        return role if role in Role.values else ""

    @cached_property
    def remixed(self) -> Image | None:
        """The picture whose recipe this began with; nothing where it is gone by now."""
        wanted = self.value("remix_of")
        return Image.objects.pictures_visible_to(self.user).filter(pk=as_uuid(wanted)).first() if wanted else None

    @cached_property
    def mask_image(self) -> Image | None:
        """The mask that lies on the first reference."""
        wanted = self.value("mask")
        return Image.objects.masks_of(self.user).filter(pk=as_uuid(wanted)).first() if wanted else None

    @property
    def sent_images(self) -> list[Image]:
        """What goes along: nothing where no model takes a reference; the tray says so."""
        return self.images if any(spec.references.max for spec in self.specs) else []

    def images_for(self, spec: ModelSpec) -> list[Image]:
        """What goes along to one of the chosen models."""
        return self.images if spec.references.max else []

    @cached_property
    def teams(self) -> list[Team]:
        return list(Team.objects.editable_by(self.user))

    @cached_property
    def projects(self) -> list[Project]:
        """Open ones, with their teams."""
        return list(Project.objects.editable_by(self.user).open().select_related("team"))

    @cached_property
    def boards(self) -> list[Board]:
        """Those that pictures may be laid on, mine first, then by team."""
        rows = Board.objects.editable_by(self.user).select_related("team", "project", "parent")
        return sorted(rows, key=lambda board: board.team.name if board.team else "")

    @cached_property
    def aspect_shown(self) -> str:
        """The shape that the picker marks: the one asked for, or the first model's nearest to it."""
        wanted = self.value("aspect")
        if any(spec.aspect(wanted) for spec in self.specs or [self.spec]):
            return wanted
        return catalogue.nearest_aspect(self.spec, wanted).ratio

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.unknown_models or not self.specs:
            self.add_error("model", UNKNOWN if self.unknown_models else CHOOSE)
        self._clean_team()
        self._clean_references()
        if self.expansion and self.specs:
            self._clean_by_the_rules(self.expansion)
        return cleaned

    def _clean_team(self) -> None:
        wanted = self.value("team")
        if not wanted:
            return
        self.project_chosen = next((project for project in self.projects if str(project.pk) == wanted), None)
        self.team_chosen = next((team for team in self.teams if str(team.pk) == wanted), None)
        self.board_chosen = next((board for board in self.boards if str(board.pk) == wanted), None)
        if self.board_chosen:
            place = on_board(self.board_chosen)
            self.team_chosen, self.project_chosen = place.team, place.project
            return
        if self.project_chosen:
            self.team_chosen = self.project_chosen.team
        if self.team_chosen is None:
            self.add_error("team", _("You cannot add pictures to this team."))

    def _clean_references(self) -> None:
        if len(self.images) < len(set(self.wanted)):
            self.add_error(None, _("A reference picture is gone or not yours. Take it out and try again."))
        if self.value("mask") and self.mask_image is None:
            self.add_error("mask", _("The mask is gone or not yours. Draw another."))

    @cached_property
    def expansion(self) -> Expansion | None:
        """The prompts that the words stand for; None where their alternatives cannot be read or are too many."""
        try:
            expansion = saving.expanded(self.value("prompt"), by=self.user)
        except Unclear as unclear:
            self.add_error("prompt", worded(str(unclear)))
            return None
        if expansion.count > MOST_PROMPTS:
            self.add_error("prompt", worded(too_many(expansion.count)))
            return None
        return expansion

    @property
    def prompts(self) -> int:
        """How many prompts a press makes."""
        return self.expansion.count if self.expansion else 1

    def _clean_by_the_rules(self, expansion: Expansion) -> None:
        try:
            self.order = self.checked(expansion.first(1)[0])
        except catalogue.Invalid as error:
            self.take(error.errors)

    @property
    def request(self) -> dict[str, Any]:
        """What submission.check takes beside words and pictures."""
        return {
            "models": [{"id": spec.id, "options": self.options_of(spec)} for spec in self.specs],
            "aspect": self.value("aspect") or None,
            "count": self.value("count") or 1,
            "roles": self.roles,
        }

    def checked(self, prompt: str) -> submission.Order:
        """The form as an order for these words.

        Raises:
            Invalid: as submission.check does.
        """
        known = partial(offer.get, user=self.user)
        order = submission.check(
            prompt=prompt, references=self.sent_images, mask=self.mask_image, known=known, **self.request
        )
        return replace(order, remix_of=self.remixed)

    def take(self, errors: Mapping[str, list[str]]) -> None:
        """Puts what submission refuses at its fields."""
        for place, sentences in errors.items():
            name = self.field_of(place)
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, worded(sentence))

    def field_of(self, place: str) -> str:
        """The form field at which an error of submission.check is shown; "models.1.options.seed" is the second's."""
        found = MODELS_OWN.fullmatch(place)
        if found is None or found[2] == "id":
            return "model" if found or place == "models" else place
        spec = self.specs[int(found[1])]
        option = spec.option(found[2])
        return self.option_fields.name_of(spec, option) if option else found[2]

    @cached_property
    def priced(self) -> submission.Order | None:
        """The request as it is priced: before the first word is written there is a price already."""
        if self.order or self.value("prompt").strip() or not self.specs:
            return self.order
        try:
            return self.checked(STAND_IN)
        except catalogue.Invalid:
            return None

    @property
    def asked(self) -> Asked | None:
        """The first model's part of the priced request."""
        return self.priced.asked[0] if self.priced else None

    def asked_of(self, spec: ModelSpec) -> Asked | None:
        """A model's part of the priced request; None for one that is not chosen, or while something is wrong."""
        parts = self.priced.asked if self.priced else ()
        return next((asked for asked in parts if asked.spec.id == spec.id), None)

    def quote(self) -> Decimal | None:
        """US dollars of the whole press; None when the price is unknown."""
        each = self.priced.quote if self.priced else None
        return None if each is None else each * self.prompts


def first_offered(user: Any) -> ModelSpec:
    """What the composer begins with; the first of all where this person may use none, so that it can say so."""
    every = offer.all_models(user)
    return next((spec for spec in every if spec.offered), every[0])


def as_uuid(text: str) -> uuid.UUID:
    """The id that a text names; the nil one, which no row has, where it names none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return NOBODYS


def new_key() -> str:
    """An idempotency key: the same one posted twice makes one run."""
    return uuid.uuid4().hex


def data_of_run(run: Any) -> QueryDict:
    """A run as the composer would have posted it: for Reuse and for the settings of the last run."""
    data = QueryDict(mutable=True)
    data.update({"prompt": escaped(run.prompt), "aspect": run.aspect, "count": str(run.count)})
    data.setlist("model", [asked.get("id", "") for asked in run.requested])
    for name, values in options_by_name(run.requested).items():
        agreed = name in SHAREABLE and len(set(values.values())) == 1
        for model, value in values.items():
            data[shared_name(name) if agreed else own_name(model, name)] = value
    if place := run.board_id or run.project_id or run.team_id:
        data["team"] = str(place)
    if run.mask_id:
        data["mask"] = str(run.mask_id)
    if run.remix_of_id:
        data["remix_of"] = str(run.remix_of_id)
    references = list(run.run_references.all())
    data.setlist("reference", [str(reference.image_id) for reference in references])
    data.update({role_name(reference.image_id): reference.role for reference in references if reference.role})
    return data


def role_name(image_id: Any) -> str:
    """The field that says what a picture of the tray is for."""
    return f"role-{image_id}"


def options_by_name(requested: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """What was asked of each option, by model: {"seed": {"bfl/flux-2-pro": "7"}}."""
    found: dict[str, dict[str, str]] = {}
    for asked in requested:
        for name, value in (asked.get("options") or {}).items():
            found.setdefault(name, {})[asked.get("id", "")] = as_text(value)
    return found
