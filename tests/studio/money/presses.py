"""One process of many that press Generate at once: ``python -m tests.studio.money.presses USERNAME PRESSES THREADS``.

Each picture that was taken ends at once, in one of the four ways that money can go. Prints how many were taken.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

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


if __name__ == "__main__":
    username, presses, threads, ends = sys.argv[1:]
    dispatch.publish = lambda task, ids: None  # nothing is sent from here
    with ThreadPoolExecutor(int(threads)) as pool:
        print(sum(pool.map(lambda number: press(number, username, ends == "ends"), range(int(presses)))))
