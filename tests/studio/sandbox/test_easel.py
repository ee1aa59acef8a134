"""The easel draws a recipe once, in another process, and forgets the oldest."""

import asyncio

import pytest

from studio.sandbox import easel as module
from studio.sandbox.drawing.recipe import Recipe
from studio.sandbox.easel import Easel


async def _twice(easel: Easel) -> tuple[bytes, bytes]:
    recipe = Recipe("abstract gradient", 1, 64, 64)
    first, second = await asyncio.gather(easel.picture(recipe), easel.picture(recipe))
    return first.data, second.data


def test_one_drawing_for_two_callers() -> None:
    easel = Easel(1)
    first, second = asyncio.run(_twice(easel))
    easel.close()
    assert first == second
    assert easel.drawn == 1


async def _three(easel: Easel) -> None:
    for seed in (1, 2, 1):
        await easel.picture(Recipe("abstract gradient", seed, 64, 64))


def test_what_is_too_much_to_keep_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "KEPT_BYTES", 1)
    easel = Easel(1)
    asyncio.run(_three(easel))
    easel.close()
    assert easel.drawn == 3
