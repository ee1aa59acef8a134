"""Cases of every kind, as what fires opens them."""

import uuid

from gallery.cases import deciding, opening
from gallery.models.case import CaseKind
from tests.factories import RunFactory
from tests.gallery.people.pictures import published

RULE = uuid.UUID(int=7)


def held_prompt(person, prompt="Close-up of a blood orange", rule=RULE):
    """As a rule holds a run: nothing was sent."""
    fired = opening.Trigger(label="Violence, rule 7", rule=rule, version=3, words=("blood",), spans=((14, 19),))
    run = RunFactory(owner=person, prompt=prompt)
    return opening.open_case(kind=CaseKind.PROMPT, person=person, subject=run, prompt=prompt, triggers=[fired])


def held_picture(cast, **values):
    image = published(cast.team, owner=cast.editor, **values)
    fired = opening.Trigger(label="Look-alike", score=0.94)
    return opening.open_case(
        kind=CaseKind.PICTURE,
        person=image.owner,
        subject=image,
        image=image,
        prompt=image.prompt,
        headline="Looks like a picture on the block list",
        triggers=[fired],
    )


def reported(cast, by=None, **words):
    image = published(cast.team, owner=cast.editor)
    return opening.report(image, reason="rights", by=by or cast.viewer, **words)


def verdict(outcome, reason, note=""):
    return deciding.Verdict(outcome, reason, note)


def decided(case, by, outcome="refused", reason="violence", note=""):
    return deciding.decide(case, verdict(outcome, reason, note), by=by)
