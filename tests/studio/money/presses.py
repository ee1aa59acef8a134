"""Processes that press Generate at once: ``… -m tests.studio.money.presses USERNAME PROCESSES PRESSES THREADS HOW``.

Where HOW is "ends", each picture that was taken ends at once, in one of the four ways that money can go. Prints how
many were taken. The processes are forked here, so that what they need is imported once.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from gallery.models import Project, User  # noqa: E402
from studio import dispatch, lifecycle, submission  # noqa: E402
from studio.lifecycle.endings import doubt, end  # noqa: E402
from studio.models import Generation  # noqa: E402
from studio.money.budgets import OverBudget  # noqa: E402


def press(number: int, username: str, ends: bool) -> int:
    order = submission.check(prompt="a harbour", models=[{"id": "openai/gpt-image-1-mini"}])
    person = User.objects.get(username=username)
    try:
        run, _ = submission.submit(order, by=person, project=Project.objects.get())
        if ends:
            finish(run.generations.get(), number % 4, person)
        return 1
    except OverBudget:
        return 0
    finally:
        connection.close()


def finish(row: Generation, way: int, person: User) -> None:
    """Cancelled for free, billed, left unknown, or unknown and then closed as free."""
    if way == 0:
        lifecycle.cancel(row, by=person)
    elif way == 1:
        end(row, "failed", code="broken_picture", charged="yes", of=("queued",))
    else:
        doubt(row, "no_answer", of=("queued",))
        if way == 3:
            lifecycle.close_as_free(row, by=person)


def press_in_threads(taken: Any, username: str, presses: int, threads: int, ends: bool) -> None:
    with ThreadPoolExecutor(threads) as pool:
        mine = sum(pool.map(lambda number: press(number, username, ends), range(presses)))
    with taken.get_lock():
        taken.value += mine


if __name__ == "__main__":
    username, processes, presses, threads, how = sys.argv[1:]
    dispatch.publish = lambda task, ids: None  # nothing is sent from here
    fork = get_context("fork")
    taken = fork.Value("i", 0)
    order = (taken, username, int(presses), int(threads), how == "ends")
    crowd = [fork.Process(target=press_in_threads, args=order) for _ in range(int(processes))]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    print(taken.value)
    sys.exit(any(one.exitcode for one in crowd))
