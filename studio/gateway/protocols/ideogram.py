"""Lane D: POST /ideogram/v1/ideogram-v3/{generate,remix,edit,reframe}, multipart, Bearer (provider-api.md 9.2).

A mask makes it an edit (black is changed, as large as the picture), a picture under ``image`` a remix, or a reframe to
a ``resolution`` where that is asked for. Style and character references go along under keys of their own, and alone
they stay with generate.
"""

import math
from typing import Any

from studio.catalogue.spec import ReferenceRule
from studio.gateway.body import Request, multipart_request
from studio.gateway.protocols import parameters
from studio.gateway.types import Call, ReferenceFile

ROOT = "/ideogram/v1/ideogram-v3"
REFRAME_TAKES = ("resolution", "num_images", "seed", "rendering_speed")
USUAL_PIXELS = 1024 * 1024


def request(call: Call) -> Request:
    verb = _verb(call)
    files = [(_key(call.spec.references, file), file) for file in call.references]
    if call.mask is not None:
        files.append(("mask", call.mask))
    fields: dict[str, Any] = parameters.prompt(call) | parameters.flat(call)
    if verb == "reframe":
        fields = {"resolution": _resolution(call)} | {name: fields[name] for name in REFRAME_TAKES if name in fields}
    return multipart_request(f"{ROOT}/{verb}", fields, files)


def _verb(call: Call) -> str:
    if call.mask is not None:
        return "edit"
    if all(file.role in call.spec.references.roles for file in call.references):
        return "generate"
    return "reframe" if call.options.get("action") == "reframe" else "remix"


def _key(rule: ReferenceRule, file: ReferenceFile) -> str:
    role = rule.roles.get(file.role)
    return role.key if role else rule.keys[0]


def _resolution(call: Call) -> str:
    """Of the fixed sizes the one nearest to the shape asked for, at about a megapixel."""
    option = call.spec.option("resolution")
    width, _, height = call.aspect.partition(":")
    ratio = int(width) / int(height)

    def distance(size: str) -> float:
        across, down = map(int, size.split("x"))
        return abs(math.log(across / down / ratio)) * 4 + abs(math.log(across * down / USUAL_PIXELS))

    return str(min(option.choices if option else (), key=distance))
