import pytest

from gallery.access import Role
from studio.models import Preset
from tests.factories import MembershipFactory
from tests.studio.views.composed import FLUX, HTMX, MINI, composed
from tests.studio.views.conftest import signed_in

pytestmark = pytest.mark.django_db


def kept(designer, **fields):
    form = composed(model=[MINI, FLUX], aspect="3:2", count="2", preset_title="Header") | fields
    return designer.post("/presets/save/", form)


def test_it_keeps_all_settings_and_no_words(designer):
    answer = kept(designer)
    preset = Preset.objects.get()
    assert preset.settings == {"model": [MINI, FLUX], "aspect": ["3:2"], "count": ["2"]}
    page = designer.get(answer.url)
    form = page.context["form"]
    assert ([spec.id for spec in form.specs], form.value("aspect"), form.value("count")) == ([MINI, FLUX], "3:2", "2")
    assert form.value("prompt") == "a harbour at dawn"
    assert (page.context["preset"], page.context["preset_changed"]) == (preset, False)


def test_a_form_that_differs_is_marked_and_updates_it(designer):
    kept(designer)
    preset = Preset.objects.get()
    changed = composed(model=[MINI], aspect="3:2", count="2", preset=str(preset.pk))
    answer = designer.post("/compose/price/", changed, headers=HTMX)
    assert answer.context["preset_changed"]
    assert "Changed" in answer.content.decode()
    designer.post(f"/presets/{preset.pk}/update/", changed)
    assert not designer.post("/compose/price/", changed, headers=HTMX).context["preset_changed"]


def test_it_needs_a_name(designer):
    answer = kept(designer, preset_title=" ")
    assert (answer.status_code, list(answer.context["errors"])) == (422, ["title"])
    assert not Preset.objects.exists()


@pytest.mark.parametrize(("role", "status"), [(Role.EDITOR, 302), (Role.VIEWER, 403), (None, 404)])
def test_a_teams_preset_is_written_by_its_editors(designer, mira, stranger, role, status):
    team = MembershipFactory(user=mira, role=Role.EDITOR).team
    kept(designer, preset_team=str(team.pk))
    client = signed_in(MembershipFactory(team=team, role=role).user) if role else stranger
    preset = Preset.objects.get()
    assert bool(client.get(f"/?preset={preset.pk}").context["preset"]) == bool(role)
    assert client.post(f"/presets/{preset.pk}/delete/").status_code == status
    assert Preset.objects.exists() == (status != 302)
