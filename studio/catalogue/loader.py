"""The catalogue in memory: read once, in picker order, never changed.

Django-free: settings call ``configure`` with the operator's CATALOGUE_DIRS.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from studio.catalogue.consistency import check_model
from studio.catalogue.reading import CatalogueError, read_file
from studio.catalogue.spec import ModelSpec

__all__ = ["Catalogue", "CatalogueError", "UnknownModel", "configure", "current", "get", "load", "offered"]

DATA = Path(__file__).parent / "data"


class UnknownModel(LookupError):  # noqa: N818 (reads as a sentence where it is raised)
    """No entry of the catalogue has this id; ``meant``: the one whose id ends like it."""

    def __init__(self, id: str, meant: str = ""):
        hint = f" Its id here is {meant!r}." if meant else ""
        super().__init__(f"There is no model named {id[:80]!r}.{hint}")
        self.id = id


class Catalogue(Mapping[str, ModelSpec]):
    """Model id → ModelSpec, in the order of the picker."""

    def __init__(self, specs: tuple[ModelSpec, ...]):
        self._specs = {spec.id: spec for spec in sorted(specs, key=lambda spec: spec.order)}

    def __getitem__(self, id: str) -> ModelSpec:
        return self._specs[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._specs)

    def __len__(self) -> int:
        return len(self._specs)

    def meant_by(self, name: str) -> str:
        """The one id that ends in this name: without its vendor, as the vendor's own pages write it. Else empty."""
        found = [id for id in self._specs if id.rpartition("/")[2].lower() == name.lower()]
        return found[0] if len(found) == 1 else ""

    def offered(self) -> tuple[ModelSpec, ...]:
        """The models that are not retired; the first is the default."""
        return tuple(spec for spec in self._specs.values() if not spec.retired)


def load(*paths: Path | str) -> Catalogue:
    """Read TOML files, and all ``*.toml`` of directories. Raises CatalogueError naming file and key."""
    files = [file for path in paths for file in toml_files(Path(path))]
    seen: dict[str, Path] = {}
    specs: list[ModelSpec] = []
    for file in dict.fromkeys(files):
        for index, spec in enumerate(read_file(file)):
            place = f"model[{index}]"
            if spec.id in seen:
                raise CatalogueError(file, f"{place}.id", f"{spec.id!r} stands in {seen[spec.id]} already")
            seen[spec.id] = file
            check_model(spec, file, place)
            specs.append(spec)
    return Catalogue(tuple(specs))


def toml_files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(path.glob("*.toml"))
    if path.is_file():
        return [path]
    raise CatalogueError(path, "", "is neither a file nor a directory")


class _Sources:
    """Where the current catalogue is read from; ``configure`` replaces it before the first request."""

    extra: tuple[Path, ...] = ()


def configure(paths: Iterable[Path | str]) -> None:
    """Read these files and directories too, after the ones shipped. Replaces what was configured before."""
    _Sources.extra = tuple(Path(path) for path in paths)


def current() -> Catalogue:
    return _read(_Sources.extra)


@cache
def _read(extra: tuple[Path, ...]) -> Catalogue:
    return load(DATA, *extra)


def get(id: str) -> ModelSpec:
    """The model of this id, retired or not; raises UnknownModel."""
    try:
        return current()[id]
    except (KeyError, TypeError):
        raise UnknownModel(str(id), current().meant_by(str(id))) from None


def offered() -> tuple[ModelSpec, ...]:
    return current().offered()
