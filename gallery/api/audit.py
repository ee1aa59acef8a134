"""The audit trail: read, taken away, checked."""

from datetime import date, datetime
from typing import Any, Literal

from django.core.exceptions import PermissionDenied
from django.http import StreamingHttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from gallery import access, audit
from gallery.api.auth import ApiRequest
from gallery.api.problems import documented, invalid_form
from gallery.audit import Act, reading, verifying
from gallery.audit.chain import Fault
from gallery.audit.reading import TrailForm
from gallery.models import AuditEntry

router = Router()

READERS = "Moderators and administrators read the log."


class TrailQuery(BaseModel):
    q: str = Field(default="", max_length=200, description="A person, a picture's id, or a word.")
    act: str = Field(default="", max_length=40, description="Such as `share.made`.")
    who: str = Field(default="", max_length=150, description="A name, or the number of a person.")
    outcome: Literal["", "good", "bad", "warn", "note"] = Field(
        default="",
        description="good: released, allowed; bad: refused, removed; warn: held, hidden; note: waiting.",
    )
    on: str = Field(default="", max_length=140, description="Kind and id, such as `image:…`.")
    since: date | None = Field(default=None, description="First day.")
    until: date | None = Field(default=None, description="Last day.")


class TrailPage(TrailQuery):
    limit: int = Field(default=50, ge=1, le=200, description="How many entries.")
    cursor: str = Field(default="", pattern=r"^\d{0,18}$", description="`next` of the page before; none for the first.")


class TrailLines(TrailQuery):
    format: Literal["jsonl", "csv"] = "jsonl"


class EntryOut(BaseModel):
    """`number`, `previous` and `hash`: its link in the chain; null and empty for the moment until it is linked."""

    number: int | None
    at: datetime
    act: str
    actor_id: int | None
    actor_name: str
    address: str
    object_kind: str
    object_id: str
    object_label: str
    details: dict[str, Any]
    request_id: str
    previous: str
    hash: str


class EntryList(BaseModel):
    items: list[EntryOut]
    next: str | None = Field(description="The cursor of the next page; null on the last.")


class ChainOut(BaseModel):
    entries: int
    erased: int = Field(description="Of them those that name a person no more.")
    hash: str = Field(description="Of the last entry that holds: keep it, and check against it later.")
    whole: bool
    broken: int | None = Field(description="The first entry that does not hold.")
    fault: Fault | None
    reason: str = Field(description="The fault in words.")


@router.get(
    "/audit", response={200: EntryList, **documented(403, 422)}, operation_id="list_audit", summary="The audit trail"
)
def list_audit(request: ApiRequest, query: Query[TrailPage]) -> EntryList:
    """Newest first. Administrators read all of it; moderators what is about judging, and what they did themselves."""
    form = asked(request, query)
    entries, older = reading.page(form.rows(), int(query.cursor) if query.cursor else None, query.limit)
    return EntryList(items=[entry_of(entry) for entry in entries], next=str(older) if older else None)


@router.get(
    "/audit/lines",
    response={200: None, **documented(403, 422)},
    operation_id="export_audit",
    summary="The audit trail as CSV or JSON lines",
)
def export_audit(request: ApiRequest, query: Query[TrailLines]) -> StreamingHttpResponse:
    """Streamed, newest first. That it was taken away is an entry itself."""
    form = asked(request, query)
    lines, type = (
        (reading.csv_lines, "text/csv; charset=utf-8")
        if query.format == "csv"
        else (reading.json_lines, "application/x-ndjson")
    )
    audit.record(Act.TRAIL_EXPORTED, by=request.auth, details={"as": query.format})
    return StreamingHttpResponse(lines(form.rows()), content_type=type)


@router.post(
    "/audit/check", response={200: ChainOut, **documented(403)}, operation_id="check_audit", summary="Check the chain"
)
def check_audit(request: ApiRequest) -> ChainOut:
    """Walks the whole chain: some seconds for a hundred thousand entries."""
    require_reader(request)
    audit.link()
    found = verifying.verify()
    return ChainOut(
        entries=found.entries,
        erased=found.erased,
        hash=found.hash,
        whole=found.broken is None,
        broken=found.broken.number if found.broken else None,
        fault=found.broken.fault if found.broken else None,
        reason=found.broken.reason if found.broken else "",
    )


def require_reader(request: ApiRequest) -> None:
    if not access.can_read_trail(request.auth):
        raise PermissionDenied(READERS)


def asked(request: ApiRequest, query: TrailQuery) -> TrailForm:
    require_reader(request)
    given = {name: "" if value is None else str(value) for name, value in query.model_dump().items()}
    form = TrailForm(given, user=request.auth)
    if not form.is_valid():
        raise invalid_form(form)
    return form


def entry_of(entry: AuditEntry) -> EntryOut:
    names = [name for name in EntryOut.model_fields if name != "details"]
    return EntryOut(details=entry.details, **{name: getattr(entry, name) for name in names})
