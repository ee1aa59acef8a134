"""Web and workers as forks of the supervisor, which has imported by then what all of them run.

A page of memory is shared until somebody writes on it; four processes that import for themselves hold it four times.
"""

import ctypes
import gc
import importlib
import multiprocessing
import multiprocessing.util
import os
import runpy
import signal
import sys
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from typing import IO, Any

import setproctitle
from django.db import connections
from django.urls import get_resolver

PR_SET_PDEATHSIG = 1
M_ARENA_MAX = -8
ARENAS = 2  # hundreds of threads that wait need no heap each
SHARED = (
    *("studio.asgi", "studio.urls"),  # the first of them sets Django up
    *("celery.bin.celery", "celery.bin.worker", "celery.apps.worker", "celery.apps.beat", "celery.worker.consumer"),
    *("celery.concurrency.thread", "celery.concurrency.prefork", "kombu.transport.redis"),
    *("uvicorn", "uvicorn.protocols.http.httptools_impl", "uvicorn.loops.uvloop"),
)
ROOT_WARNING = "You're running the worker with superuser privileges"
ASKED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

_libc: ctypes.CDLL | None
try:
    _libc = ctypes.CDLL(None, use_errno=True)
except (OSError, TypeError):
    _libc = None

possible = sys.platform == "linux" and _libc is not None


def die_with_parent() -> None:
    """On Linux a child ends when its parent is killed; elsewhere the grace has to do."""
    if possible and _libc:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def warm() -> None:
    """Imports what the children run. No connection is open and no thread runs afterwards."""
    if _libc:
        _libc.mallopt(M_ARENA_MAX, ARENAS)
    for name in SHARED:
        importlib.import_module(name)
    importlib.import_module("studio.celery").app.loader.import_default_modules()
    get_resolver().url_patterns  # noqa: B018 (is where every page and form is imported)
    connections.close_all()
    gc.collect()
    gc.freeze()


def private(file: IO[Any]) -> None:
    """A lock that no child may hold on to."""
    multiprocessing.util.register_after_fork(file, lambda held: held.close())


@dataclass(slots=True)
class Forked:
    """One child, told as subprocess.Popen tells of its own."""

    process: ForkProcess

    @property
    def pid(self) -> int:
        assert self.process.pid
        return self.process.pid

    @property
    def returncode(self) -> int | None:
        return self.process.exitcode

    def poll(self) -> int | None:
        return self.process.exitcode

    def terminate(self) -> None:
        self.process.terminate()

    def wait(self) -> None:
        self.process.join()


def fork(module: str, arguments: Sequence[str], environment: Mapping[str, str], shown: str) -> Forked:
    """Runs ``python -m module arguments`` in a fork of this process; ``ps`` shows it as ``shown``."""
    process = multiprocessing.get_context("fork").Process(
        target=become, args=(module, arguments, environment, shown), daemon=False
    )
    signal.pthread_sigmask(signal.SIG_BLOCK, ASKED)
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKED)
    return Forked(process)


def become(module: str, arguments: Sequence[str], environment: Mapping[str, str], shown: str) -> None:
    os.setsid()
    die_with_parent()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ASKED)
    os.environ.update(environment)
    warnings.filterwarnings("ignore", message=ROOT_WARNING)
    sys.argv = [module, *arguments]
    setproctitle.setproctitle(shown)
    runpy.run_module(module, run_name="__main__", alter_sys=True)
