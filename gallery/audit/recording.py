"""Writing the trail: an entry inside the act's transaction, its link in the chain right after it.

The head of the chain is one row. Were it locked where an act is written down, every long transaction would hold up
all others until its end, and two that lock something else besides would wait for each other. So an entry is inserted
unlinked, without any lock, and lives or dies with its act; the commit links it in a transaction of its own that takes
about a millisecond and takes along whatever else waits. What a crash leaves unlinked the beat links (ADR 29).
"""

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from gallery.audit.acts import Act
from gallery.audit.chain import hash_of, seal_of
from gallery.audit.context import address, request_id
from gallery.models import Image
from gallery.models.audit import ONLY, AuditEntry, AuditHead

AT_ONCE = 500  # entries that one transaction links
LABEL = 200  # characters
Details = Mapping[str, Any]


def record(act: str, *, by: Any = None, obj: models.Model | None = None, details: Details | None = None) -> None:
    """Writes down that ``by`` did this to ``obj``: to be called inside the act's transaction.

    ``by`` is None where nobody did it (the studio itself, a guest). ``details`` goes through JSON; never a secret.

    Raises:
        ValueError: the act is not one of gallery.audit.acts.
    """
    entry(Act(act), by=by, obj=obj, details=details or {}).save()
    transaction.on_commit(link, robust=True)


def record_pictures(act: str, *, by: Any = None, ids: Sequence[Any], details: Details | None = None) -> None:
    """One act on several pictures is one entry, which names them in its details."""
    if len(ids) == 1:
        record(act, by=by, obj=Image.objects.filter(pk=ids[0]).first(), details=details)
    else:
        record(act, by=by, details={**(details or {}), "pictures": [str(one) for one in ids]})


def entry(act: Act, *, by: Any, obj: models.Model | None, details: Details) -> AuditEntry:
    known = by is not None and by.is_authenticated
    row = AuditEntry(
        act=act,
        actor_id=by.pk if known else None,
        actor_name=plain(by.name) if known else "",
        address=address(),
        who_salt=secrets.token_hex(16),
        object_kind=obj._meta.model_name or "" if obj is not None else "",
        object_id=str(obj.pk) if obj is not None else "",
        object_label=plain(str(obj)) if obj is not None else "",
        details_text=json.dumps(details, sort_keys=True, separators=(",", ":"), cls=DjangoJSONEncoder),
        what_salt=secrets.token_hex(16),
        request_id=request_id(),
    )
    row.who_seal = seal_of(row.who_salt, row.actor_name, row.address)
    row.what_seal = seal_of(row.what_salt, row.object_label, row.details_text)
    return row


def plain(text: str) -> str:
    return text.replace("\x00", "")[:LABEL]


def link() -> int:
    """Links what waits, in the order in which it was written; how many entries that were."""
    linked = 0
    while AuditEntry.objects.filter(number=None).exists():
        with transaction.atomic():
            linked += link_some()
    return linked


def link_some() -> int:
    AuditHead.objects.get_or_create(pk=ONLY)
    head = AuditHead.objects.select_for_update().get(pk=ONLY)
    rows = list(AuditEntry.objects.filter(number=None).order_by("id")[:AT_ONCE])
    for row in rows:
        head.number += 1
        row.number, row.previous = head.number, head.hash
        row.hash = head.hash = own_hash(row)
    AuditEntry.objects.bulk_update(rows, ("number", "previous", "hash"))
    head.save(update_fields=["number", "hash"])
    return len(rows)


def own_hash(row: AuditEntry) -> str:
    return hash_of(
        *(row.previous, row.number or 0, row.at, row.act, row.actor_id, row.who_seal),
        *(row.object_kind, row.object_id, row.what_seal, row.request_id),
    )
