"""The composer's form: its fields are drawn from a ModelSpec, its rules are catalogue.check alone."""

import uuid
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from gallery.models import Image, Project, Team
from studio import catalogue, offer, submission
from studio.catalogue import Asked, ModelSpec

OPTION_PREFIX = "o-"
NOBODYS = uuid.UUID(int=0)
STAND_IN = "picture"  # a prompt to price a request that has none yet


FIRST_MODEL = "models.0."


def field_of(place: str) -> str:
    """The form field at which an error of submission.check is shown; the composer asks for one model."""
    name = place.removeprefix(FIRST_MODEL)
    if name in ("id", "models"):
        return "model"
    return OPTION_PREFIX + name.removeprefix("options.") if name.startswith("options.") else name


class ComposerForm(forms.Form):
    """One run as somebody writes it. ``data`` holds field names as posted; options are named "o-<option>".

    ``team`` is where the pictures go: the id of a team, or of a project, which stands for its team too.
    After a valid ``clean``: ``order`` (submission.Order), ``team_chosen`` and ``project_chosen``. ``asked`` is its
    one model.
    """

    prompt = forms.CharField(required=False, strip=False)
    model = forms.CharField(required=False)
    aspect = forms.CharField(required=False)
    count = forms.CharField(required=False)
    team = forms.CharField(required=False)
    mask = forms.CharField(required=False)
    key = forms.CharField(required=False, max_length=200)

    def __init__(self, data: QueryDict, *, user: Any, wanted: Sequence[str] = ()):
        """``wanted`` are ids of references beside those in ``data``, such as files that came in this request."""
        self.spec = chosen(data.get("model", ""))
        super().__init__(without_former_defaults(data, self.spec), auto_id="c-%s")
        self.user = user
        self.order: submission.Order | None = None
        self.team_chosen: Team | None = None
        self.project_chosen: Project | None = None
        self.wanted = [*data.getlist("reference"), *wanted]
        for option in self.spec.options:
            self.fields[OPTION_PREFIX + option.name] = forms.CharField(required=False, label=option.label, strip=False)

    def options(self) -> dict[str, str]:
        """The options of this model as they were posted, a checkbox after its hidden twin."""
        names = ((option.name, OPTION_PREFIX + option.name) for option in self.spec.options)
        return {name: self.data[posted] for name, posted in names if posted in self.data}

    def value(self, name: str) -> str:
        return self.data.get(name, "")

    @cached_property
    def images(self) -> list[Image]:
        """The tray, in order: those of the wanted ids that this person may see."""
        ids = [as_uuid(text) for text in self.wanted]
        known = Image.objects.pictures_visible_to(self.user).in_bulk(ids[:64])
        return [known[id] for id in dict.fromkeys(ids) if id in known]

    @cached_property
    def mask_image(self) -> Image | None:
        """The mask that lies on the first reference."""
        wanted = self.value("mask")
        return Image.objects.masks_of(self.user).filter(pk=as_uuid(wanted)).first() if wanted else None

    @property
    def sent_images(self) -> list[Image]:
        """What goes along: nothing where the model takes no reference; the tray says so."""
        return self.images if self.spec.references.max else []

    @cached_property
    def teams(self) -> list[Team]:
        return list(Team.objects.editable_by(self.user))

    @cached_property
    def projects(self) -> list[Project]:
        """Open ones, with their teams."""
        return list(Project.objects.editable_by(self.user).open().select_related("team"))

    @cached_property
    def aspect_shown(self) -> str:
        """The shape that the picker marks: the one asked for, or this model's nearest to it."""
        wanted = self.value("aspect")
        if self.spec.aspect(wanted):
            return wanted
        return catalogue.nearest_aspect(self.spec, wanted).ratio

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.value("model") and self.value("model") != self.spec.id:
            self.add_error("model", "This model is not in the catalogue. Choose another.")
        self._clean_team()
        self._clean_references()
        self._clean_by_the_rules()
        return cleaned

    def _clean_team(self) -> None:
        wanted = self.value("team")
        if not wanted:
            return
        self.project_chosen = next((project for project in self.projects if str(project.pk) == wanted), None)
        self.team_chosen = next((team for team in self.teams if str(team.pk) == wanted), None)
        if self.project_chosen:
            self.team_chosen = self.project_chosen.team
        if self.team_chosen is None:
            self.add_error("team", "You cannot add pictures to this team.")

    def _clean_references(self) -> None:
        if len(self.images) < len(set(self.wanted)):
            self.add_error(None, "A reference picture is gone or not yours. Take it out and try again.")
        if self.value("mask") and self.mask_image is None:
            self.add_error("mask", _("The mask is gone or not yours. Draw another."))

    def _clean_by_the_rules(self) -> None:
        try:
            self.order = self._check(self.value("prompt"))
        except catalogue.Invalid as error:
            self.take(error.errors)

    def _check(self, prompt: str) -> submission.Order:
        return submission.check(
            prompt=prompt,
            models=[{"id": self.spec.id, "options": self.options()}],
            aspect=self.value("aspect") or None,
            count=self.value("count") or 1,
            references=self.sent_images,
            mask=self.mask_image,
        )

    def take(self, errors: Mapping[str, list[str]]) -> None:
        """Puts what submission refuses at its fields."""
        for rule_field, sentences in errors.items():
            name = field_of(rule_field)
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)

    @cached_property
    def priced(self) -> submission.Order | None:
        """The request as it is priced: before the first word is written there is a price already."""
        if self.order or self.value("prompt").strip():
            return self.order
        try:
            return self._check(STAND_IN)
        except catalogue.Invalid:
            return None

    @property
    def asked(self) -> Asked | None:
        return self.priced.asked[0] if self.priced else None

    def quote(self) -> Decimal | None:
        """US dollars of the request; None when the price is unknown."""
        return self.priced.quote if self.priced else None


def chosen(model_id: str) -> ModelSpec:
    """The model of this id, retired or not; the first one offered where there is none."""
    try:
        return offer.get(model_id)
    except catalogue.UnknownModel:
        return offer.offered()[0]


def without_former_defaults(data: QueryDict, spec: ModelSpec) -> QueryDict:
    """After a change of model only what somebody chose goes along, not what the former model (``was``) stood at."""
    was = data.get("was", "")
    former = chosen(was) if was else spec
    if former.id == spec.id:
        return data
    kept = data.copy()
    for option in former.options:
        name = OPTION_PREFIX + option.name
        if kept.get(name) == as_text(option.default):
            del kept[name]
    return kept


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
    asked = run.requested[0] if run.requested else {}
    data.update({"prompt": run.prompt, "model": asked.get("id", ""), "aspect": run.aspect, "count": str(run.count)})
    for name, value in (asked.get("options") or {}).items():
        data[OPTION_PREFIX + name] = as_text(value)
    if run.project_id or run.team_id:
        data["team"] = str(run.project_id or run.team_id)
    if run.mask_id:
        data["mask"] = str(run.mask_id)
    data.setlist("reference", [str(reference.image_id) for reference in run.run_references.all()])
    return data


def as_text(value: Any) -> str:
    """A typed value as the form posts it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
