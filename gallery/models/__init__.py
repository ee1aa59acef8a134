"""People, teams, pictures and decisions."""

from gallery.models.audit import AuditEntry, AuditHead
from gallery.models.board import Board, BoardItem
from gallery.models.case import Case, Report
from gallery.models.comment import Comment
from gallery.models.decision import Decision
from gallery.models.entrance import Entrance
from gallery.models.group import Group
from gallery.models.image import Image
from gallery.models.invitation import Invitation
from gallery.models.likeness import Likeness
from gallery.models.mark import Mark
from gallery.models.notice import Activity, Notice
from gallery.models.people import Membership, Team, User
from gallery.models.pick import Pick
from gallery.models.project import Project
from gallery.models.review import Done, Guest, Note, Round, RoundItem, Verdict
from gallery.models.rule import ListedHash, Rule, RuleHit, RuleVersion
from gallery.models.saved_search import SavedSearch
from gallery.models.share import Share, ShareItem
from gallery.models.stack import Stack
from gallery.models.tag import Rating, Tag, Tagging
from gallery.models.token import ApiToken
from gallery.models.welcome import Welcome
from gallery.models.words import ImageWords

__all__ = [
    "Activity",
    "ApiToken",
    "AuditEntry",
    "AuditHead",
    "Board",
    "BoardItem",
    "Case",
    "Comment",
    "Decision",
    "Done",
    "Entrance",
    "Group",
    "Guest",
    "Image",
    "ImageWords",
    "Invitation",
    "Likeness",
    "ListedHash",
    "Mark",
    "Membership",
    "Note",
    "Notice",
    "Pick",
    "Project",
    "Rating",
    "Report",
    "Round",
    "RoundItem",
    "Rule",
    "RuleHit",
    "RuleVersion",
    "SavedSearch",
    "Share",
    "ShareItem",
    "Stack",
    "Tag",
    "Tagging",
    "Team",
    "User",
    "Verdict",
    "Welcome",
]
