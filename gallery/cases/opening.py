"""How a case begins: a rule or a check fired, somebody reported a picture, or a person appeals."""

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery import audit
from gallery.audit import Act
from gallery.cases import pictures, reasons, telling
from gallery.cases.terms import terms
from gallery.models import Case, Image, Report, Share, User
from gallery.models.case import CaseKind, Outcome
from gallery.models.image import Moderation

COPIED = ("subject_kind", "subject_id", "image", "headline", "prompt", "triggers", "rule")  # into an appeal


class NotOpened(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """There is no case; the message says why, to whoever asked."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """What fired: ``label`` as moderators read it ("Violence, rule 7"), ``spans`` in the prompt, ``score`` 0 to 1."""

    label: str
    rule: UUID | None = None
    version: int | None = None
    words: tuple[str, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    score: float | None = None

    def told(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "rule": str(self.rule or ""),
            "version": self.version,
            "words": list(self.words),
            "spans": [list(span) for span in self.spans],
            "score": self.score,
        }


def open_case(
    *,
    kind: str,
    person: User,
    subject: models.Model,
    image: Image | None = None,
    prompt: str = "",
    headline: str = "",
    words: str = "",
    triggers: Iterable[Trigger | Mapping[str, Any]] = (),
    **more: Any,
) -> Case:
    """The case that waits about ``subject``: the one that is there, or a new one. A picture's hides the picture.

    Call it in the transaction that holds the subject.
    """
    fired = [one.told() if isinstance(one, Trigger) else dict(one) for one in triggers]
    with pictures.becoming(image, Moderation.HIDDEN if kind == CaseKind.PICTURE else None):
        case, made = once(
            Case(
                kind=kind,
                subject_kind=subject._meta.model_name or "",
                subject_id=subject.pk,
                person=person,
                image=image,
                prompt=prompt,
                headline=headline[:200],
                words=words,
                triggers=fired,
                rule=next((UUID(one["rule"]) for one in fired if one.get("rule")), None),
                alike=alike(kind, prompt, image),
                due_at=timezone.now() + terms().goal,
                **more,
            )
        )
        if made and kind in (CaseKind.PROMPT, CaseKind.PICTURE):
            why = ", ".join(dict.fromkeys(str(one["label"]) for one in fired))
            told = {"case": str(case.pk), "kind": kind, "rule": case.rule, "why": why or headline}
            audit.record(Act.HELD, obj=subject, details=told)
        if made and kind == CaseKind.PICTURE:
            telling.of_hold(case)
    return case


def once(case: Case) -> tuple[Case, bool]:
    """Writes it, or gives the one that waits about the same already; whether it was written."""
    try:
        with transaction.atomic():
            case.save(force_insert=True)
    except IntegrityError:
        same = {"kind": case.kind, "subject_kind": case.subject_kind, "subject_id": case.subject_id}
        found = Case.objects.waiting().filter(**same).first()
        if found is None:
            raise
        return found, False
    return case, True


def alike(kind: str, prompt: str, image: Image | None) -> str:
    """What duplicates have in common: the same words, or the same bytes. An appeal is like no other."""
    if kind == CaseKind.PROMPT:
        return "prompt:" + hashlib.sha256(" ".join(prompt.lower().split()).encode()).hexdigest()
    if kind in (CaseKind.PICTURE, CaseKind.REPORT) and image is not None and image.sha256:
        return f"bytes:{image.sha256}"
    return ""


def report(
    image: Image,
    *,
    reason: str,
    words: str = "",
    by: User | None = None,
    visitor: str = "",
    name: str = "",
    share: Share | None = None,
) -> Case:
    """One more word against a picture; all of them are one case. It stays in sight until somebody decides,
    or so many said so as the administrator set.

    Raises:
        NotOpened: it is their own, or the reason is none of the list.
    """
    if by is not None and by.pk == image.owner_id:
        raise NotOpened(_("This is your own picture. You can move it to the trash."))
    if reason not in reasons.REPORTED:
        raise NotOpened(_("Choose a reason of the list."))
    headline = _("Reported: %(reason)s") % {"reason": str(reasons.REPORTED[reason]).lower()}
    case = open_case(
        kind=CaseKind.REPORT, person=image.owner, subject=image, image=image, prompt=image.prompt, headline=headline
    )
    told = {"reason": reason, "words": words[:2000], "name": name[:60], "share": share}
    count(case, Report(case=case, reporter=by, visitor="" if by else visitor, **told))
    return case


def count(case: Case, report: Report) -> None:
    """Once per person; so many as the administrator says hide the picture."""
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            Case.objects.filter(pk=case.pk).update(reports=F("reports") + 1)
            told = {"case": str(case.pk), "reason": report.reason}
            audit.record(Act.REPORTED, by=report.reporter, obj=case.image, details=told)
    except IntegrityError:  # they said so before
        return
    case.refresh_from_db(fields=["reports"])
    most = terms().hide_after
    if most is not None and case.reports >= most and case.image and not case.image.moderation:
        with suppress(pictures.Changed), pictures.becoming(case.image, Moderation.HIDDEN):  # trashed or judged by now
            telling.of_hold(case)


def appeal(case: Case, *, by: User, words: str) -> Case:
    """Asks for another look, once, by another moderator where there is one.

    Raises:
        NotOpened: nothing to appeal against, or it was done before.
    """
    if not may_appeal(case, by):
        raise NotOpened(_("There is nothing here that you can appeal against."))
    about = {
        name: getattr(case, name) for name in ("subject_kind", "subject_id", "image", "prompt", "triggers", "rule")
    }
    about |= {"headline": case.headline, "words": words[:2000], "due_at": timezone.now() + terms().goal}
    try:
        with transaction.atomic():
            made = Case.objects.create(
                kind=CaseKind.APPEAL, person=by, appeal_of=case, first_judge=case.decided_by, **about
            )
            audit.record(Act.APPEALED, by=by, obj=made, details={"against": str(case.pk)})
            return made
    except IntegrityError:
        raise NotOpened(_("You appealed against this already. Somebody looks at it.")) from None


def may_appeal(case: Case, user: Any) -> bool:
    if case.person_id != user.pk or case.kind == CaseKind.APPEAL:
        return False
    return case.outcome in (Outcome.REFUSED, Outcome.REMOVED) and not Case.objects.filter(appeal_of=case).exists()
