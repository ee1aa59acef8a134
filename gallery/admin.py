"""The back office for people and teams. What happened to pictures is shown here and changed by verbs alone."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from gallery import access, audit
from gallery.audit import Act
from gallery.models import ApiToken, Decision, Image, Membership, Team, User


def may_enter(request: HttpRequest) -> bool:
    """The back office is for staff who may act: not while they are suspended."""
    return access.is_acting(request.user) and bool(getattr(request.user, "is_staff", False))


admin.site.site_header = admin.site.site_title = "Pinacoteca"
admin.site.index_title = "Administration"
admin.site.has_permission = may_enter  # type: ignore[method-assign]
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class WrittenDown(admin.ModelAdmin):
    """What is changed in the back office stands in the audit trail too: which fields, not what they held."""

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        audit.record(Act.ADMIN_ADDED, by=request.user, obj=obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        audit.record(Act.ADMIN_CHANGED, by=request.user, obj=obj, details={"changed": message})
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for obj in queryset:
            audit.record(Act.ADMIN_DELETED, by=request.user, obj=obj)
        return super().log_deletions(request, queryset)


class ReadOnly(WrittenDown):
    """To look at: nothing here is added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class PersonAdmin(WrittenDown, UserAdmin):
    """Roles, suspensions and closed accounts are decided on the pages about people, which keep an administrator."""

    list_display = ("username", "display_name", "email", "is_moderator", "is_superuser", "is_active", "last_login")
    list_filter = ("is_active", "is_moderator", "is_superuser", "is_guest")
    search_fields = ("username", "display_name", "email")
    filter_horizontal = ()
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Profile", {"fields": ("display_name", "email")}),
        ("May", {"fields": ("is_active", "is_moderator", "is_guest", "is_staff", "is_superuser", "suspended_at")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = (
        *("last_login", "date_joined"),
        *("is_active", "is_moderator", "is_guest", "is_staff", "is_superuser", "suspended_at"),
    )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Somebody's work has to go somewhere first."""
        return False


class MembershipInline(admin.TabularInline):
    model = Membership
    raw_id_fields = ("user",)
    extra = 0


@admin.register(Team)
class TeamAdmin(WrittenDown):
    list_display = ("name", "created_at")
    search_fields = ("name",)
    inlines = (MembershipInline,)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Deleting withdraws the pictures first: the team's own page does both."""
        return False


@admin.register(Image)
class ImageAdmin(ReadOnly):
    """The facts, without what was asked: private prompts are nobody else's to read."""

    list_display = ("id", "owner", "team", "kind", "model_label", "created_at", "moderation", "trashed_at")
    list_filter = ("kind", "moderation", "vendor")
    list_select_related = ("owner", "team")
    search_fields = ("id", "owner__username")
    fields = (
        *("id", "owner", "team", "kind", "created_at", "published_at", "trashed_at", "moderation"),
        *("vendor", "model", "seed", "cost", "seconds", "request_id", "sandbox"),
        *("width", "height", "format", "bytes", "sha256", "renditions"),
    )
    show_full_result_count = False


@admin.register(Decision)
class DecisionAdmin(ReadOnly):
    list_display = ("at", "action", "by", "reason", "image_uuid")
    list_filter = ("action",)
    list_select_related = ("by",)
    search_fields = ("reason", "by__username", "image_uuid")


@admin.register(ApiToken)
class ApiTokenAdmin(ReadOnly):
    """Deleting one revokes it."""

    list_display = ("owner", "name", "last_four", "created_at", "last_used_at", "revoked_at")
    list_select_related = ("owner",)
    search_fields = ("owner__username", "name")
    fields = ("owner", "name", "last_four", "created_at", "last_used_at", "revoked_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.is_superuser
