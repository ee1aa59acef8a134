"""What each file of a download was made with: one JSON and one CSV beside the pictures, written row by row."""

import csv
import io
import json
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from gallery.cells import plain
from gallery.export.chosen import One
from gallery.export.marking import source_type

COLUMNS = (
    *("file", "id", "title", "kind", "prompt", "revised_prompt", "model", "model_label", "vendor", "aspect", "options"),
    *("seed", "references", "parent", "relation", "width", "height", "format", "bytes", "sha256", "created_at"),
    *("owner", "cost", "seconds", "request_id", "board", "tags", "digital_source_type"),
)


def row_of(one: One, file: str) -> dict[str, Any]:
    """``bytes``, ``sha256``, width and height are the original's, whatever the file beside was converted to."""
    image, asked = one.image, one.image.asked or {}
    own = {name: getattr(image, name) for name in COLUMNS if name in PLAIN}
    return own | {
        "file": file,
        "id": str(image.pk),
        "aspect": asked.get("aspect", ""),
        "options": asked.get("options") or {},
        "references": asked.get("references") or [],
        "parent": str(image.parent_id or ""),
        "created_at": image.created_at.isoformat(),
        "owner": image.owner.name,
        "cost": None if image.cost is None else float(image.cost),
        "board": one.board,
        "tags": list(one.tags),
        "digital_source_type": source_type(image),
    }


PLAIN = (
    *("title", "kind", "prompt", "revised_prompt", "model", "model_label", "vendor", "seed", "relation", "width"),
    *("height", "format", "bytes", "sha256", "seconds", "request_id"),
)


class Sidecar:
    """Two files of ``folder`` that grow with each picture."""

    def __init__(self, folder: Path):
        self.json_path, self.csv_path = folder / "recipes.json", folder / "recipes.csv"
        self.json: IO[str] = self.json_path.open("w", encoding="utf-8")
        self.csv: IO[str] = self.csv_path.open("w", encoding="utf-8-sig", newline="")
        self.table = csv.DictWriter(self.csv, COLUMNS)
        self.table.writeheader()
        self.before = "[\n"

    def add(self, one: One, file: str) -> None:
        row = row_of(one, file)
        self.json.write(self.before + json.dumps(row, ensure_ascii=False))
        self.before = ",\n"
        self.table.writerow({name: cell(value) for name, value in row.items()})

    def finish(self) -> None:
        self.json.write("[]\n" if self.before == "[\n" else "\n]\n")
        self.close()

    def close(self) -> None:
        for file in (self.json, self.csv):
            with suppress(io.UnsupportedOperation):
                file.close()


def cell(value: Any) -> Any:
    """As a spreadsheet shows it: never as a formula."""
    if isinstance(value, dict):
        return plain(json.dumps(value, ensure_ascii=False) if value else "")
    return plain(", ".join(map(str, value)) if isinstance(value, list) else value)
