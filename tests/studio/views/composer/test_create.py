"""Generate: what makes a run, and what is told at which field."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from gallery.access import Role
from studio.models import Retirement, Run
from tests.factories import ImageFactory, MembershipFactory
from tests.studio.views.composed import FLUX, HTMX, IMAGEN, MINI, composed, events, png

pytestmark = pytest.mark.django_db


def errors_of(response):
    return response.context["form"].errors


def test_a_plain_form_makes_a_run_and_goes_to_it(designer, mira):
    response = designer.post("/runs/", composed(count="2"))
    run = Run.objects.get(owner=mira)
    assert response.headers["Location"] == f"/#run-{run.pk}"
    assert [row.n for row in run.generations.all()] == [2]


def test_htmx_gets_an_event_and_a_fresh_key(designer):
    response = designer.post("/runs/", composed(), headers=HTMX)
    told = events(response)
    assert response.status_code == 204
    assert told["run-changed"] == {"run": str(Run.objects.get().pk), "said": "1 picture started"}
    assert told["run-started"]["key"] not in ("", "press-1")


def test_pressed_twice_it_runs_once(designer):
    designer.post("/runs/", composed())
    designer.post("/runs/", composed())
    assert Run.objects.count() == 1


def test_options_arrive_typed(designer):
    designer.post("/runs/", composed(model=FLUX, **{"o-disable_pup": ["false", "true"], "o-safety_tolerance": "4"}))
    options = Run.objects.get().requested[0]["options"]
    assert (options["disable_pup"], options["safety_tolerance"]) == (True, 4)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"prompt": "  "}, "prompt"),
        ({"prompt": "x" * 32_001}, "prompt"),
        ({"prompt": "nul \x00"}, "prompt"),
        ({"model": "nobody/nothing"}, "model"),
        ({"count": "0"}, "count"),
        ({"count": "many"}, "count"),
        ({"aspect": "tall"}, "aspect"),
        ({"o-quality": "splendid"}, "o-quality"),
        ({"model": FLUX, "o-safety_tolerance": "6"}, f"o.{FLUX}.safety_tolerance"),
        ({"model": FLUX, f"o.{FLUX}.safety_tolerance": "6"}, f"o.{FLUX}.safety_tolerance"),
        ({"model": ""}, "model"),
        ({"team": "00000000-0000-0000-0000-000000000001"}, "team"),
        ({"key": "k" * 201}, "key"),
        ({"reference": "not-an-id"}, "__all__"),
    ],
)
def test_what_is_wrong_stands_at_its_field(designer, fields, field):
    response = designer.post("/runs/", composed(**fields))
    assert response.status_code == 422
    assert list(errors_of(response)) == [field]
    assert not Run.objects.exists()


def test_a_refused_composer_loses_nothing(designer):
    response = designer.post("/runs/", composed(**{"o-quality": "splendid"}), headers=HTMX)
    page = response.content.decode()
    assert "a harbour at dawn</textarea>" in page
    assert 'name="key" value="press-1"' in page
    assert "<html" not in page


def test_a_model_retired_meanwhile_is_told(designer):
    Retirement.objects.create(model=MINI, since=timezone.now())
    response = designer.post("/runs/", composed())
    assert "is retired since" in errors_of(response)["model"][0]


def test_the_picker_names_the_day_as_the_reader_writes_it(designer):
    Retirement.objects.create(model=MINI, since=datetime(2026, 9, 3, tzinfo=UTC))
    assert "3 Sep 2026: retired by the vendor." in designer.get("/").content.decode()


def test_no_key_at_all_is_told_in_words(designer, settings):
    settings.SANDBOX_URL = ""
    response = designer.post("/runs/", composed())
    assert "There is no gateway key" in errors_of(response)["model"][0]


def test_references_go_along_in_their_order(designer, mira):
    one, two = ImageFactory(owner=mira), ImageFactory(owner=mira)
    designer.post("/runs/", composed(model=FLUX, reference=[str(two.pk), str(one.pk)]))
    assert [row.image for row in Run.objects.get().run_references.all()] == [two, one]


def test_a_stranger_s_picture_is_no_reference(designer):
    response = designer.post("/runs/", composed(model=FLUX, reference=str(ImageFactory().pk)))
    assert "not yours" in errors_of(response)["__all__"][0]


def test_too_many_references_are_refused(designer, mira):
    ids = [str(ImageFactory(owner=mira).pk) for _ in range(9)]
    response = designer.post("/runs/", composed(model=FLUX, reference=ids))
    assert errors_of(response)["__all__"] == ["9 references here; Flux 2 Pro takes 8."]


def test_a_model_without_references_leaves_them_in_the_tray(designer, mira):
    designer.post("/runs/", composed(model=IMAGEN, reference=str(ImageFactory(owner=mira).pk)))
    assert not Run.objects.get().run_references.exists()


def test_files_of_a_plain_form_become_references(designer):
    designer.post("/runs/", composed(model=FLUX, files=[png()]))
    assert Run.objects.get().run_references.get().image.kind == "reference"


def test_a_team_that_takes_me_gets_the_pictures(designer, mira):
    team = MembershipFactory(user=mira, role=Role.EDITOR).team
    designer.post("/runs/", composed(team=str(team.pk)))
    assert Run.objects.get().team == team


def test_a_viewer_does_not_publish(designer, mira):
    team = MembershipFactory(user=mira, role=Role.VIEWER).team
    assert "team" in errors_of(designer.post("/runs/", composed(team=str(team.pk))))
