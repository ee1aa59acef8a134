"""What the API tells of one run: its calls and the facts of their pictures. Asked again and again while one waits."""

from typing import Any
from uuid import UUID

from gallery.statements import Prepared
from studio.models import Generation, Output, Run, RunReference
from studio.models.run import hold

A_RUN = (UUID(int=1), UUID(int=2))
OF_IMAGE = tuple(f"image__{name}" for name in ("owner_id", "team_id", "width", "height", "moderation", "trashed_at"))

run_of_owner = Prepared(lambda run, owner: Run.objects.filter(pk=run, owner_id=owner).order_by(), A_RUN, (1, 2))
generations_of = Prepared(lambda run: Generation.objects.filter(run_id=run), A_RUN)
references_of = Prepared(lambda run: RunReference.objects.filter(run_id=run), A_RUN)
outputs_of = Prepared(
    lambda run: (
        Output.objects.filter(generation__run_id=run)
        .select_related("image")
        .only("generation_id", "position", *OF_IMAGE)
    ),
    A_RUN,
)


def run_with_results(pk: UUID, owner: Any) -> Run | None:
    """None where it is not this person's: a run is its owner's alone. Four statements."""
    run = run_of_owner.first(pk, owner.pk)
    if run is None:
        return None
    run.owner = owner
    generations, outputs = generations_of(pk), outputs_of(pk)
    for generation in generations:
        generation.run = run
        hold(generation, "outputs", [output for output in outputs if output.generation_id == generation.pk])
    run.holds(generations, references_of(pk))
    return run
