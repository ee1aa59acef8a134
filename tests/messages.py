"""The texts of Pinacoteca and their catalogues: ``make messages``.

Collects every msgid of the templates, the Python sources and the model catalogue, brings locale/*/django.po up to date
(new ones stand empty, gone ones leave) and compiles django.mo. No gettext tools are needed.
"""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
STRING = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(rf"\b(n?p?gettext|_)\(({STRING}(?:,\s*(?:{STRING}))*)")
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop", "phrase"), "gettext"),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), "ngettext"),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), "pgettext"),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), "npgettext"),
}
OF_OPTIONS = ("label", "noun", "help")  # of a model, label is a name


class Message(NamedTuple):
    msgid: str
    plural: str = ""
    context: str = ""


def message(kind: str, texts: list[str]) -> Message:
    context = texts.pop(0) if "p" in kind.removesuffix("gettext") else ""
    return Message(texts[0], texts[1] if kind.startswith("n") else "", context)


def in_template(source: str) -> Iterator[Message]:
    for kind, texts in IN_TEMPLATE.findall(templatize(source)):
        read = ast.literal_eval(f"({texts},)")
        yield message("gettext" if kind == "_" else kind, list(read))


def in_python(source: str) -> Iterator[Message]:
    for call in ast.walk(ast.parse(source)):
        if not isinstance(call, ast.Call):
            continue
        kind = CALLS.get(call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", ""))
        texts = [arg.value for arg in call.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        if kind and texts:
            yield message(kind, texts)


def in_catalogue(file: dict[str, Any]) -> Iterator[Message]:
    """Strengths of models; labels, nouns, helps, names of choices and rules of options."""
    options = list(file.get("option", {}).values())
    for model in file["model"]:
        yield Message(model["strength"])
        options += [option for option in model.get("options", []) if isinstance(option, dict)]
    for option in options:
        yield from (Message(option[key]) for key in OF_OPTIONS if key in option)
        yield from (Message(text) for text in option.get("choice_labels", {}).values())
        yield from (Message(rule["message"]) for rule in option.get("conditions", []))


def collected() -> set[Message]:
    """Every message of the sources."""
    found: set[Message] = set()
    for path in (ROOT / "templates").rglob("*.*"):
        found.update(in_template(path.read_text(encoding="utf-8")))
    for package in ("studio", "gallery"):
        for path in (ROOT / package).rglob("*.py"):
            found.update(in_python(path.read_text(encoding="utf-8")))
    for path in (ROOT / "studio/catalogue/data").glob("*.toml"):
        found.update(in_catalogue(tomllib.loads(path.read_text(encoding="utf-8"))))
    return {one for one in found if one.context or re.search(r"[^\W\d_]", one.msgid)}


def known(catalogue: polib.POFile) -> dict[tuple[str, str], polib.POEntry]:
    return {(entry.msgctxt or "", entry.msgid): entry for entry in catalogue if not entry.obsolete}


def merged(catalogue: polib.POFile, messages: set[Message]) -> polib.POFile:
    """The catalogue with exactly these messages, in order of their msgids so that two people's changes seldom meet."""
    plurals = {(one.context, one.msgid): one.plural for one in sorted(messages)}
    entries, old = polib.POFile(wrapwidth=120), known(catalogue)
    entries.metadata, entries.header = catalogue.metadata, catalogue.header
    for (context, msgid), plural in sorted(plurals.items(), key=lambda item: (item[0][1].lower(), item[0])):
        entry = old.get((context, msgid)) or polib.POEntry(msgid=msgid, msgctxt=context or None)
        entry.occurrences = []
        entry.flags = [flag for flag in entry.flags if flag == "fuzzy"]
        if plural and not entry.msgid_plural:
            entry.msgid_plural, entry.msgstr_plural = plural, {0: entry.msgstr, 1: ""}
            entry.msgstr = ""
        entries.append(entry)
    return entries


def main() -> int:
    missing = 0
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po")):
        catalogue = merged(polib.pofile(str(path)), collected())
        catalogue.save(str(path))
        catalogue.save_as_mofile(str(path.with_suffix(".mo")))
        untranslated = [entry.msgid for entry in catalogue if not entry.translated()]
        missing += len(untranslated)
        print(f"{path.relative_to(ROOT)}: {len(catalogue)} texts, {len(untranslated)} without a translation")
        print("".join(f"  {text!r}\n" for text in untranslated), end="")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
