"""Projects of a team: made, renamed, archived and taken up again by its owners and editors."""

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery import access
from gallery.models import Project, Team, User

EDITORS_PLAN = gettext_lazy("Viewers look at this team’s projects. Ask its owner to make you an editor.")


class NameTaken(Exception):  # noqa: N818 (reads as a sentence where it is raised)
    """The team has a project of this name, perhaps an archived one."""


def create(*, team: Team, name: str, by: User) -> Project:
    """Raises PermissionDenied as every verb here does, and NameTaken."""
    require_editor(team, by)
    try:
        with transaction.atomic():
            return Project.objects.create(team=team, name=name)
    except IntegrityError:
        raise taken(name) from None


def rename(*, project: Project, name: str, by: User) -> None:
    require_editor(project.team, by)
    try:
        with transaction.atomic():
            Project.objects.filter(pk=project.pk).update(name=name)
    except IntegrityError:
        raise taken(name) from None
    project.name = name


def archive(*, project: Project, by: User) -> None:
    """What was made stays, with its figures; nothing new is made for it. Twice is once."""
    require_editor(project.team, by)
    Project.objects.filter(pk=project.pk, archived_at=None).update(archived_at=timezone.now())


def restore(*, project: Project, by: User) -> None:
    require_editor(project.team, by)
    Project.objects.filter(pk=project.pk).update(archived_at=None)


def require_editor(team: Team, by: User) -> None:
    if not access.can_edit_project(by, by.role_in(team)):
        raise PermissionDenied(EDITORS_PLAN)


def taken(name: str) -> NameTaken:
    return NameTaken(_("There is a project named %(name)s in this team already.") % {"name": name})
