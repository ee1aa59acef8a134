"""Teams: who is in them and what is published in them. Outsiders never learn that a team exists: views answer 404."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from gallery import access
from gallery.models import Image, Team, User

VIEWERS_LOOK = "Viewers look at this team’s pictures. Ask its owner to make you an editor."
NOT_YOURS_TO_WITHDRAW = "The picture’s owner and the team’s owner may take it out of the team."


def publish(image: Image, *, team: Team, by: User) -> bool:
    """Shows the owner's picture to everybody in the team; one that was in another team moves.

    False when it cannot be: it is in the trash, judged by a moderator, or not ``by``'s.

    Raises:
        PermissionDenied: ``by`` is no editor or owner of the team.
    """
    if not access.can_publish_in(by.role_in(team)):
        raise PermissionDenied(VIEWERS_LOOK)
    now = timezone.now()
    rows = Image.objects.changeable_by(by).filter(pk=image.pk, trashed_at=None)
    if not rows.update(team=team, published_at=now):
        return False
    image.team, image.published_at = team, now
    return True


def withdraw(image: Image, *, by: User) -> bool:
    """Takes the picture out of the team that it was seen in; it stays its owner's. False when it is in it no more.

    Raises:
        PermissionDenied: ``by`` owns neither the picture nor the team.
    """
    if not access.can_withdraw_image(by, image, by.role_in(image.team)) and image.owner_id != by.pk:
        raise PermissionDenied(NOT_YOURS_TO_WITHDRAW)
    rows = Image.objects.filter(pk__in=Image.objects.withdrawable_by(by).filter(pk=image.pk, team=image.team_id))
    if not rows.update(team=None, published_at=None):
        return False
    image.team, image.published_at = None, None
    return True
