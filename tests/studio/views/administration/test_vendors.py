"""The administrators' page of vendors."""

import pytest

from studio.models import InstanceSettings, VendorPause
from tests.factories import GenerationFactory, UserFactory
from tests.studio.views.conftest import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(db):
    return signed_in(UserFactory(username="chief", is_superuser=True))


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", "/vendors/"),
        ("post", "/vendors/limits/"),
        ("post", "/vendors/Baidu/pause/"),
        ("post", "/vendors/Baidu/lift/"),
    ],
)
def test_administrators_alone_come_here(designer, method, path):
    assert getattr(designer, method)(path, {"minutes": "10"}).status_code == 403
    assert not VendorPause.objects.exists()


def test_the_page_tells_what_waits(chief):
    GenerationFactory(vendor="Baidu")
    assert b"1 in line" in chief.get("/vendors/").content


def test_a_vendor_is_paused_until_it_is_lifted(chief):
    chief.post("/vendors/Baidu/pause/", {"minutes": "0"})
    pause = VendorPause.objects.holding().get()
    assert (pause.vendor, pause.until, pause.by.username) == ("Baidu", None, "chief")
    assert b"Baidu is paused since" in chief.get("/vendors/").content
    chief.post("/vendors/Baidu/lift/")
    assert not VendorPause.objects.holding().exists()


@pytest.mark.parametrize(("vendor", "minutes"), [("Nobody", "10"), ("Baidu", "7"), ("Baidu", "")])
def test_what_is_not_offered_pauses_nobody(chief, vendor, minutes):
    assert chief.post(f"/vendors/{vendor}/pause/", {"minutes": minutes}).status_code == 404
    assert not VendorPause.objects.exists()


def test_limits_are_kept_and_taken_away(chief):
    chief.post("/vendors/limits/", {"parallel_per_person": "3", "parallel_per_vendor": ""})
    assert (InstanceSettings.current().parallel_per_person, InstanceSettings.current().parallel_per_vendor) == (3, None)
    chief.post("/vendors/limits/", {"parallel_per_person": "", "parallel_per_vendor": "9"})
    assert (InstanceSettings.current().parallel_per_person, InstanceSettings.current().parallel_per_vendor) == (None, 9)


@pytest.mark.parametrize("value", ["0", "-1", "many"])
def test_a_limit_that_is_none_is_told_at_its_field(chief, value):
    response = chief.post("/vendors/limits/", {"parallel_per_person": value, "parallel_per_vendor": "9"})
    assert response.status_code == 422
    assert b'aria-invalid="true"' in response.content
    assert InstanceSettings.current().parallel_per_vendor is None


def test_the_picker_says_since_when_a_vendor_is_down(designer):
    VendorPause.objects.create(vendor="Baidu", reason="no_answer")
    VendorPause.objects.create(vendor="Google", reason="vendor_busy")
    page = designer.get("/").content.decode()
    rows = [row for row in page.split('<label class="model-row')[1:] if "model-row" not in row[:5]]
    down = [row for row in rows if row.startswith(" down")]
    assert down
    assert all("Baidu is not answering since" in row and " disabled" in row for row in down)
    assert "Too many requests" not in page
