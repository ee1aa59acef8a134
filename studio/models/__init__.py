"""Runs, their generations, what came out, what it cost, and the keys that pay for it."""

from studio.models.batch import Batch, BatchKind, BatchRow, BatchState, RowState
from studio.models.budget import Balance, Budget, Kind
from studio.models.credential import Credential, KeyKind, Outcome
from studio.models.dayuse import DayUse, MonthUse, Rolled
from studio.models.generation import Charged, Generation, Output, State, Transition
from studio.models.group import GroupModel, GroupRules, PersonRules
from studio.models.hold import Hold, HoldState
from studio.models.instance import InstanceSettings
from studio.models.ledger import EntryKind, LedgerEntry
from studio.models.prices import PriceRevision
from studio.models.prompts import EarlierPrompt, HelpKind, HelpState, Preset, PromptHelp, Saved, SavedPrompt
from studio.models.retirement import Retirement, SwitchedOff
from studio.models.run import Run, RunReference
from studio.models.session import WorkerSession
from studio.models.setup import SelfTest, SetupStep
from studio.models.turns import Turn, VendorPause
from studio.models.wish import BudgetRequest, Wish

__all__ = [
    "Balance",
    "Batch",
    "BatchKind",
    "BatchRow",
    "BatchState",
    "Budget",
    "BudgetRequest",
    "Charged",
    "Credential",
    "DayUse",
    "EarlierPrompt",
    "EntryKind",
    "Generation",
    "GroupModel",
    "GroupRules",
    "HelpKind",
    "HelpState",
    "Hold",
    "HoldState",
    "InstanceSettings",
    "KeyKind",
    "Kind",
    "LedgerEntry",
    "MonthUse",
    "Outcome",
    "Output",
    "PersonRules",
    "Preset",
    "PriceRevision",
    "PromptHelp",
    "Retirement",
    "Rolled",
    "RowState",
    "Run",
    "RunReference",
    "Saved",
    "SavedPrompt",
    "SelfTest",
    "SetupStep",
    "State",
    "SwitchedOff",
    "Transition",
    "Turn",
    "VendorPause",
    "Wish",
    "WorkerSession",
]
