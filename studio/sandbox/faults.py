"""Faults on demand, obeyed only when the sandbox runs with ``--faults``: words in the prompt, one table.

``billed`` says whether the witness counts the call as charged: what the vendor did before the fault came.
A word ending in ``-once`` acts the first time that a prompt is seen and lets the next call through.
"""

import re
from dataclasses import dataclass
from typing import Literal

Stage = Literal["answer", "picture", "link", "task", "poll"]
WORD = re.compile(r"fault:([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Fault:
    """``stage`` is where it acts: the answer to the call, the picture's bytes, its link, the task, or a poll."""

    stage: Stage
    billed: bool
    meaning: str


FAULTS = {
    "401": Fault("answer", False, "401 invalid key"),
    "403-quota": Fault("answer", False, "403 insufficient_user_quota"),
    "404-retired": Fault("answer", False, "404 model_retired"),
    "429": Fault("answer", False, "429 with Retry-After"),
    "429-once": Fault("answer", False, "429 with Retry-After, then fine"),
    "429-bare-once": Fault("answer", False, "429 without Retry-After, then fine"),
    "500": Fault("answer", False, "500 with a JSON error"),
    "500-once": Fault("answer", False, "500, then fine"),
    "502-html": Fault("answer", True, "502 with the edge's HTML page after the vendor worked"),
    "503": Fault("answer", False, "503 no available channel"),
    "503-once": Fault("answer", False, "503 no available channel, then fine"),
    "504": Fault("answer", True, "504 with plain text after the vendor worked"),
    "200-error": Fault("answer", False, "200 with an error body"),
    "200-html": Fault("answer", True, "200 with an HTML page"),
    "bad-json": Fault("answer", True, "200 with JSON that ends too early"),
    "empty": Fault("answer", True, "200 in the family's shape without a picture"),
    "gate": Fault("answer", False, "the call waits until POST /sandbox/open names its prompt, then goes on"),
    "hang": Fault("answer", True, "no answer for hang_seconds"),
    "close": Fault("answer", True, "the socket closed before a byte is answered"),
    "cut-answer": Fault("answer", True, "the socket closed in the middle of the answer"),
    "item-error": Fault("picture", True, "the second picture of a set is an error, the rest is fine"),
    "truncated": Fault("picture", True, "the picture's file ends in its middle"),
    "oversized": Fault("picture", True, "a file of oversized_bytes that begins as a PNG"),
    "bomb": Fault("picture", True, "a small PNG of 20,000 x 20,000 pixels"),
    "text-file": Fault("picture", True, "plain text where a picture should be"),
    "svg": Fault("picture", True, "an SVG with a script"),
    "wrong-type": Fault("picture", True, "a good picture that is declared as image/gif"),
    "expired": Fault("link", True, "a link that is over when it arrives"),
    "link-404": Fault("link", True, "a link to nothing"),
    "link-503-once": Fault("link", True, "a link that answers 503 at first"),
    "cut-file": Fault("link", True, "the socket closed in the middle of the file"),
    "slow-file": Fault("link", True, "a kilobyte every half second"),
    "slow-file-once": Fault("link", True, "the same at first, then as fast as ever"),
    "redirect": Fault("link", True, "a link that redirects to the good one"),
    "redirect-private": Fault("link", True, "a link that redirects to a private address"),
    "task-error": Fault("task", False, "the task ends in Error"),
    "task-lost": Fault("task", True, "Task not found for good"),
    "task-late": Fault("task", True, "Task not found at the first two polls"),
    "task-stuck": Fault("task", True, "Pending for good"),
    "task-odd": Fault("task", True, "an unknown status word at first"),
    "poll-429-once": Fault("poll", True, "429 at the first poll"),
    "poll-500-once": Fault("poll", True, "500 at the first poll"),
    "poll-close-once": Fault("poll", True, "the socket closed at the first poll"),
}


def named(prompt: str) -> dict[Stage, str]:
    """The fault words of this prompt by stage; unknown ones are ignored."""
    words = [word for word in WORD.findall(prompt) if word in FAULTS]
    return {FAULTS[word].stage: word for word in words}
