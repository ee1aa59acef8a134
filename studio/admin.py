"""The back office for runs and money: read-only, since lifecycle.py and the ledger alone write them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from gallery.access import is_administrator
from gallery.admin import ReadOnly, WrittenDown
from studio import catalogue
from studio.models import (
    Credential,
    Generation,
    InstanceSettings,
    LedgerEntry,
    Retirement,
    Run,
    Transition,
    WorkerSession,
)


class Written(admin.TabularInline):
    """Rows that are only ever added, and not here."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GenerationInline(Written):
    model = Generation
    fields = readonly_fields = ("model_label", "n", "state", "quote", "cost", "charged", "reason_code", "request_id")
    show_change_link = True


@admin.register(Run)
class RunAdmin(ReadOnly):
    list_display = ("id", "owner", "team", "count", "quote", "sandbox", "created_at")
    list_filter = ("sandbox",)
    list_select_related = ("owner", "team")
    search_fields = ("id", "owner__username")
    fields = ("id", "owner", "team", "count", "aspect", "quote", "sandbox", "created_at")
    inlines = (GenerationInline,)
    show_full_result_count = False


class LedgerInline(Written):
    model = LedgerEntry
    fields = readonly_fields = ("at", "kind", "amount", "sandbox")


class TransitionInline(Written):
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
    list_display = ("at", "user", "team", "kind", "amount", "sandbox", "generation_id", "help_id")
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
        return is_administrator(request.user)


@admin.register(WorkerSession)
class WorkerSessionAdmin(ReadOnly):
    list_display = ("host", "pid", "queues", "started_at", "beat_at", "ended_at")


def known_models() -> list[tuple[str, str]]:
    return [(spec.id, f"{spec.label} ({spec.id})") for spec in catalogue.current().values()]


class RetirementForm(forms.ModelForm):
    model = forms.ChoiceField(choices=known_models)

    class Meta:
        model = Retirement
        fields = ("model", "since", "why")


@admin.register(Retirement)
class RetirementAdmin(WrittenDown):
    """Models that are not offered any more; deleting a row offers the model again."""

    form = RetirementForm
    list_display = ("model", "since", "why", "by")
    list_select_related = ("by",)

    def save_model(self, request: HttpRequest, obj: Retirement, form: Any, change: bool) -> None:
        if not change:
            obj.by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)


@admin.register(InstanceSettings)
class InstanceSettingsAdmin(WrittenDown):
    """One row; its defaults hold until somebody saves it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return not InstanceSettings.objects.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
