"""A run of several models: a column each, in the order asked for; the bench beside it."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gallery.organising import picks
from studio.models import Charged, Output, Run, State
from studio.views.feed.wall import hang
from tests.factories import GenerationFactory, ImageFactory, RunFactory
from tests.studio.views.composed import composed, posted

GPT, FLUX, IMAGEN = "openai/gpt-image-1.5", "bfl/flux-2-pro", "google/imagen-4.0-generate-001"

pytestmark = pytest.mark.django_db


def made(designer, count="2", models=(FLUX, GPT, IMAGEN)):
    designer.post("/runs/", composed(model=list(models), count=count, aspect="3:4"))
    return Run.objects.first()


def on_wall(run):
    return hang([Run.objects.with_generations().get(pk=run.pk)])[0]


def ends(run, model, **fields):
    run.generations.filter(model=model).update(due_at=None, **fields)


def test_each_model_is_a_column_in_the_order_of_choosing(designer):
    shown = on_wall(made(designer))
    assert [column.name for column in shown.columns] == ["Flux 2 Pro", "GPT Image 1.5", "Imagen 4"]
    assert [len(column.tiles) for column in shown.columns] == [2, 2, 2]
    assert (shown.each, shown.strip) == (2, False)


def test_one_model_stays_without_columns(designer):
    assert on_wall(made(designer, models=[FLUX])).columns == []


def test_tiles_are_counted_within_their_column(designer):
    flux = on_wall(made(designer)).columns[0]
    assert [tile.note for tile in flux.tiles] == ["1 of 2", "2 of 2"]
    assert flux.said == "0 of 2"


def test_a_picked_picture_shows_one_dot_over_a_single_tile_or_on_its_own(designer):
    run = made(designer, count="1", models=[FLUX, GPT])
    for row in run.generations.all():
        Output.objects.create(generation=row, position=0, image=ImageFactory(owner=run.owner))
    ends(run, FLUX, state=State.SUCCEEDED)
    ends(run, GPT, state=State.SUCCEEDED)
    image = run.generations.get(model=FLUX).outputs.get().image
    picks.pick([image], by=run.owner, team=None)
    assert [column.picked for column in on_wall(run).columns] == [True, False]
    page = designer.get("/").content.decode()
    assert page.count('class="red-dot"') == 1
    assert 'class="picked"' not in page


def test_a_failed_column_touches_no_other(designer):
    run = made(designer)
    before = {tile.id: tile.kind for column in on_wall(run).columns[1:] for tile in column.tiles}
    ends(run, FLUX, state=State.REFUSED, reason_code="refused_prompt")
    flux, *others = on_wall(run).columns
    assert [tile.kind for tile in flux.tiles] == ["ended", "ended"]
    assert flux.said == "Not charged"
    assert {tile.id: tile.kind for column in others for tile in column.tiles} == before


def test_retry_failed_names_the_failed_ones_alone_and_keeps_their_column(designer):
    run = made(designer, count="1")
    ends(run, FLUX, state=State.REFUSED, reason_code="refused_prompt")
    ends(run, GPT, state=State.SUCCEEDED, cost=Decimal("0.05"), charged=Charged.YES)
    ends(run, IMAGEN, state=State.SUCCEEDED, cost=Decimal("0.04"), charged=Charged.YES)
    designer.post(f"/runs/{run.pk}/retry-failed/", posted(designer, run, "retry-failed"))
    assert [row.model for row in run.generations.filter(state=State.QUEUED)] == [FLUX]
    assert [column.name for column in on_wall(run).columns] == ["Flux 2 Pro", "GPT Image 1.5", "Imagen 4"]


def test_the_page_costs_the_same_number_of_queries_for_eight_models(designer, mira):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            designer.get("/")
        return sum("studio_generation" in query["sql"] for query in caught.captured_queries)

    run = RunFactory(owner=mira)
    GenerationFactory(run=run)
    queries()
    one = queries()
    for number in range(7):
        GenerationFactory(run=run, model=f"vendor/model-{number}", model_label=f"Model {number}")
    queries()  # each model's usual time is asked once and kept
    assert queries() == one


def test_again_of_the_whole_is_a_new_run_that_says_so(designer):
    run = made(designer)
    for model in (FLUX, GPT, IMAGEN):
        ends(run, model, state=State.CANCELLED)
    designer.post(f"/runs/{run.pk}/again/", posted(designer, run, "again"))
    again = Run.objects.exclude(pk=run.pk).get()
    assert again.requested == run.requested
    assert f'href="/runs/{run.pk}/">Again of' in designer.get(f"/runs/{again.pk}/").content.decode()


def test_the_bench_has_a_row_per_model_and_a_button_that_stays_there(designer):
    run = made(designer)
    for model in (FLUX, GPT, IMAGEN):
        ends(run, model, state=State.CANCELLED)
    page = designer.get(f"/runs/{run.pk}/bench/").content.decode()
    assert re.findall(r"</span>([^<]+)</span></th>", page) == ["Flux 2 Pro", "GPT Image 1.5", "Imagen 4"]
    response = designer.post(f"/runs/{run.pk}/again/", {"key": "bench-1", "next": "bench"})
    again = Run.objects.exclude(pk=run.pk).get()
    assert response.headers["Location"] == f"/runs/{again.pk}/bench/"
    twice = designer.get(response.headers["Location"])
    assert twice.context["again"] is None
    parts = re.findall(r'<tr class="part">.*?href="/runs/([^/]+)/"', twice.content.decode(), re.S)
    assert parts == [str(run.pk), str(again.pk)] * 3


def test_the_csv_says_what_the_table_says(designer):
    run = made(designer, count="1")
    ends(run, FLUX, state=State.REFUSED)
    ends(run, GPT, state=State.SUCCEEDED, cost=Decimal("0.05"), charged=Charged.YES)
    lines = list(csv.DictReader(io.StringIO(designer.get(f"/runs/{run.pk}/bench.csv").content.decode())))
    assert [(line["model"], line["refused"], line["cost (US$)"]) for line in lines] == [
        (FLUX, "1", "0.0000"),
        (GPT, "0", "0.0500"),
        (IMAGEN, "0", "0.0000"),
    ]
    designer.post(f"/runs/{run.pk}/again/", {"key": "bench-1"})
    lines = list(csv.DictReader(io.StringIO(designer.get(f"/runs/{run.pk}/bench.csv").content.decode())))
    again = Run.objects.exclude(pk=run.pk).get()
    assert [line["run"] for line in lines] == [str(run.pk), str(again.pk)] * 3


@pytest.mark.parametrize("address", ["bench/", "bench.csv"])
def test_a_bench_is_its_owner_s_alone(stranger, mira, address):
    assert stranger.get(f"/runs/{RunFactory(owner=mira).pk}/{address}").status_code == 404


def test_several_pictures_of_a_run_that_is_over_are_compared_from_its_label(designer):
    run = made(designer, count="3", models=(FLUX, GPT, IMAGEN))
    images = [filled(row) for row in run.generations.order_by("pk")]
    assert on_wall(run).compare == ",".join(str(image.pk) for image in images[:6])
    page = designer.get("/").content.decode()
    assert f"/gallery/compare/?ids={','.join(str(image.pk) for image in images[:6])}" in page


def test_one_picture_is_not_compared(designer):
    run = made(designer, count="2", models=(FLUX,))
    filled(run.generations.first())
    assert on_wall(run).compare == ""


def filled(row):
    image = ImageFactory(owner=row.run.owner)
    Output.objects.create(generation=row, image=image, position=0)
    type(row).objects.filter(pk=row.pk).update(state=State.SUCCEEDED, due_at=None)
    return image
