"""The dry run shows what would be sent, byte for byte what the sending code builds, and no key."""

import json

import httpx
import pytest
from django.test import Client

from studio import catalogue, keys
from studio.administration.rehearsing import rehearse
from studio.composing.order import check
from studio.gateway import Call, Gateway, GatewayConfig
from studio.gateway.errors import GatewayError
from studio.models import Credential, KeyKind, LedgerEntry, Run
from tests.studio.administration.conftest import asking

KEY = "sk-of-the-instance-0123456789"
pytestmark = pytest.mark.django_db


@pytest.fixture
def real(settings):
    settings.AIHUBMIX_APP_CODE = "CODE1"
    Credential.objects.create(kind=KeyKind.INSTANCE, key=KEY, last_four="6789")
    keys.gateway.cache_clear()
    yield
    keys.gateway.cache_clear()


@pytest.mark.parametrize("model", [spec.id for spec in catalogue.current().values() if not spec.references.min])
def test_it_is_what_is_sent(model, tmp_path):
    seen = []

    def network(request):
        seen.append((request.method, str(request.url), dict(request.headers), request.read().decode()))
        return httpx.Response(500)

    gateway = Gateway(GatewayConfig(), transport=httpx.MockTransport(network))
    asked = check(prompt="a harbour", models=[{"id": model}]).asked[0]
    call = Call(asked.spec, asked.lane, asked.prompt, asked.options, asked.aspect, asked.calls[0])
    told = gateway.rehearse(call)
    with pytest.raises(GatewayError):
        gateway.send(call, key="[key]", spool=tmp_path / "spool")
    gateway.close()
    method, url, headers, body = seen[0]
    assert (told.method, told.url) == (method, url)
    boundary = headers["content-type"].partition("boundary=")[2]
    own = dict(told.headers)["content-type"].partition("boundary=")[2]
    assert without(dict(told.headers), own) == without(headers, boundary)
    assert told.body.replace(own, "") == body.replace(boundary, "") if own else told.body == body


def without(headers, boundary):
    return {name: value.replace(boundary, "") if boundary else value for name, value in headers.items()}


def test_the_page_shows_the_request_and_no_key(at_desk, real):
    page = at_desk.get("/models/openai/gpt-image-1.5/dry-run/", {"prompt": "a red door", "option-quality": "high"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "a red door" in text
    assert "https://aihubmix.com/v1/" in text
    assert "Bearer [key]" in text
    assert "CODE1" not in text
    assert KEY not in text
    assert not Run.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_what_the_rules_refuse_is_told(at_desk):
    page = at_desk.get("/models/openai/gpt-image-1.5/dry-run/", {"option-quality": "superb"})
    assert page.status_code == 422
    assert "quality" in page.content.decode().lower()


def test_api_shows_it_to_administrators(administrator, member, real):
    body = {"prompt": "a red door", "models": [{"id": "openai/gpt-image-1.5", "options": {"quality": "high"}}]}
    told = asking(Client(), administrator)("post", "/dry-runs", body).json()["items"][0]
    assert told["headers"]["authorization"] == "Bearer [key]"
    assert json.loads(told["body"])["input"]["quality"] == "high"
    assert asking(Client(), member)("post", "/dry-runs", body).status_code == 403


def test_an_order_of_several_shows_each(real):
    order = check(prompt="x", models=[{"id": "openai/gpt-image-1.5"}, {"id": "bfl/flux-2-pro"}], count=2)
    assert [one.asked.spec.id for one in rehearse(order, demo=False)] == ["openai/gpt-image-1.5", "bfl/flux-2-pro"]
