"""What goes beyond a chosen model's limits, told while the form is being filled: before Generate is pressed."""

from uuid import UUID

from studio.catalogue import Invalid
from studio.catalogue.pictures import faults
from studio.composing.forms import STAND_IN, ComposerForm
from studio.lifecycle.pictures import facts_of
from studio.prompts import saving
from studio.prompts.expanding import Unclear, too_many
from studio.words import worded

LIMITED = ("references", "mask", "prompt")


def beyond_limits(form: ComposerForm) -> list[str]:
    """Sentences about references, mask and the prompt's length, each with the model that minds and its number."""
    form.is_valid()
    if form.order or not form.specs:
        return []
    if form.expansion is None:
        return beyond_count(form)
    words = form.expansion.first(1)[0]
    try:
        form.checked(words if words.strip() else STAND_IN)
    except Invalid as invalid:
        return [worded(sentence) for name in LIMITED for sentence in invalid.errors.get(name, [])]
    return []


def beyond_count(form: ComposerForm) -> list[str]:
    """Of alternatives that can be read, and are more than one press may make."""
    try:
        count = saving.expanded(form.value("prompt"), by=form.user).count
    except Unclear:
        return []
    return [worded(too_many(count))]


def unfit(form: ComposerForm) -> set[UUID]:
    """The pictures of the tray that a chosen model does not take: those after its last, or of another kind or size."""
    found: set[UUID] = set()
    for spec in form.specs:
        rule, taken = spec.references, dict.fromkeys(("", *spec.references.roles), 0)
        for image in form.images_for(spec):
            role = form.role_of(image) if form.role_of(image) in rule.roles else ""
            taken[role] += 1
            most = rule.roles[role].max if role else rule.max
            if taken[role] > most or faults(spec, facts_of(image, role)):
                found.add(image.pk)
    return found
