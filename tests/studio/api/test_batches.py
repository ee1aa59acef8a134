"""Batches by the API: a key of their own, a place, and pictures that go with every row."""

import pytest

from gallery.access import Role
from studio.models import Batch, Run
from tests.factories import ImageFactory, MembershipFactory

pytestmark = pytest.mark.django_db
KEY = {"Idempotency-Key": "k1"}
TABLE = {"model": "openai/gpt-image-1-mini", "rows": [{"prompt": "one"}, {"prompt": "two"}], "start": True}


def test_the_same_key_makes_one_batch_and_another_table_is_refused(ada):
    first = ada.post("/batches", TABLE, **KEY)
    again = ada.post("/batches", TABLE, **KEY)
    assert (first.status_code, again.status_code, again.headers["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.json()["id"] == again.json()["id"]
    assert (Batch.objects.count(), Run.objects.count()) == (1, 2)
    assert ada.post("/batches", TABLE | {"rows": [{"prompt": "three"}]}, **KEY).status_code == 422


def test_it_takes_a_team_and_references(ada):
    team = MembershipFactory(user=ada.user, role=Role.EDITOR).team
    image = ImageFactory(owner=ada.user)
    body = TABLE | {"team": str(team.pk), "references": [str(image.pk)]}
    assert ada.post("/batches", body).status_code == 201
    for run in Run.objects.all():
        assert (run.team, list(run.references.all())) == (team, [image])
    strangers = MembershipFactory().team
    assert ada.post("/batches", TABLE | {"team": str(strangers.pk)}).status_code == 422
