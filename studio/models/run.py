"""One press of Generate: one prompt, one or several models."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery.ids import uuid7
from studio.models.generation import Generation


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, user: Any) -> "RunQuerySet":
        """A run is its owner's alone; what it made may be published picture by picture."""
        return self.filter(owner=user) if user.is_authenticated else self.none()

    def with_generations(self) -> "RunQuerySet":
        """Everything that the feed shows, in a constant number of queries."""
        return self.select_related("owner", "team", "project", "board", "batch").prefetch_related(
            "generations__outputs__image", "run_references__image"
        )

    def series_of(self, run: "Run") -> "RunQuerySet":
        """The same request run once or several times, the first one first."""
        first = run.rerun_of_id or run.pk
        return self.filter(models.Q(pk=first) | models.Q(rerun_of=first)).order_by("created_at", "id")


class Run(models.Model):
    """``requested`` is what was asked, as validated: [{"id": "openai/gpt-image-1.5", "options": {…}}].

    ``mask`` says what of the first reference is repainted. ``aspect`` as asked ("3:4" or "auto"); ``count`` images
    per model; ``quote`` US dollars, None when a price is unknown. ``sandbox``: made at the sandbox gateway, so
    nothing is truly charged. ``remix_of`` is the picture whose recipe it began with. ``rerun_of`` is the first run
    of a series of the same request; None for that one itself.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="runs")
    team = models.ForeignKey("gallery.Team", on_delete=models.SET_NULL, null=True, blank=True, related_name="runs")
    project = models.ForeignKey(
        "gallery.Project", on_delete=models.SET_NULL, null=True, blank=True, related_name="runs"
    )
    board = models.ForeignKey("gallery.Board", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    prompt = models.TextField(blank=True)
    requested = models.JSONField(default=list)
    aspect = models.CharField(max_length=10, blank=True)
    count = models.PositiveSmallIntegerField(default=1)
    references = models.ManyToManyField("gallery.Image", through="studio.RunReference", related_name="+")
    mask = models.ForeignKey("gallery.Image", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    remix_of = models.ForeignKey("gallery.Image", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    batch = models.ForeignKey("studio.Batch", on_delete=models.SET_NULL, null=True, blank=True, related_name="runs")
    rerun_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reruns")
    idempotency_key = models.CharField(max_length=200, blank=True)
    quote = models.DecimalField(max_digits=10, decimal_places=4, null=True, blank=True)
    sandbox = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-id")
        indexes = [models.Index(fields=("owner", "-created_at", "-id"), name="run_of_owner")]
        constraints = [
            models.UniqueConstraint(
                fields=("owner", "idempotency_key"),
                condition=~models.Q(idempotency_key=""),
                name="run_once_per_idempotency_key",
            ),
        ]

    def __str__(self) -> str:
        return self.prompt[:80]

    def holds(self, generations: list[Generation], references: "list[RunReference]") -> None:
        """What was just written, as ``api.results`` would read it again."""
        hold(self, "generations", generations)
        hold(self, "run_references", references)


def hold(row: Any, name: str, related: list[Any]) -> None:
    """As if it had been prefetched."""
    read = getattr(row, name).all()
    read._result_cache, read._prefetch_done = related, True
    row.__dict__.setdefault("_prefetched_objects_cache", {})[name] = read


class Role(models.TextChoices):
    """What a reference is for. Only Ideogram tells them apart."""

    CONTENT = "", gettext_lazy("Content")
    STYLE = "style", gettext_lazy("Style")
    CHARACTER = "character", gettext_lazy("Character")


class RunReference(models.Model):
    """A picture sent along with the prompt, in the order of the tray (from 1)."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="run_references")
    image = models.ForeignKey("gallery.Image", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.CONTENT, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("run", "position"), name="run_reference_position"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="run_reference_role_known"),
        ]

    def __str__(self) -> str:
        return f"image {self.position} of {self.run_id}"
