"""One transaction for what several threads of a worker have ready at the same moment.

A thread that may write takes what the others have laid down meanwhile along: under load a commit, its way to the disk
and each insert serve several of them; alone a thread waits for nobody. What fails together is tried one by one, each
by its own thread, so that nobody's failure is another's, and is told in the language of whom it concerns.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import connection

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST = 8  # in one transaction, which others wait for


@dataclass(slots=True, eq=False)
class Laid(Generic[Item, Result]):
    """What one thread laid down. ``done`` once it has a result or an error; ``alone`` after it failed with others."""

    item: Item
    done: bool = False
    alone: bool = False
    result: Result | None = None
    error: BaseException | None = None


class Together(Generic[Item, Result]):
    """``do`` writes a list of items in one transaction of its own and gives a result for each."""

    def __init__(self, do: Callable[[Sequence[Item]], Sequence[Result]]):
        self.do = do
        self.laid: list[Laid[Item, Result]] = []
        self.laying = threading.Lock()
        self.writing = threading.Lock()

    def __call__(self, item: Item) -> Result:
        """Returns once the item is committed; raises what ``do`` raised for it."""
        if connection.in_atomic_block:  # the caller's transaction is no other thread's business
            return self.do([item])[0]
        own: Laid[Item, Result] = Laid(item)
        with self.laying:
            self.laid.append(own)
        with self.writing:
            while not own.done:
                self.write([own] if own.alone else self.take())
        if own.error is not None:
            raise own.error
        return own.result  # type: ignore[return-value]

    def take(self) -> list[Laid[Item, Result]]:
        with self.laying:
            taken, self.laid = self.laid[:MOST], self.laid[MOST:]
        return taken

    def write(self, taken: Sequence[Laid[Item, Result]]) -> None:
        try:
            for one, result in zip(taken, self.do([one.item for one in taken]), strict=True):
                one.result, one.done = result, True
        except Exception as error:
            if len(taken) == 1:
                taken[0].error, taken[0].done = error, True
                return
            for one in taken:
                one.alone = True
        except BaseException:  # this thread ends: the others do theirs themselves
            with self.laying:
                self.laid = [one for one in taken if not one.done] + self.laid
            raise
