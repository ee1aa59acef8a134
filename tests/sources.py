"""What the architecture test measures: source files, their functions, imports and words."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent
BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True)
class Source:
    path: Path

    @property
    def name(self) -> str:
        return self.path.relative_to(BASE).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        return len(self.text.splitlines())

    def functions(self) -> Iterator["ast.FunctionDef | ast.AsyncFunctionDef"]:
        return (node for node in ast.walk(self.tree) if isinstance(node, FUNCTIONS))

    def classes(self) -> Iterator[ast.ClassDef]:
        return (node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef))

    def imports(self) -> set[str]:
        """Full names: "gallery.models" and "gallery.models.Image" for ``from gallery.models import Image``."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
        return found

    def names(self, package: str) -> bool:
        """Whether it imports the package or anything in it."""
        return any(name == package or name.startswith(f"{package}.") for name in self.imports())

    def strings(self) -> Iterator[str]:
        """String constants that are no docstrings."""
        said = {id(node.value) for node in ast.walk(self.tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                yield node.value


def python(*folders: str, migrations: bool = False) -> list[Source]:
    paths = [path for folder in folders for path in found(folder, "*.py")]
    return [Source(path) for path in paths if migrations or "migrations" not in path.parts]


def found(folder: str, pattern: str) -> list[Path]:
    place = BASE / folder
    return [place] if place.is_file() else sorted(place.rglob(pattern))


def length(node: "ast.FunctionDef | ast.AsyncFunctionDef") -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def depth(node: ast.AST, so_far: int = 0) -> int:
    """Blocks within blocks. An ``elif`` stands beside its ``if``; a function within starts anew."""
    deepest = so_far
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
            continue
        chained = isinstance(node, ast.If) and node.orelse == [child] and isinstance(child, ast.If)
        deepest = max(deepest, depth(child, so_far + (isinstance(child, BLOCKS) and not chained)))
    return deepest
