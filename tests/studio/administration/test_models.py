"""Models switched off and on: refused everywhere that they can be asked, with the administrator's words."""

import pytest
from django.test import Client

from studio import offer
from studio.lifecycle import sending
from studio.models import Retirement, Run, State, SwitchedOff
from tests.factories import GenerationFactory
from tests.studio.administration.conftest import asking

MINI = "openai/gpt-image-1-mini"
WHY = "Too dear until December"


@pytest.fixture
def off(administrator):
    SwitchedOff.objects.create(model=MINI, why=WHY, by=administrator)


def test_an_administrator_switches_one_off_and_on(at_desk, member):
    at_desk.post(f"/models/{MINI}/switch/", {"on": "off", "why": WHY})
    assert WHY in offer.why_not(member, MINI)
    assert MINI not in {spec.id for spec in offer.offered(member)}
    at_desk.post(f"/models/{MINI}/switch/", {"on": "on"})
    assert offer.why_not(member, MINI) == ""


def test_picker_and_page_say_why(off, members):
    for page in ("/", "/models/", f"/models/{MINI}/"):
        assert WHY in members.get(page).content.decode(), page


def test_press_is_refused_with_the_reason(off, members):
    answer = members.post("/runs/", {"prompt": "a harbour", "model": MINI, "count": "1"})
    assert answer.status_code == 422
    assert WHY in answer.content.decode()
    assert not Run.objects.exists()


def test_api_says_why_and_refuses(off, member):
    ask = asking(Client(), member)
    told = {item["id"]: item for item in ask("get", "/models").json()["items"]}[MINI]
    assert (told["may_use"], told["retired"]) == (False, False)
    assert WHY in told["why_not"]
    for path in ("/runs", "/quotes"):
        answer = ask("post", path, {"prompt": "a harbour", "models": [{"id": MINI}]})
        assert answer.status_code == 422, path
        assert WHY in answer.content.decode()


def test_retry_is_refused_and_what_is_queued_goes_on(off, member):
    row = GenerationFactory(run__owner=member, model=MINI, state=State.FAILED)
    answer = asking(Client(), member)("post", f"/generations/{row.pk}/retry")
    assert answer.status_code == 422
    queued = GenerationFactory(run__owner=member, model=MINI)
    assert sending.start(queued)


def test_what_the_gateway_retired_is_offered_again(at_desk, administrator):
    Retirement.objects.create(model=MINI, why="No more.")
    assert "The gateway said" in at_desk.get("/models/").content.decode()
    at_desk.post(f"/models/{MINI}/again/")
    assert offer.get(MINI).offered


def test_api_switches_for_administrators_alone(administrator, member):
    body = {"model": MINI, "on": False, "why": WHY}
    assert asking(Client(), member)("put", "/models/state", body).status_code == 403
    answer = asking(Client(), administrator)("put", "/models/state", body)
    assert (answer.status_code, answer.json()["may_use"]) == (200, False)
    assert asking(Client(), administrator)("put", "/models/state", {"model": "no", "on": True}).status_code == 422


def test_list_costs_the_same_whatever_is_off(members, administrator, django_assert_max_num_queries):
    for spec in offer.all_models()[:8]:
        SwitchedOff.objects.create(model=spec.id, by=administrator)
    with django_assert_max_num_queries(14):
        members.get("/models/")
