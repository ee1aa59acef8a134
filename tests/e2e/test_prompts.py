"""Words as a designer handles them: earlier and saved prompts, alternatives, a table, help and its undo."""

import re

import pytest
from playwright.sync_api import expect

from studio.models import Batch, Preset, Run, SavedPrompt
from tests.processes.stack import until

pytestmark = pytest.mark.browser
FIELD = "textarea[name=prompt]"


def generates(page, words):
    page.fill(FIELD, words)
    page.press(FIELD, "Control+Enter")
    expect(page.locator(".run", has_text=words).first).to_be_visible()


def test_earlier_and_saved_prompts_come_to_the_caret(mira, designer):
    SavedPrompt.objects.create(owner=designer, title="Packshot", text="a [subject] on sand")
    page = mira.page
    generates(page, "a quiet harbour")
    page.fill(FIELD, "half a thought")
    page.press(FIELD, "Alt+ArrowUp")
    expect(page.locator(FIELD)).to_have_value("a quiet harbour")
    page.press(FIELD, "Alt+ArrowDown")
    expect(page.locator(FIELD)).to_have_value("half a thought")
    page.fill(FIELD, "seen from above: ")
    page.press(FIELD, "/")
    page.keyboard.type("pack")
    expect(page.locator(".picker-row")).to_have_count(1)
    page.keyboard.press("Enter")
    page.locator(".picker-form").get_by_label("Subject").fill("glass jug")
    page.keyboard.press("Enter")
    expect(page.locator(FIELD)).to_have_value("seen from above: a glass jug on sand")
    expect(page.locator(FIELD)).to_be_focused()
    page.press(FIELD, "End")
    page.keyboard.type(" /")
    page.keyboard.press("Escape")
    expect(page.locator(FIELD)).to_be_focused()
    assert mira.complaints == []


def test_alternatives_are_counted_then_hang_in_one_batch(mira):
    page = mira.page
    page.fill(FIELD, "a {red|blue} vase on {sand|slate}")
    expect(page.locator(".several summary")).to_contain_text("4 prompts = 4 pictures")
    page.press(FIELD, "Control+Enter")
    batch = page.locator(".batch")
    expect(batch).to_have_count(1)
    expect(batch.locator(".run")).to_have_count(4)
    expect(batch.locator(".batch-head")).to_contain_text("4 of 4 sent")
    expect(batch.locator(".batch-head")).to_contain_text("4 ready", timeout=60_000)
    page.reload()
    expect(page.locator(".batch .run")).to_have_count(4)
    assert mira.complaints == []


def test_a_table_is_checked_then_run(mira):
    page = mira.goes_to("/batches/new/")
    page.fill("textarea[name=text]", "prompt,count,seed\na vase,1,\na jug,many,\n")
    page.get_by_role("button", name="Check the rows").click()
    expect(page.locator("tr.bad")).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Run 1 row")).click()
    expect(page.locator(".batch-head")).to_contain_text("1 of 1 sent")
    until(lambda: Run.objects.filter(prompt="a vase").exists())
    assert Batch.objects.get().rows.filter(state="wrong").count() == 1
    assert mira.complaints == []


def test_a_suggestion_is_taken_and_taken_back(mira):
    page = mira.page
    page.fill(FIELD, "a harbour at dawn")
    page.get_by_role("button", name="Help with the words").click()
    page.get_by_role("button", name="Improve my prompt").click()
    expect(page.locator("#prompt-help ins").first).to_be_visible(timeout=60_000)
    page.get_by_role("link", name="Accept").click()
    expect(page.locator(FIELD)).to_have_value(re.compile("a harbour at dawn, soft window light"))
    page.press(FIELD, "Control+z")
    expect(page.locator(FIELD)).to_have_value("a harbour at dawn")
    assert mira.complaints == []


def test_a_preset_is_kept_and_marked_when_the_form_differs(mira):
    page = mira.page
    page.fill(FIELD, "words that stay")
    page.fill("#c-count", "3")
    page.get_by_role("button", name="Presets").click()
    page.get_by_label("Save as preset").fill("Three of them")
    page.locator(".save-it").click()
    expect(page.locator(".presets .button")).to_have_text("Three of them")
    assert Preset.objects.get().settings["count"] == ["3"]
    expect(page.locator(FIELD)).to_have_value("words that stay")
    page.fill("#c-count", "2")
    expect(page.locator("#preset-mark")).to_have_text("Changed")
    assert mira.complaints == []
