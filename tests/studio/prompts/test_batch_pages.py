"""A table from paste or file to its run, by plain forms."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from studio.models import Batch, BatchState, Generation, InstanceSettings, Run, State
from tests.studio.views.composed import HTMX

pytestmark = pytest.mark.django_db
MINI = "openai/gpt-image-1-mini"
TABLE = "prompt,count\na vase,2\na jug,1\n"


def made(designer, **fields):
    return designer.post("/batches/new/", {"text": TABLE, "model": MINI, "aspect": "1:1", "count": "1"} | fields)


def test_a_pasted_table_is_shown_with_its_price_then_run(designer, mira):
    batch = Batch.objects.get(pk=made(designer).url.split("/")[2])
    page = designer.get(f"/batches/{batch.pk}/")
    assert page.context["figures"].pictures == 3
    assert not Run.objects.exists()
    designer.post(f"/batches/{batch.pk}/start/")
    assert set(Run.objects.values_list("prompt", "count", "batch")) == {("a vase", 2, batch.pk), ("a jug", 1, batch.pk)}
    assert "2 of 2 sent" in designer.get(f"/batches/{batch.pk}/").content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("prompt\nça va".encode("latin-1"), "neither UTF-8 nor UTF-16"),
        (b"a\n" * 10_000, "10\u202f000 rows"),
        (b"", "nothing here yet"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_made(designer, data, words):
    answer = made(designer, text="", file=SimpleUploadedFile("rows.csv", data))
    assert (answer.status_code, words in answer.context["error"]) == (422, True)
    assert not Batch.objects.exists()


def test_a_file_goes_before_the_text_and_names_the_batch(designer):
    made(designer, file=SimpleUploadedFile("spring launch.csv", b"\xef\xbb\xbfprompt;aspect\nx;3:2\n"))
    batch = Batch.objects.get()
    assert (batch.title, [row.prompt for row in batch.rows.all()]) == ("spring launch", ["x"])
    again = designer.get(f"/batches/new/?from={batch.pk}")
    assert again.context["values"]["text"].startswith("prompt;aspect")


def test_a_wrong_cell_is_marked_and_the_good_rows_still_run(designer):
    made(designer, text="prompt,seed\na vase,\na jug,many\n")
    batch = Batch.objects.get()
    assert "has no option named seed" in designer.get(f"/batches/{batch.pk}/").content.decode()
    designer.post(f"/batches/{batch.pk}/start/")
    assert Run.objects.get().prompt == "a vase"


def test_a_dear_one_asks_once(designer):
    InstanceSettings(ask_above="0.01").save()
    made(designer)
    batch = Batch.objects.get()
    asked = designer.post(f"/batches/{batch.pk}/start/")
    assert (asked.status_code, "Run 3 pictures for" in asked.content.decode()) == (409, True)
    assert not Run.objects.exists()
    designer.post(f"/batches/{batch.pk}/start/", {"confirmed": "1"})
    assert Run.objects.count() == 2


def test_it_stops_goes_on_and_cancels(designer, monkeypatch):
    monkeypatch.setattr("studio.prompts.batches.IN_FLIGHT", 1)
    made(designer)
    batch = Batch.objects.get()
    designer.post(f"/batches/{batch.pk}/start/")
    stopped = designer.post(f"/batches/{batch.pk}/stop/", headers=HTMX)
    assert "Go on with 1" in stopped.content.decode()
    assert "Go on with 1" in designer.get(f"/batches/{batch.pk}/head/").content.decode()
    designer.post(f"/batches/{batch.pk}/cancel/")
    assert set(Generation.objects.values_list("state", flat=True)) == {State.CANCELLED}
    designer.post(f"/batches/{batch.pk}/start/")
    batch.refresh_from_db()
    assert (batch.state, Run.objects.count()) == (BatchState.DONE, 2)


def test_a_batch_is_its_owners_alone(designer, stranger):
    made(designer)
    batch = Batch.objects.get()
    assert stranger.get("/batches/").context["rows"] == []
    for path in ("", "head/"):
        assert stranger.get(f"/batches/{batch.pk}/{path}").status_code == 404
    for act in ("start", "stop", "cancel", "delete"):
        assert stranger.post(f"/batches/{batch.pk}/{act}/").status_code == 404
    assert stranger.get(f"/batches/new/?from={batch.pk}").status_code == 404


def test_only_what_never_ran_is_deleted(designer):
    made(designer)
    batch = Batch.objects.get()
    designer.post(f"/batches/{batch.pk}/start/")
    designer.post(f"/batches/{batch.pk}/delete/")
    assert Batch.objects.exists()
    made(designer)
    designer.post(f"/batches/{Batch.objects.get(state='draft').pk}/delete/")
    assert Batch.objects.count() == 1


def test_unknown_prices_count_at_the_ceiling_when_it_is_asked(designer):
    InstanceSettings(ask_above="0.90", price_ceiling="0.25").save()
    made(designer, text="prompt,model,count\na vase,qianfan/irag-1.0,4\n")
    batch = Batch.objects.get()
    assert designer.post(f"/batches/{batch.pk}/start/").status_code == 409
    assert not Run.objects.exists()
