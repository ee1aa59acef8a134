"""What may be asked: one TOML per vendor, read once into typed ModelSpecs.

>>> from studio import catalogue
>>> spec = catalogue.get("openai/gpt-image-1.5")
>>> asked = catalogue.check(spec, prompt="A deer", options={"quality": "high"}, aspect="3:2", count=2)
>>> catalogue.quote(asked)
"""

from studio.catalogue.book import bill_of, shipped, version_of
from studio.catalogue.loader import Catalogue, CatalogueError, UnknownModel, configure, current, get, load, offered
from studio.catalogue.pricing import quote, quote_call
from studio.catalogue.rules import check, nearest_aspect, visible_options
from studio.catalogue.spec import (
    Asked,
    Aspect,
    BatchRule,
    Condition,
    FreeSize,
    Invalid,
    Lane,
    MaskRule,
    ModelSpec,
    Option,
    PriceRow,
    ReferenceFacts,
    ReferenceRule,
    RoleRule,
)
from studio.catalogue.telling import told
from studio.catalogue.wire import parameters

__all__ = [
    "Asked",
    "Aspect",
    "BatchRule",
    "Catalogue",
    "CatalogueError",
    "Condition",
    "FreeSize",
    "Invalid",
    "Lane",
    "MaskRule",
    "ModelSpec",
    "Option",
    "PriceRow",
    "ReferenceFacts",
    "ReferenceRule",
    "RoleRule",
    "UnknownModel",
    "bill_of",
    "check",
    "configure",
    "current",
    "get",
    "load",
    "nearest_aspect",
    "offered",
    "parameters",
    "quote",
    "quote_call",
    "shipped",
    "told",
    "version_of",
    "visible_options",
]
