"""Everything about a person as a ZIP: rows as JSON, their originals, what the audit trail says of them.

Rows are found by whom they point at, so that a table that comes later is not forgotten. One that is theirs or about
them leaves whole, but for who else had a hand in it; one of others in which they had a hand is named, and no more.
Secrets are left out.
"""

import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from gallery import access, audit
from gallery.audit import Act
from gallery.audit.acts import JUDGING
from gallery.audit.reading import line
from gallery.export.packing import Entry, Packed, Told, size_of
from gallery.files import moving, storage
from gallery.ingest import spool_folder
from gallery.models import AuditEntry, Image, User
from gallery.models.image import Moderation
from studio.fields import EncryptedTextField

SECRETS = {"password", "digest", "key", "session_key", "who_salt", "what_salt", "secret", "data", "quarantine"}
WHOSE = {"owner", "user", "person", "author", "reporter", "used_by"}  # columns that say whose a row is
OWN_MARKS = {"gallery.boarditem", "gallery.pick", "gallery.round", "gallery.tagging"}  # where ``by`` says so
OF_OTHERS = {"case", "invitation", "welcome"}  # kinds of object that are somebody else's whoever acts on them
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
        own = Image.objects.filter(owner=person, purged_at=None)
        for image in own.filter(moderation=Moderation.CLEAR).order_by("pk").iterator(chunk_size=CHUNK):
            add(image, entries, told)
        covered = own.exclude(moderation=Moderation.CLEAR).count()  # nobody takes away what nobody may see
        told.more += [staying(covered)] if covered else []
        told.number = sum(1 for entry in entries if entry.key)
        return Packed(entries, told, stack.pop_all())


def staying(number: int) -> str:
    told = ngettext(
        "%(n)d more picture is held or was removed, and stays in the studio.",
        "%(n)d more pictures are held or were removed, and stay in the studio.",
        number,
    )
    return told % {"n": number}


def add(image: Image, entries: list[Entry], told: Told) -> None:
    key = moving.present_name(image, storage.original_key(image.pk, image.format))
    size = size_of(key, image.bytes)
    name = f"pictures/{image.pk}.{image.format}"
    if size is None:
        told.missing.append(name)
    else:
        entries.append(Entry(name, size, key=key))


def tables(person: User, folder: Path) -> list[Entry]:
    columns = [field for field in User._meta.concrete_fields if not field.is_relation]
    told = json.dumps(values_of(person, columns), cls=DjangoJSONEncoder)
    found = [written(folder / "person.json", iter([told]))]
    for model, about in pointing_at(person):
        rows = model._default_manager.filter(about).order_by("pk")
        if rows.exists():
            path = folder / f"{model._meta.app_label}-{model._meta.model_name}.jsonl"
            found.append(written(path, lines(rows, person)))
    return [*found, written(folder / "trail.jsonl", trail_of(person))]


def trail_of(person: User) -> Iterator[str]:
    """Entries by them or about them. Who else acted, from where, and what was done to somebody else stays sealed."""
    for entry in AuditEntry.objects.filter(mentioning(person)).order_by("pk").iterator(chunk_size=CHUNK):
        told = line(entry)
        if entry.actor_id != person.pk:
            told |= dict.fromkeys(("who_salt", "actor_name", "address"), "") | {"actor_id": None}
        if not is_own(entry, person):
            told |= dict.fromkeys(("what_salt", "object_label", "details"), "")
        yield json.dumps(told, ensure_ascii=False) + "\n"


def is_own(entry: AuditEntry, person: User) -> bool:
    """About them, or about what is nobody else's: they see no more of those whom they judged or administered."""
    if entry.object_kind == "user":
        return entry.object_id == str(person.pk)
    return entry.act not in JUDGING and entry.object_kind not in OF_OTHERS


def mentioning(person: User) -> Q:
    return Q(actor_id=person.pk) | Q(object_kind="user", object_id=str(person.pk))


def pointing_at(person: User) -> Iterator[tuple[Any, Q]]:
    """(model, rows of it that name the person), of every table."""
    for model in apps.get_models():
        about = Q()
        for field in model._meta.concrete_fields:
            if points_at_people(field) and not model._meta.proxy:
                about |= Q(**{field.name: person})
        if about:
            yield model, about


def row_of(row: models.Model, person: User) -> dict[str, Any]:
    fields = [field for field in row._meta.concrete_fields if not points_at_another(row, field, person)]
    if not is_theirs(row, person):
        fields = [field for field in fields if field.primary_key or points_at_people(field)]
    return values_of(row, fields)


def is_theirs(row: models.Model, person: User) -> bool:
    whose = {"by"} if row._meta.label_lower in OWN_MARKS else WHOSE
    people = (field for field in row._meta.concrete_fields if points_at_people(field))
    return any(field.name in whose and getattr(row, field.attname) == person.pk for field in people)


def points_at_people(field: Any) -> bool:
    return bool(field.is_relation and field.related_model is User)


def points_at_another(row: models.Model, field: Any, person: User) -> bool:
    return points_at_people(field) and getattr(row, field.attname) != person.pk


def values_of(row: models.Model, fields: Iterable[Any]) -> dict[str, Any]:
    return {field.name: value_of(row, field) for field in fields if not is_secret(field)}


def is_secret(field: Any) -> bool:
    return field.name in SECRETS or isinstance(field, EncryptedTextField)


def value_of(row: models.Model, field: Any) -> Any:
    value = getattr(row, field.attname)
    return value if isinstance(value, str | int | float | bool | dict | list | None) else str(value)


def lines(rows: Any, person: User) -> Iterator[str]:
    for row in rows.iterator(chunk_size=CHUNK):
        yield json.dumps(row_of(row, person), ensure_ascii=False) + "\n"


def written(path: Path, pieces: Iterator[str]) -> Entry:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(pieces)
    return Entry(path.name, path.stat().st_size, path=path)
