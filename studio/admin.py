"""The back office for runs and money: read-only, since lifecycle.py and the ledger alone write them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from gallery.admin import ReadOnly
from studio.models import Credential, Generation, LedgerEntry, Run, Transition, WorkerSession


class GenerationInline(admin.TabularInline):
    model = Generation
    fields = readonly_fields = ("model_label", "n", "state", "quote", "cost", "charged", "reason_code", "request_id")
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Run)
class RunAdmin(ReadOnly):
    list_display = ("id", "owner", "team", "count", "quote", "sandbox", "created_at")
    list_filter = ("sandbox",)
    list_select_related = ("owner", "team")
    search_fields = ("id", "owner__username")
    fields = ("id", "owner", "team", "count", "aspect", "quote", "sandbox", "created_at")
    inlines = (GenerationInline,)
    show_full_result_count = False


class LedgerInline(admin.TabularInline):
    model = LedgerEntry
    fields = readonly_fields = ("at", "kind", "amount", "sandbox")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class TransitionInline(LedgerInline):
    model = Transition
    fields = readonly_fields = ("at", "from_state", "to_state", "why", "by", "session")


@admin.register(Generation)
class GenerationAdmin(ReadOnly):
    list_display = ("id", "model_label", "state", "key_source", "quote", "cost", "charged", "reason_code", "created_at")
    list_filter = ("state", "charged", "vendor", "key_source")
    search_fields = ("id", "request_id", "remote_id", "run__owner__username")
    fields = (
        *("id", "run", "model", "vendor", "lane", "n", "aspect", "state", "attempts", "key_source"),
        *("created_at", "due_at", "sent_at", "deadline_at", "finished_at", "remote_id", "poll_count"),
        *("quote", "cost", "charged", "usage", "request_id", "reason_code", "reason_detail", "missing"),
    )
    inlines = (TransitionInline, LedgerInline)
    show_full_result_count = False


@admin.register(LedgerEntry)
class LedgerEntryAdmin(ReadOnly):
    list_display = ("at", "user", "team", "kind", "amount", "sandbox", "generation_id")
    list_filter = ("kind", "sandbox")
    list_select_related = ("user", "team")
    search_fields = ("user__username", "generation__id")
    date_hierarchy = "at"
    show_full_result_count = False


@admin.register(Credential)
class CredentialAdmin(ReadOnly):
    """Whose key there is, never the key; deleting one takes it away from its owner."""

    list_display = ("user", "last_four", "created_at", "tested_at", "balance")
    list_select_related = ("user",)
    search_fields = ("user__username",)
    fields = ("user", "last_four", "created_at", "tested_at", "balance")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.is_superuser)


@admin.register(WorkerSession)
class WorkerSessionAdmin(ReadOnly):
    list_display = ("host", "pid", "queues", "started_at", "beat_at", "ended_at")
