"""What the tray of references says: how many each chosen model takes, and what a reference may be for."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from studio.catalogue import ModelSpec
from studio.composing.forms import ComposerForm
from studio.composing.limits import unfit

ROLE_LABELS = (
    ("", gettext_lazy("Content")),
    ("style", gettext_lazy("Style")),
    ("character", gettext_lazy("Character")),
)
ROLES_SAID = {
    "style": lambda n: ngettext("%(n)d for style", "%(n)d for style", n),
    "character": lambda n: ngettext("%(n)d for a character", "%(n)d for characters", n),
}


def tray_context(form: ComposerForm) -> dict[str, Any]:
    return {
        "reference_max": max((spec.references.most for spec in form.specs), default=0),
        "reference_limits": limits(form.specs),
        "knows_roles": any(spec.references.roles for spec in form.specs),
        "roles": ROLE_LABELS,
        "unfit": unfit(form),
    }


def limits(specs: list[ModelSpec]) -> str:
    """ "GPT Image 1.5 takes 16, Flux Kontext Max takes 4, Imagen 4 none." """
    said = [limit(spec) for spec in specs]
    return f"{', '.join(said)}." if said else ""


def limit(spec: ModelSpec) -> str:
    rule = spec.references
    if not rule.most:
        return _("%(model)s none") % {"model": spec.label}
    words = _("%(model)s takes %(n)d") % {"model": spec.label, "n": rule.max}
    apart = [ROLES_SAID[name](role.max) % {"n": role.max} for name, role in rule.roles.items() if name in ROLES_SAID]
    return f"{words} (+ {', '.join(apart)})" if apart else words
