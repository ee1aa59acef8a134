"""Every change of a generation's state after its submission, and nothing else changes one.

    queued → sending → collecting → succeeded         docs/lifecycle.md draws the whole
                     → waiting → collecting
                     → refused | failed | unknown | queued again (only what is safe to repeat)

A verb claims by one conditional UPDATE, works without a transaction, settles by another conditional UPDATE and
returns what is due next; it never puts anything on a queue. Losing a claim is a normal return.
"""

from studio.lifecycle.collecting import collect
from studio.lifecycle.due import Due
from studio.lifecycle.polling import poll_due
from studio.lifecycle.sending import send
from studio.lifecycle.sweeping import sweep
from studio.lifecycle.wishes import NotPossible, cancel, check_again, close_as_charged, close_as_free

__all__ = [
    "Due",
    "NotPossible",
    "cancel",
    "check_again",
    "close_as_charged",
    "close_as_free",
    "collect",
    "poll_due",
    "send",
    "sweep",
]
