"""People, teams, pictures and decisions."""

from gallery.models.decision import Decision
from gallery.models.image import Image
from gallery.models.people import Membership, Team, User
from gallery.models.pick import Pick
from gallery.models.project import Project
from gallery.models.token import ApiToken
from gallery.models.words import ImageWords

__all__ = ["ApiToken", "Decision", "Image", "ImageWords", "Membership", "Pick", "Project", "Team", "User"]
