"""What the page of the trail calls things that stand there by other names: settings, and why a chain is broken."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.audit.chain import Break, Fault

SETTINGS: dict[str, Any] = {
    "parallel_per_person": gettext_lazy("Pictures at once per person"),
    "parallel_per_vendor": gettext_lazy("Pictures at once per vendor"),
    "held_goal": gettext_lazy("Minutes until something held should be judged"),
    "hide_after_reports": gettext_lazy("Reports that hide a picture until it is judged"),
    "block_distance": gettext_lazy("Bits of 64 that a likeness may differ in"),
    "screening": gettext_lazy("The gateway’s check of words"),
    "screening_model": gettext_lazy("Model that checks words"),
    "screening_thresholds": gettext_lazy("Scores that hold"),
    "trash_days": gettext_lazy("Days in the trash"),
    "removed_days": gettext_lazy("Days that removed pictures lie in quarantine"),
    "prompt_days": gettext_lazy("Days that prompts stay in people’s histories"),
    "notice_days": gettext_lazy("Days that seen notices stay"),
    "session_days": gettext_lazy("Days until everybody signs in again"),
    "signup": gettext_lazy("Who may make an account"),
    "domains": gettext_lazy("Domains"),
    "newcomers": gettext_lazy("They begin as"),
    "vouched": gettext_lazy("Whoever the sign-in provider lets in gets an account"),
    "second_factor": gettext_lazy("Administrators and moderators need a second factor"),
    "name": gettext_lazy("Name"),
    "groups": gettext_lazy("Groups"),
    "models": gettext_lazy("Models"),
    "teams": gettext_lazy("May make teams and come into them"),
    "parallel": gettext_lazy("Pictures at once"),
    "budget_month": gettext_lazy("US dollars a month, each person"),
    "low_at": gettext_lazy("Tell me below"),
}
WAYS_IN = {
    "password": gettext_lazy("Password"),
    "code": gettext_lazy("Code by mail"),
    "socialaccount": gettext_lazy("Sign-in provider"),
    "totp": gettext_lazy("Authenticator app"),
    "recovery_codes": gettext_lazy("Recovery code"),
    "webauthn": gettext_lazy("Passkey"),
    "password_reset": gettext_lazy("New password by mail"),
}
FACTORS = {
    "totp_activated": gettext_lazy("Authenticator app on"),
    "totp_deactivated": gettext_lazy("Authenticator app off"),
    "webauthn_added": gettext_lazy("Passkey added"),
    "webauthn_removed": gettext_lazy("Passkey removed"),
    "recovery_codes_generated": gettext_lazy("New recovery codes"),
    "taken away": gettext_lazy("Second factors and passkeys taken away"),
}
BREAKS = {
    Fault.MISSING: gettext_lazy("it is missing"),
    Fault.NOT_LINKED: gettext_lazy("it does not follow the entry before it"),
    Fault.WHO: gettext_lazy("who did it was changed"),
    Fault.WHAT: gettext_lazy("what it was about was changed"),
    Fault.CHANGED: gettext_lazy("it was changed"),
    Fault.NOT_THE_HEAD: gettext_lazy("it is not the one that the head names"),
    Fault.CUT_OFF: gettext_lazy("the trail ends here, and there were more"),
    Fault.NO_HEAD: gettext_lazy("the head of the chain is gone"),
    Fault.NO_CHECKPOINT: gettext_lazy("a checkpoint that was kept is not in it"),
}
MOST = 60  # characters of a value


def named(name: str) -> str:
    return str(SETTINGS.get(name) or name.replace("_", " "))


def short(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        value = ", ".join(f"{name or '*'} {one}" for name, one in value.items())
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return "–" if value in (None, "") else " ".join(str(value).split())[:MOST]


def turned(value: Any) -> str:
    """ "from → to" of a change; "" where it is none."""
    if not isinstance(value, dict) or "to" not in value:
        return ""
    return f"{short(value.get('from'))} → {short(value['to'])}"


def dollars(value: Any) -> str:
    try:
        return f"${Decimal(value):.2f}"
    except (ArithmeticError, TypeError, ValueError):
        return short(value)


def why_broken(where: Break | None) -> str:
    return str(BREAKS[where.fault]) if where else ""


def way_in(name: str) -> str:
    return str(WAYS_IN.get(name, name))


def factor(what: str) -> str:
    return str(FACTORS.get(what, what))
