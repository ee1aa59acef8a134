"""What a rule may be: read from a page's form or from the API, with each fault told where it stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gallery.judging import expressions, languages, rules
from gallery.judging.terms import term_of
from gallery.models import RuleVersion
from gallery.models.rule import RuleAction, RuleKind

MOST_TERMS = 500
LONGEST_TERM = 200
LANGUAGE_NAMES = {
    "en": gettext_lazy("English"),
    "de": gettext_lazy("German"),
    "fr": gettext_lazy("French"),
    "es": gettext_lazy("Spanish"),
    "pt": gettext_lazy("Portuguese"),
    "it": gettext_lazy("Italian"),
    "nl": gettext_lazy("Dutch"),
    "ja": gettext_lazy("Japanese"),
    "zh": gettext_lazy("Chinese"),
    "ko": gettext_lazy("Korean"),
    "ru": gettext_lazy("Russian"),
    "ar": gettext_lazy("Arabic"),
    "he": gettext_lazy("Hebrew"),
    "el": gettext_lazy("Greek"),
    "hi": gettext_lazy("Hindi"),
    "th": gettext_lazy("Thai"),
}
WHY = {
    "broken": gettext_lazy("“%(pattern)s” is no regular expression: %(detail)s."),
    "long": gettext_lazy("“%(pattern)s” is too long: a regular expression has up to 500 characters."),
    "empty match": gettext_lazy("“%(pattern)s” fits every text, also an empty one. Say what has to be there."),
    "slow": gettext_lazy(
        "“%(pattern)s” can take for ever on some texts (nested repetitions such as (a+)+). Write it without them."
    ),
}
LINES = {"rows": 4, "spellcheck": "false", "autocomplete": "off"}


class RuleForm(forms.Form):
    """``columns`` are those of a version once it is valid. Terms and allowed phrases stand one a line."""

    category = forms.CharField(
        label=gettext_lazy("Category"), max_length=60, help_text=gettext_lazy("What it is about, such as Violence.")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Looks for"), choices=RuleKind.choices, initial=RuleKind.WORD, widget=forms.Select
    )
    terms = forms.CharField(
        label=gettext_lazy("One a line"),
        max_length=20_000,
        widget=forms.Textarea(attrs=LINES),
        help_text=gettext_lazy("Case, accents and invisible characters do not count. A stem is how words begin."),
    )
    allow = forms.CharField(
        label=gettext_lazy("Let these phrases through"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs=LINES | {"rows": 2}),
        help_text=gettext_lazy("One a line, such as “blood orange”."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Only in"),
        required=False,
        choices=[("", gettext_lazy("Any language")), *((code, LANGUAGE_NAMES[code]) for code in languages.NAMES)],
        help_text=gettext_lazy("A text too short to tell counts as any."),
    )
    action = forms.ChoiceField(label=gettext_lazy("Then"), choices=RuleAction.choices, initial=RuleAction.HOLD)
    active = forms.BooleanField(label=gettext_lazy("Switched on"), required=False, initial=True)

    def clean_terms(self) -> list[str]:
        terms = lines_of(self.cleaned_data["terms"])
        if self.data.get("kind") == RuleKind.REGEX:
            for pattern in terms:
                self.refuse_expression(pattern)
        else:
            self.refuse_empty(terms)
        return checked(terms)

    def clean_allow(self) -> list[str]:
        phrases = lines_of(self.cleaned_data["allow"])
        self.refuse_empty(phrases)
        return checked(phrases)

    def refuse_expression(self, pattern: str) -> None:
        try:
            expressions.refuse_unusable(pattern)
        except expressions.Unusable as unusable:
            told = {"pattern": pattern[:60], "detail": unusable.detail}
            raise forms.ValidationError(str(WHY[unusable.why]) % told) from None

    def refuse_empty(self, texts: list[str]) -> None:
        for text in texts:
            if term_of(0, text) is None:
                raise forms.ValidationError(_("“%(text)s” holds nothing to look for.") % {"text": text[:60]})

    @property
    def columns(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in rules.COLUMNS}


def lines_of(text: str) -> list[str]:
    return list(dict.fromkeys(line for line in (each.strip() for each in text.splitlines()) if line))


def checked(texts: list[str]) -> list[str]:
    if len(texts) > MOST_TERMS:
        raise forms.ValidationError(_("Up to %(most)s lines.") % {"most": MOST_TERMS})
    for text in texts:
        if len(text) > max(LONGEST_TERM, expressions.LONGEST):
            raise forms.ValidationError(_("“%(text)s…” is too long.") % {"text": text[:40]})
    return texts


def data_of(version: RuleVersion) -> dict[str, Any]:
    """A version as the form's first values."""
    return {name: getattr(version, name) for name in rules.COLUMNS} | {
        "terms": "\n".join(version.terms),
        "allow": "\n".join(version.allow),
    }
