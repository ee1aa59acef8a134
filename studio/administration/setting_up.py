"""The first run: six steps, each of which may be skipped and found again. What is done is read from what there is."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy, override

from gallery import audit
from gallery.audit import Act
from gallery.models import Invitation, User
from studio import keys
from studio.administration.probing import STORAGE
from studio.models import Budget, Kind, SelfTest, SetupStep

NAMES = {
    "account": gettext_lazy("Owner account"),
    "key": gettext_lazy("Gateway key"),
    "storage": gettext_lazy("Picture storage"),
    "models": gettext_lazy("Models"),
    "budget": gettext_lazy("Monthly budget"),
    "people": gettext_lazy("Invite the team"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """``done``: it is so, whoever made it so; ``skipped``: somebody said not now, and it is not."""

    name: str
    number: int
    done: bool
    skipped: bool

    @property
    def label(self) -> str:
        return str(NAMES[self.name])


def steps() -> list[Step]:
    taken = {row.name: row for row in SetupStep.objects.all()}
    there = found()
    return [
        Step(name, number, there[name] or bool(row and not row.skipped), bool(row and row.skipped and not there[name]))
        for number, name in enumerate(NAMES, start=1)
        for row in [taken.get(name)]
    ]


def found() -> dict[str, bool]:
    """What speaks for itself. Models are all on from the start, so that step is done by saying so."""
    return {
        "account": True,
        "key": bool(keys.instance_key()),
        "storage": SelfTest.objects.filter(name=STORAGE, ok=True).exists(),
        "models": False,
        "budget": Budget.objects.filter(kind=Kind.INSTANCE).exists(),
        "people": Invitation.objects.exists() or User.objects.filter(is_active=True)[:2].count() > 1,
    }


def left() -> list[Step]:
    return [step for step in steps() if not step.done and not step.skipped]


def after(name: str) -> str:
    """The step that follows; empty after the last."""
    names = list(NAMES)
    place = names.index(name) + 1
    return names[place] if place < len(names) else ""


def before(name: str) -> str:
    names = list(NAMES)
    place = names.index(name)
    return names[place - 1] if place > 1 else ""


def take(name: str, *, skipped: bool, by: Any) -> None:
    with transaction.atomic():
        SetupStep.objects.update_or_create(name=name, defaults={"skipped": skipped, "by": by})
        audit.record(Act.WIZARD_STEP, by=by, details={"of": english(name), "step": name, "skipped": skipped})


def english(name: str) -> str:
    with override("en"):
        return str(NAMES[name])


def storage_words() -> dict[str, str]:
    """Where pictures lie, as the operator's settings say. Never a secret."""
    if bucket := getattr(settings, "S3_BUCKET", ""):
        return {"kind": "bucket", "place": bucket}
    return {"kind": "disk", "place": str(settings.MEDIA_ROOT)}
