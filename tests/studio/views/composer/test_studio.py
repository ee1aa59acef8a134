"""The page: what the composer opens with, and the feed by pages."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from studio.models import State
from studio.views.composer.studio import RUNS_A_PAGE
from tests.factories import GenerationFactory, RunFactory
from tests.studio.views.composed import FLUX, IMAGEN, MINI, composed

pytestmark = pytest.mark.django_db


def chosen_model(response):
    return response.context["form"].spec.id


def test_a_newcomer_gets_briefs_with_a_price(designer):
    page = designer.get("/").content.decode()
    assert "Start with a brief" in page
    assert page.count('class="brief"') == 3
    assert "≈ $0.16" in page


def test_whoever_is_not_signed_in_goes_to_the_sign_in(client, mira):
    assert client.get("/").headers["Location"].startswith("/accounts/login/")


def test_a_brief_fills_the_composer(designer):
    brief = re.search(r'class="brief" href="([^"]+)"', designer.get("/").content.decode())[1]
    page = designer.get(brief.replace("&amp;", "&"))
    assert page.context["form"].value("prompt").startswith("Amber glass")
    assert chosen_model(page) == FLUX


def test_the_composer_opens_with_the_last_settings_but_not_the_words(designer, mira):
    RunFactory(owner=mira, prompt="old words", requested=[{"id": IMAGEN, "options": {"sampleImageSize": "2K"}}])
    form = designer.get("/").context["form"]
    assert (form.spec.id, form.options_of(form.spec)["sampleImageSize"], form.value("prompt")) == (IMAGEN, "2K", "")


def test_reuse_brings_the_words_back(designer, mira):
    run = RunFactory(owner=mira, prompt="old words")
    assert "old words</textarea>" in designer.get(f"/?run={run.pk}").content.decode()


def test_nobody_reuses_a_stranger_s_run(stranger, mira):
    run = RunFactory(owner=mira, prompt="secret words")
    assert "secret words" not in stranger.get(f"/?run={run.pk}").content.decode()


def test_without_script_a_post_changes_the_model_and_keeps_the_words(designer):
    page = designer.post("/", composed(model=FLUX))
    assert chosen_model(page) == FLUX
    assert "a harbour at dawn</textarea>" in page.content.decode()


def test_without_script_reset_takes_an_option_back(designer):
    page = designer.post("/", composed(**{"o-quality": "high", "reset": "o-quality"}))
    assert page.context["sections"][0].rows[0].value == "auto"


@pytest.mark.parametrize(
    "query", ["run=x", "before=x", "remix=x", "reference=x", "model=x", "o-quality=%00", "prompt=%00"]
)
def test_a_spoilt_address_is_no_error(designer, query):
    assert designer.get(f"/?{query}").status_code == 200


def test_the_feed_is_paged_without_a_gap_or_a_repeat(designer, mira):
    now = timezone.now()
    ages = [(n + 1) // 2 for n in range(RUNS_A_PAGE + 5)]  # two runs of one moment lie across the edge
    runs = [RunFactory(owner=mira, created_at=now - timedelta(hours=age)) for age in ages]
    first = designer.get("/")
    second = designer.get(f"/?before={first.context['older']}", headers={"HX-Request": "true"})
    shown = [run.id for page in (first, second) for run in page.context["wall"]]
    assert len(shown) == len(runs)
    assert set(shown) == {run.pk for run in runs}


def test_the_feed_costs_the_same_number_of_queries_at_any_length(designer, mira):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            designer.get("/")
        return len(caught)

    GenerationFactory(run=RunFactory(owner=mira))
    queries()
    short = queries()
    for _ in range(6):
        GenerationFactory(run=RunFactory(owner=mira))
    assert queries() == short


def test_the_frame_counts_what_runs(designer, mira):
    GenerationFactory(run=RunFactory(owner=mira), state=State.QUEUED)
    assert '<span class="badge">1</span>' in designer.get("/").content.decode()


def test_the_panel_follows_the_model(designer):
    page = designer.post("/compose/panel/", composed(model=FLUX)).content.decode()
    assert f'name="o.{FLUX}.safety_tolerance"' in page
    assert 'name="o-quality"' not in page


def test_a_shape_that_the_model_lacks_becomes_its_nearest(designer):
    page = designer.post("/compose/panel/", composed(model=MINI, aspect="3:4")).content.decode()
    assert "No 3:4 here. 2:3 is the nearest." in page


def test_the_price_is_never_rounded_down(designer):
    page = designer.post("/compose/price/", composed(model=MINI, count="3", **{"o-quality": "low"})).content.decode()
    assert "≈ $0.02" in page  # 3 × $0.005


def test_a_price_that_nobody_knows_says_so(designer):
    assert "price unknown" in designer.post("/compose/price/", composed(model="qianfan/qwen-image")).content.decode()
