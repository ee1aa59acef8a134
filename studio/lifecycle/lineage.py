"""What a picture was made from, and how: its parent and the relation to it."""

from typing import Any

from gallery.models import Image
from gallery.models.image import Relation
from studio import catalogue
from studio.models import Generation, Run
from studio.models.run import Role, RunReference

TELLING = ("feature", "action")  # options whose value is the relation: ERNIE's "erase", Ideogram's "reframe"


def parent_of(generation: Generation) -> tuple[Any, str]:
    """(image id, relation) of the picture that was remixed, else of the first reference, one for its content before one
    for its style; (None, "") without. One that was remixed and sent along is told as the reference it was.
    """
    references = sorted(sent(generation), key=lambda reference: reference.role != Role.CONTENT)
    remixed = generation.run.remix_of_id
    if remixed and all(reference.image_id != remixed for reference in references):
        return remixed, Relation.REMIX
    if not references:
        return None, ""
    return references[0].image_id, relation(generation, references[0])


def sent(generation: Generation) -> list[RunReference]:
    """What went to this model: beside others it may have worked from the words alone."""
    spec = catalogue.current().get(generation.model)
    return list(generation.run.run_references.all()) if spec is None or spec.references.max else []


def relation(generation: Generation, reference: RunReference) -> str:
    told = [generation.options.get(name) for name in TELLING]
    if generation.run.mask_id:
        if reference.image.relation == Relation.EXTEND:
            return Relation.EXTEND
        return Relation.ERASE if Relation.ERASE in told else Relation.REPAINT
    if reference.role != Role.CONTENT:
        return Relation.REMIX
    known = next((word for word in told if word in Relation.values), "")
    spec = catalogue.current().get(generation.model)
    return known or (spec.references.relation if spec else Relation.EDIT)


def pictures_of(generation: Generation) -> dict[str, Any]:
    """What the recipe keeps of them: {"references": ["<id>", …], "roles": {"<id>": "style"}, "mask": "<id>",
    "masked": 6.2}, which is how much of the picture was marked, in percent.
    """
    references = sent(generation)
    found: dict[str, Any] = {"references": [str(reference.image_id) for reference in references]}
    if roles := {str(reference.image_id): reference.role for reference in references if reference.role}:
        found["roles"] = roles
    run: Run = generation.run
    return found | (mask_of(run.mask) if run.mask else {})


def mask_of(mask: Image) -> dict[str, Any]:
    """The share is kept with a mask; one from before that has none."""
    share = mask.asked.get("share")
    return {"mask": str(mask.pk)} | ({} if share is None else {"masked": share})
