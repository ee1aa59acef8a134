"""Hypothesis reads the schema and tries what it allows, and what it does not: never a 5xx, never another shape."""

import json

import pytest
import schemathesis
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from gallery.files import storage
from studio import keys
from studio.api import api
from studio.models import State
from tests.examples import examples
from tests.factories import GenerationFactory, ImageFactory, UserFactory
from tests.gallery.api.making import team_of, token_of

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
SCHEMA = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1"))))
SCHEMA.app = get_wsgi_application()
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
BOUNDED = settings(
    max_examples=examples(25), deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.fixture
def silent(settings):
    """The gateway gives no answer."""
    settings.AIHUBMIX_BASE_URL = settings.SANDBOX_URL
    keys.gateway.cache_clear()
    yield
    keys.gateway.cache_clear()


@pytest.fixture
def known(db, monkeypatch, silent):
    """A person's token, and ids of things that are theirs. The end of a request leaves the connection alone."""
    for signal in (request_started, request_finished):
        monkeypatch.setattr(signal, "send", lambda *_, **__: [])
    user = UserFactory()
    row = GenerationFactory(run__owner=user, state=State.UNKNOWN, charged="maybe", reason_code="no_answer")
    image = ImageFactory(owner=user)
    default_storage.save(storage.original_name(image), ContentFile(b"original"))
    team_of(editor=user)
    ids = {"/runs/": row.run_id, "/generations/": row.pk, "/images/": image.pk}
    return {"Authorization": f"Bearer {token_of(user)}"}, ids


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the fuzzer leaves answers open
@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_the_schema_and_the_routes_agree(operation, mode, known):
    headers, ids = known
    mine = next((str(id) for part, id in ids.items() if part in operation.path), None)

    @given(case=operation.as_strategy(generation_mode=mode))
    @BOUNDED
    def agree(case):
        if mine and mode is GenerationMode.POSITIVE:
            case.path_parameters["id"] = mine  # one that the fuzzer made up would be 404 each time
        case.call_and_validate(headers=headers, checks=CHECKS)

    agree()
