"""Everything about a person as a ZIP: rows as JSON, their originals, what the audit trail says of them.

Rows are found by whom they point at, so that a table that comes later is not forgotten. Secrets are left out.
"""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from gallery import access, audit
from gallery.audit import Act
from gallery.audit.reading import json_lines
from gallery.export.packing import Entry, Packed, Told, size_of
from gallery.files import moving, storage
from gallery.ingest import spool_folder
from gallery.models import AuditEntry, Image, User

SECRETS = {"password", "digest", "key", "session_key", "who_salt", "what_salt", "secret", "data"}
CHUNK = 500
NOT_YOURS = gettext_lazy("Only administrators take somebody else’s data out.")


def packed(person: User, *, by: User) -> Packed:
    """Closing it removes what was made for it.

    Raises:
        PermissionDenied: ``by`` is neither this person nor an administrator.
    """
    if by.pk != person.pk and not access.is_administrator(by):
        raise PermissionDenied(NOT_YOURS)
    audit.record(Act.PERSON_EXPORTED, by=by, obj=person)
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=spool_folder(), prefix="personal-")))
        entries, told = tables(person, folder), Told()
        for image in Image.objects.filter(owner=person, purged_at=None).order_by("pk").iterator(chunk_size=CHUNK):
            add(image, entries, told)
        told.number = sum(1 for entry in entries if entry.key)
        return Packed(entries, told, stack.pop_all())


def add(image: Image, entries: list[Entry], told: Told) -> None:
    key = moving.present_name(image, storage.original_key(image.pk, image.format))
    size = size_of(key, image.bytes)
    name = f"pictures/{image.pk}.{image.format}"
    if size is None:
        told.missing.append(name)
    else:
        entries.append(Entry(name, size, key=key))


def tables(person: User, folder: Path) -> list[Entry]:
    found = [written(folder / "person.json", iter([json.dumps(row_of(person), cls=DjangoJSONEncoder)]))]
    for model, about in pointing_at(person):
        rows = model._default_manager.filter(about).order_by("pk")
        if rows.exists():
            path = folder / f"{model._meta.app_label}-{model._meta.model_name}.jsonl"
            found.append(written(path, lines(rows)))
    trail = AuditEntry.objects.filter(mentioning(person)).order_by("pk")
    return [*found, written(folder / "trail.jsonl", json_lines(trail))]


def mentioning(person: User) -> Q:
    return Q(actor_id=person.pk) | Q(object_kind="user", object_id=str(person.pk))


def pointing_at(person: User) -> Iterator[tuple[Any, Q]]:
    """(model, rows of it that name the person), of every table."""
    for model in apps.get_models():
        about = Q()
        for field in model._meta.concrete_fields:
            if field.is_relation and field.related_model is User and not model._meta.proxy:
                about |= Q(**{field.name: person})
        if about:
            yield model, about


def row_of(row: models.Model) -> dict[str, Any]:
    fields = row._meta.concrete_fields
    return {field.name: value_of(row, field) for field in fields if field.name not in SECRETS}


def value_of(row: models.Model, field: Any) -> Any:
    value = getattr(row, field.attname)
    return value if isinstance(value, str | int | float | bool | dict | list | None) else str(value)


def lines(rows: Any) -> Iterator[str]:
    for row in rows.iterator(chunk_size=CHUNK):
        yield json.dumps(row_of(row), ensure_ascii=False) + "\n"


def written(path: Path, pieces: Iterator[str]) -> Entry:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(pieces)
    return Entry(path.name, path.stat().st_size, path=path)
