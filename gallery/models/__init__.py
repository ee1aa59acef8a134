"""People, teams, pictures and decisions."""

from gallery.models.board import Board, BoardItem
from gallery.models.decision import Decision
from gallery.models.image import Image
from gallery.models.likeness import Likeness
from gallery.models.people import Membership, Team, User
from gallery.models.pick import Pick
from gallery.models.project import Project
from gallery.models.saved_search import SavedSearch
from gallery.models.tag import Rating, Tag, Tagging
from gallery.models.token import ApiToken
from gallery.models.words import ImageWords

__all__ = [
    "ApiToken",
    "Board",
    "BoardItem",
    "Decision",
    "Image",
    "ImageWords",
    "Likeness",
    "Membership",
    "Pick",
    "Project",
    "Rating",
    "SavedSearch",
    "Tag",
    "Tagging",
    "Team",
    "User",
]
