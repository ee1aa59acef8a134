"""What is written down. A new act is a line here; ``audit.record`` refuses any other.

JUDGING is what moderators read of the trail: pictures, prompts and how they were judged. Administrators read all.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Act(TextChoices):
    # Coming and going
    SIGNED_IN = "signed.in", _("Signed in")
    SIGN_IN_FAILED = "sign-in.failed", _("Could not sign in")
    SIGNED_OUT = "signed.out", _("Signed out")
    SIGNED_UP = "signed.up", _("Made an account")
    PASSWORD_CHANGED = "password.changed", _("Changed the password")
    EMAIL_CHANGED = "email.changed", _("Changed the e-mail address")
    SECOND_FACTOR_CHANGED = "second-factor.changed", _("Changed how they sign in")
    SESSION_ENDED = "session.ended", _("Ended a session")

    # People
    PERSON_ADDED = "person.added", _("Added a person")
    PERSON_CHANGED = "person.changed", _("Changed a person")
    PERSON_SUSPENDED = "person.suspended", _("Suspended a person")
    PERSON_RESTORED = "person.restored", _("Let a person in again")
    PERSON_HANDED_OVER = "person.handed-over", _("Handed work over")
    PERSON_EXPORTED = "person.exported", _("Exported personal data")
    PERSON_ERASED = "person.erased", _("Erased a person")
    ROLE_CHANGED = "role.changed", _("Changed a role")
    GROUP_ADDED = "group.added", _("Added a group")
    GROUP_CHANGED = "group.changed", _("Changed a group")
    GROUP_DELETED = "group.deleted", _("Deleted a group")
    INVITED = "person.invited", _("Invited somebody")
    INVITATION_REVOKED = "invitation.revoked", _("Took an invitation back")
    INVITATION_ACCEPTED = "invitation.accepted", _("Accepted an invitation")

    # Teams
    TEAM_CREATED = "team.created", _("Made a team")
    TEAM_RENAMED = "team.renamed", _("Renamed a team")
    TEAM_DELETED = "team.deleted", _("Deleted a team")
    MEMBER_ADDED = "member.added", _("Added a member")
    MEMBER_REMOVED = "member.removed", _("Took a member out")
    MEMBER_LEFT = "member.left", _("Left a team")

    # Keys, money, models, settings
    KEY_SET = "key.set", pgettext_lazy("act", "Set a key")
    KEY_ROTATED = "key.rotated", _("Changed a key")
    KEY_TESTED = "key.tested", _("Tested a key")
    KEY_REFUSED = "key.refused", _("Gateway refused a key")
    KEY_REMOVED = "key.removed", _("Removed a key")
    TOKEN_MADE = "token.made", _("Made an API token")
    TOKEN_REVOKED = "token.revoked", _("Revoked an API token")
    BUDGET_CHANGED = "budget.changed", _("Changed a budget")
    BUDGET_REMOVED = "budget.removed", _("Removed a budget")
    PRICE_CHANGED = "price.changed", _("Changed a price")
    MODEL_ENABLED = "model.enabled", _("Turned a model on")
    MODEL_DISABLED = "model.disabled", _("Turned a model off")
    SETTINGS_CHANGED = "settings.changed", _("Changed settings")
    RETENTION_CHANGED = "retention.changed", _("Changed how long things are kept")
    RETENTION_APPLIED = "retention.applied", _("Took away what was kept long enough")
    ADMIN_ADDED = "admin.added", _("Added a row in the back office")
    ADMIN_CHANGED = "admin.changed", _("Changed a row in the back office")
    ADMIN_DELETED = "admin.deleted", _("Deleted a row in the back office")
    STORAGE_TESTED = "storage.tested", _("Tested the storage")
    WIZARD_STEP = "wizard.step", _("Set the instance up")

    # Pictures leave and go
    SHARED = "share.made", _("Shared by link")
    SHARE_CHANGED = "share.changed", _("Changed a link")
    SHARE_REVOKED = "share.revoked", _("Turned a link off")
    EXPORTED = "picture.exported", _("Exported")
    EVIDENCE_MADE = "evidence.made", _("Made evidence")
    TRAIL_EXPORTED = "trail.exported", _("Exported the log")
    PUBLISHED = "picture.published", _("Showed to a team")
    WITHDRAWN = "picture.withdrawn", _("Took out of a team")
    TRASHED = "picture.trashed", _("Put in the trash")
    UNTRASHED = "picture.restored", _("Took out of the trash")
    PURGED = "picture.purged", _("Deleted for good")

    # Judging
    RULE_ADDED = "rule.added", _("Added a rule")
    RULE_CHANGED = "rule.changed", _("Changed a rule")
    RULE_REMOVED = "rule.removed", _("Removed a rule")
    PHRASE_ALLOWED = "phrase.allowed", _("Allowed a phrase")
    PHRASE_FORBIDDEN = "phrase.forbidden", _("Took an allowed phrase back")
    HASH_BLOCKED = "hash.blocked", _("Blocked a picture’s likeness")
    HASH_ALLOWED = "hash.allowed", _("Allowed a picture’s likeness")
    HASH_UNLISTED = "hash.unlisted", _("Took a picture’s likeness off a list")
    HELD = "prompt.held", pgettext_lazy("act", "Held")
    VENDOR_REFUSED = "vendor.refused", _("Vendor refused")
    RULE_REFUSED = "rule.refused", _("Rule refused words")
    REPORTED = "picture.reported", _("Reported")
    APPEALED = "decision.appealed", _("Appealed")
    CLAIMED = "case.claimed", _("Took a case")
    PASSED_ON = "case.passed-on", _("Passed a case on")
    LOOKED = "picture.looked-at", _("Looked at a covered picture")
    RELEASED = "case.released", _("Released a hold")
    REFUSED = "case.refused", pgettext_lazy("act", "Refused")
    DISMISSED = "case.dismissed", _("Found nothing wrong")
    REVERSED = "decision.reversed", _("Reversed a decision")
    HID = "picture.hidden", _("Hid a picture")
    REMOVED = "picture.removed", _("Removed a picture")
    BROUGHT_BACK = "picture.brought-back", _("Brought a picture back")


JUDGING = frozenset(
    {
        *(Act.RULE_ADDED, Act.RULE_CHANGED, Act.RULE_REMOVED, Act.PHRASE_ALLOWED, Act.PHRASE_FORBIDDEN),
        *(
            Act.HASH_BLOCKED,
            Act.HASH_ALLOWED,
            Act.HASH_UNLISTED,
            Act.HELD,
            Act.VENDOR_REFUSED,
            Act.RULE_REFUSED,
            Act.REPORTED,
            Act.APPEALED,
        ),
        *(Act.CLAIMED, Act.PASSED_ON, Act.LOOKED, Act.RELEASED, Act.REFUSED, Act.DISMISSED, Act.REVERSED),
        *(Act.HID, Act.REMOVED, Act.BROUGHT_BACK, Act.EVIDENCE_MADE),
    }
)


class Came(TextChoices):
    """What came of an act; the value is the tone of its pill."""

    GOOD = "good", _("Released or allowed")
    BAD = "bad", _("Refused or removed")
    WARN = "warn", _("Held or hidden")
    NOTE = "note", _("Waiting")


OUTCOMES = {
    Came.GOOD: frozenset(
        {Act.RELEASED, Act.BROUGHT_BACK, Act.REVERSED, Act.DISMISSED, Act.PHRASE_ALLOWED, Act.HASH_ALLOWED}
    ),
    Came.BAD: frozenset(
        {
            Act.REFUSED,
            Act.RULE_REFUSED,
            Act.REMOVED,
            Act.HASH_BLOCKED,
            Act.SIGN_IN_FAILED,
            Act.KEY_REFUSED,
            Act.PURGED,
            Act.PERSON_ERASED,
        }
    ),
    Came.WARN: frozenset({Act.VENDOR_REFUSED, Act.HELD, Act.HID, Act.PERSON_SUSPENDED}),
    Came.NOTE: frozenset({Act.REPORTED, Act.APPEALED, Act.CLAIMED, Act.PASSED_ON}),
}
