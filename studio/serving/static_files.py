"""Static files: small sources while we write, one sheet and one script per page family as delivered.

``css/app.css`` names its sources by ``@import url("x/y.css") layer(z);`` and each ``js/<family>.js`` in FAMILIES by ES
imports. Both run as they are in a browser; collectstatic joins them, so that a first visit costs few requests.
"""

import io
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEETS = ("css/app.css",)
BASE_FAMILY = "js/app.js"
FAMILIES = (
    BASE_FAMILY,
    "js/studio.js",
    "js/gallery.js",
    "js/compare.js",
    "js/edit.js",
    "js/reshape.js",
    "js/room.js",
    "js/held.js",
)

SHEET_IMPORT = re.compile(r'^@import url\("([^"]+)"\) layer\((\w+)\);$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MODULE_IMPORT = re.compile(r'^import (?:\{([^}]*)\} from )?"(\.\.?/[\w./-]+\.js)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:function|const|let|class) )", re.MULTILINE)
TOP_LEVEL = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


class JoinError(ValueError):
    """Sources that cannot be joined: one name on the top level of two modules, or an import that is not there."""


class Joiner:
    """Joins sources given as {name: text}; names are paths below the static directory."""

    def __init__(self, sources: dict[str, str]):
        self.sources = sources

    def sheet(self, name: str) -> str:
        """One style sheet: each import becomes a layer block in its place."""

        def block(match: re.Match[str]) -> str:
            return f"@layer {match[2]} {{\n{self._text(_beside(name, match[1]))}\n}}"

        return _slim(SHEET_IMPORT.sub(block, self._text(name)))

    def family(self, name: str) -> str:
        """One module. Modules of the base family are imported from it, not repeated."""
        shared = set(self._order(BASE_FAMILY)) if name != BASE_FAMILY else set()
        modules = [module for module in self._order(name) if module not in shared]
        self._refuse_twins(name, modules)
        borrowed = sorted(set(self._borrowed(modules, shared)))
        head = f'import {{ {", ".join(borrowed)} }} from "./{posixpath.basename(BASE_FAMILY)}";\n' if borrowed else ""
        return head + "".join(self._body(module, keep_exports=name == BASE_FAMILY) for module in modules)

    def _order(self, name: str) -> list[str]:
        """The modules that ``name`` needs, each after those it imports."""
        done: dict[str, None] = {}

        def visit(module: str) -> None:
            if module in done:
                return
            for _, target in MODULE_IMPORT.findall(self._text(module)):
                visit(_beside(module, target))
            done[module] = None

        visit(name)
        return list(done)

    def _borrowed(self, modules: list[str], shared: set[str]) -> Iterator[str]:
        for module in modules:
            for names, target in MODULE_IMPORT.findall(self._text(module)):
                if _beside(module, target) in shared:
                    yield from (word.strip() for word in names.split(",") if word.strip())

    def _refuse_twins(self, family: str, modules: list[str]) -> None:
        seen: dict[str, str] = {}
        for module in modules:
            for word in TOP_LEVEL.findall(self._text(module)):
                if word in seen:
                    raise JoinError(f"{family}: {word} stands in {seen[word]} and in {module}")
                seen[word] = module

    def _body(self, module: str, *, keep_exports: bool) -> str:
        text = MODULE_IMPORT.sub("", self._text(module))
        return text if keep_exports else EXPORT.sub("", text)

    def _text(self, name: str) -> str:
        if name not in self.sources:
            raise JoinError(f"{name} is imported but not there")
        return self.sources[name]


class _Joined:
    """Stands in for the storage of a joined file while it is hashed."""

    def __init__(self, text: str):
        self.text = text

    def open(self, name: str) -> ContentFile:
        return ContentFile(self.text.encode(), name=name)


class JoinedManifestStorage(CompressedManifestStaticFilesStorage):
    """Joined, hashed and compressed at collectstatic; plain names where nothing was collected yet."""

    manifest_strict = False
    max_post_process_passes = 10  # one for each step of the longest way of imports
    patterns = (
        CompressedManifestStaticFilesStorage.patterns[0],
        ("js/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )

    def post_process(self, paths: dict[str, Any], **options: Any) -> Iterator[tuple[str, str, bool]]:
        if not options.get("dry_run"):
            paths = paths | self._join(paths)
        yield from super().post_process(paths, **options)

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        if content is None and not self.hashed_files:
            return name
        return super().hashed_name(name, content, filename)

    def _join(self, paths: dict[str, Any]) -> dict[str, Any]:
        joiner = Joiner({name: _read(*paths[name]) for name in paths if name.startswith(("css/", "js/"))})
        joined = {name: joiner.sheet(name) for name in SHEETS if name in paths}
        joined |= {name: joiner.family(name) for name in FAMILIES if name in paths}
        return {name: (_Joined(text), name) for name, text in joined.items()}


def _read(storage: Any, path: str) -> str:
    with storage.open(path) as file:
        return io.TextIOWrapper(file, encoding="utf-8").read() if file.name.endswith((".css", ".js")) else ""


def _beside(name: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


def _slim(css: str) -> str:
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    return "\n".join(line for line in lines if line)
