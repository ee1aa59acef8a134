"""What the composer says about money: what the budgets leave, where too little is left, whether to ask."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from studio import catalogue, offer, submission
from studio.composing import standing_in
from studio.composing.forms import ComposerForm
from studio.models import Generation, Run
from studio.money.budgets import over, spent_this_month
from studio.money.outlook import Outlook, agreed, foresee
from studio.submission import asked_again


def money_context(form: ComposerForm) -> dict[str, Any]:
    """What the budgets of the chosen place have left, and what the request would leave; ``short`` where too little."""
    order = form.priced
    outlook = foresee(
        order.asked * form.prompts if order else (),
        order.quotes * form.prompts if order else (),
        person=form.user,
        team=form.team_chosen,
        project=form.project_chosen,
    )
    short = outlook.over and over(
        outlook.over,
        outlook.counted,
        person=form.user.pk,
        team=form.team_chosen and form.team_chosen.pk,
        sandbox=outlook.sandbox,
    )
    spent = None if outlook.rooms else spent_this_month(form.user, sandbox=outlook.sandbox)
    return {"outlook": outlook, "short": short, "room": outlook.tightest, "spent_this_month": spent}


def dear(form: ComposerForm, confirmed: str) -> dict[str, Any] | None:
    """What to ask before it runs; None where it is cheap, agreed to, or refused anyway. Nothing is written yet."""
    money = money_context(form)
    outlook = money["outlook"]
    return None if outlook.over or agreed(outlook, confirmed) else money


def outlook_again(run: Run, *, by: Any) -> Outlook:
    """What running it again would do. Raises Invalid where the rules take it no longer."""
    order = submission.order_again(run, submission.still_allowed(run, by=by), partial(offer.get, user=by))
    return foresee(order.asked, order.quotes, person=by, team=run.team, project=run.project)


def outlook_of(rows: Sequence[Generation], *, by: Any, model: str = "") -> Outlook:
    """What making these again would do, with another ``model`` where one is named.

    Raises:
        Invalid: the rules take it no longer, or rights were lost since.
    """
    run = rows[0].run
    images = submission.still_allowed(run, by=by)
    asked = [
        standing_in.asked_instead(row, model, images, by=by) if model else asked_again(row, images, by=by)
        for row in rows
    ]
    quotes = [catalogue.quote(one, len(images) if one.spec.references.max else 0) for one in asked]
    return foresee(asked, quotes, person=by, team=run.team, project=run.project)
