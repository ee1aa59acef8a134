"""What is known of one picture, gathered for its evidence."""

from typing import Any

from django.db.models import Q, QuerySet

from gallery.audit.acts import Act
from gallery.models import AuditEntry, Case, Decision, Image
from studio.models import Generation, LedgerEntry

SEVERAL = (Act.EXPORTED, Act.SHARED, Act.TRASHED, Act.PURGED)  # acts whose details name several pictures


def of(image: Image, *, judges: bool) -> dict[str, Any]:
    """``judges``: with who decided."""
    generation = Generation.objects.filter(outputs__image=image).select_related("run").first()
    return {
        "picture": str(image.pk),
        "owner": person(image.owner),
        "team": image.team.name if image.team else None,
        "kind": image.kind,
        "stored_at": image.created_at,
        "title": image.title,
        "prompt": image.prompt,
        "revised_prompt": image.revised_prompt,
        "model": {"id": image.model, "label": image.model_label, "vendor": image.vendor},
        "asked": image.asked,
        "seed": image.seed,
        "parent": str(image.parent_id) if image.parent_id else None,
        "relation": image.relation,
        "demo": image.sandbox,
        "state": image.moderation or ("trashed" if image.trashed_at else "clear"),
        "generation": call(generation) if generation else None,
        "decisions": [judged(one, judges) for one in Decision.objects.filter(image_uuid=image.pk).select_related("by")],
        "cases": [case(one) for one in cases(image).order_by("pk")],
    }


def person(user: Any) -> dict[str, Any]:
    return {"id": user.pk, "name": user.name}


def call(generation: Generation) -> dict[str, Any]:
    """Money in US dollars, as text; "charged" no, yes or maybe."""
    names = ("options", "aspect", "n", "state", "sent_at", "finished_at", "key_source", "quote", "cost", "charged")
    more = ("price_version", "request_id", "remote_id", "reason_code")
    entries = LedgerEntry.objects.filter(generation=generation).order_by("at", "pk")
    return {
        "id": str(generation.pk),
        "run": str(generation.run_id),
        "prompt": generation.run.prompt,
        **{name: getattr(generation, name) for name in (*names, *more)},
        "ledger": [{"kind": one.kind, "amount": one.amount, "at": one.at} for one in entries],
    }


def judged(decision: Decision, judges: bool) -> dict[str, Any]:
    by = person(decision.by) if judges else None
    return {"at": decision.at, "action": decision.action, "reason": decision.reason, "by": by}


def case(one: Any) -> dict[str, Any]:
    return {
        "id": str(one.pk),
        "kind": one.kind,
        "outcome": one.outcome,
        "reason": one.reason,
        "decided_at": one.decided_at,
        "triggers": one.triggers,
    }


def cases(image: Image) -> QuerySet[Case]:
    """About the picture, and about the press that it came of: a prompt is judged before there is a picture."""
    return Case.objects.filter(Q(image=image) | Q(subject_kind="run", subject_id__in=runs(image)))


def runs(image: Image) -> list[Any]:
    return list(Generation.objects.filter(outputs__image=image).values_list("run_id", flat=True))


def trail(image: Image) -> QuerySet[AuditEntry]:
    """Linked entries about the picture, its press, its cases, or several pictures of which it is one; in order."""
    ids = [str(pk) for pk in cases(image).values_list("pk", flat=True)]
    named = Q(act__in=SEVERAL, details_text__contains=str(image.pk))
    about = Q(object_kind="image", object_id=str(image.pk)) | Q(object_kind="case", object_id__in=ids)
    about |= Q(object_kind="run", object_id__in=[str(pk) for pk in runs(image)])
    return AuditEntry.objects.filter(about | named, number__isnull=False).order_by("number")
