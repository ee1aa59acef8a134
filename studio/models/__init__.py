"""Runs, their generations, what came out, what it cost, and the keys that pay for it."""

from studio.models.budget import Balance, Budget, Kind
from studio.models.credential import Credential
from studio.models.generation import Charged, Generation, Output, State, Transition
from studio.models.instance import InstanceSettings
from studio.models.ledger import EntryKind, LedgerEntry
from studio.models.retirement import Retirement
from studio.models.run import Run, RunReference
from studio.models.session import WorkerSession
from studio.models.turns import Turn, VendorPause

__all__ = [
    "Balance",
    "Budget",
    "Charged",
    "Credential",
    "EntryKind",
    "Generation",
    "InstanceSettings",
    "Kind",
    "LedgerEntry",
    "Output",
    "Retirement",
    "Run",
    "RunReference",
    "State",
    "Transition",
    "Turn",
    "VendorPause",
    "WorkerSession",
]
