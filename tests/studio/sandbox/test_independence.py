"""The witness shares nothing with what it watches."""

import ast
import sys
from pathlib import Path

import studio.sandbox

ALLOWED = {"numpy", "PIL", "uvicorn", *sys.stdlib_module_names}


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def test_it_imports_only_itself_and_what_it_draws_and_serves_with() -> None:
    files = list(Path(studio.sandbox.__file__).parent.rglob("*.py"))
    names = set().union(*map(_imports, files))
    own = {name for name in names if name.startswith("studio.sandbox")}
    assert len(files) > 30
    assert {name.partition(".")[0] for name in names - own} <= ALLOWED
