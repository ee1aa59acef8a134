"""People and the teams they work in."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.access import Role
from gallery.ids import uuid7


class Digest(models.TextChoices):
    """How often unread notices come by mail."""

    NEVER = "", gettext_lazy("Never")
    HOURLY = "hourly", gettext_lazy("At most once an hour")
    DAILY = "daily", gettext_lazy("At most once a day")


TINTS = 8  # as css/frame/badge.css has


def initials_of(name: str) -> str:
    words = name.replace(".", " ").replace("_", " ").split()
    return "".join(word[0] for word in words[:2]).upper() or "?"


class User(AbstractUser):
    """Somebody who signs in. What they are in the studio is told by flags that ``access.Standing`` reads and sets.

    ``is_active``: the account is not closed. ``confirming``: nor open yet, until its address is shown to be theirs.
    ``suspended_at``: they see what is theirs, and make nothing new.
    ``erased_at``: nobody any more. ``handed_at``: what was theirs went to ``heir``; what was on its way follows.

    ``single_keys``: letters alone are shortcuts. ``tone``: a sound when pictures are ready and nobody looks.
    ``unseen``: notices not looked at yet, counted by gallery.people.notices alone.
    """

    email = models.EmailField("e-mail address", blank=True)
    display_name = models.CharField(max_length=80, blank=True)
    is_moderator = models.BooleanField(default=False)
    is_guest = models.BooleanField(default=False)
    confirming = models.BooleanField(default=False, editable=False)
    suspended_at = models.DateTimeField(null=True, blank=True, editable=False)
    suspended_by = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    suspended_why = models.CharField(max_length=300, blank=True, editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    handed_at = models.DateTimeField(null=True, blank=True, editable=False)
    heir = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, editable=False, related_name="+")
    single_keys = models.BooleanField(default=True)
    tone = models.BooleanField(default=False)
    unseen = models.PositiveIntegerField(default=0, editable=False)
    digest = models.CharField(max_length=6, choices=Digest.choices, default=Digest.DAILY, blank=True)
    digest_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_guest=False) | models.Q(is_moderator=False, is_superuser=False),
                name="user_guest_alone",
            ),
            models.CheckConstraint(
                condition=models.Q(confirming=False) | models.Q(is_active=False), name="user_confirming_closed"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.display_name or self.get_full_name() or self.username

    @property
    def initials(self) -> str:
        return initials_of(self.name)

    @property
    def tint(self) -> int:
        """Which of the colours for people is theirs; whoever came one after the other differ."""
        return (self.pk or 0) % TINTS

    @property
    def standing(self) -> access.Standing:
        return access.standing_of(self)

    def role_in(self, team: "Team | None") -> str | None:
        """This person's role in the team, None for an outsider. One query."""
        if team is None:
            return None
        return Membership.objects.filter(team=team, user=self).values_list("role", flat=True).first()


class TeamQuerySet(models.QuerySet["Team"]):
    def visible_to(self, user: Any) -> "TeamQuerySet":
        return self.filter(access.member_teams(user))

    def editable_by(self, user: Any) -> "TeamQuerySet":
        """Teams in which the user may publish."""
        return self.filter(memberships__user=user, memberships__role__in=access.EDITING_ROLES)


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    members = models.ManyToManyField("gallery.User", through="gallery.Membership", related_name="teams")

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role.choices, default=Role.VIEWER)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("joined_at", "id")
        constraints = [
            models.UniqueConstraint(fields=("team", "user"), name="membership_once"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team} as {self.role}"
