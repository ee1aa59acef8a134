"""What a press of Generate does: one prompt becomes a run, several become a batch."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studio import submission
from studio.catalogue import Invalid
from studio.composing.forms import ComposerForm
from studio.composing.places import Place
from studio.models import Batch, Run, State
from studio.money import budgets
from studio.money.budgets import OverBudget
from studio.prompts import batches
from studio.views.composer.money import money_context


def press(form: ComposerForm, *, by: Any) -> tuple[Run, str]:
    """The run, the newest where it makes several, and what to say. The same key again gives the same.

    Raises:
        Invalid, OverBudget: nothing was written.
    """
    if form.prompts > 1:
        return press_several(form, by=by)
    if form.order is None:
        raise Invalid({name: [str(error) for error in errors] for name, errors in form.errors.items()})
    run, _ = submission.submit(
        form.order,
        by=by,
        aspect=form.value("aspect"),
        team=form.team_chosen,
        project=form.project_chosen,
        board=form.board_chosen,
        idempotency_key=form.cleaned_data["key"],
    )
    return run, started(run)


def press_several(form: ComposerForm, *, by: Any) -> tuple[Run, str]:
    short: OverBudget | None = money_context(form)["short"] or None
    if short:
        raise short
    batch, new = batches.of_alternatives(
        form.expansion.all() if form.expansion else [],
        form.request,
        by=by,
        source=form.value("prompt"),
        place=Place(form.team_chosen, form.project_chosen, form.board_chosen),
        sent=batches.Sent(form.sent_images, form.mask_image, remix_of=form.remixed),
        idempotency_key=form.cleaned_data["key"],
    )
    if new:
        batches.start(batch)
    else:
        batches.go_on(batch.pk)  # the same press at the same moment: each row is sent once, whoever comes first
    run = batch.runs.first()
    if run is None:
        refuse(batch, new=new)
        run = batch.runs.first()  # a row went at the very moment
    if run is None:
        raise Invalid({"models": [_("This press is being worked on already.")]})
    return run, pictures_started(sum(batch.rows.values_list("pictures", flat=True)))


def refuse(batch: Batch, *, new: bool) -> None:
    """Nothing was sent, so nothing of this press is kept. Raises why; returns where a row went after all."""
    batch.refresh_from_db()
    if not (batch.note or batch.refused) or (new and not batches.forget(batch)):
        return
    if batch.refused:
        raise budgets.told(batch.refused)
    raise Invalid({"models": [batch.note]})


def started(run: Run) -> str:
    if run.generations.filter(state=State.HELD).exists():
        return _("Waiting for a look. Nothing was sent or paid.")
    return pictures_started(sum(run.generations.values_list("n", flat=True)))


def pictures_started(pictures: int) -> str:
    return ngettext("%(n)s picture started", "%(n)s pictures started", pictures) % {"n": pictures}
