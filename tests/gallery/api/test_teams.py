"""Teams by the API; who is in them is in the tests of members, who else may in the permission tables."""

import pytest

from gallery.models import AuditEntry, Image, Team
from tests.factories import ImageFactory


def test_a_team_is_made_renamed_and_deleted_and_no_picture_with_it(ada):
    made = ada.post("/teams", {"name": "  Halden "})
    assert (made.status_code, made.json()["name"], made.json()["role"]) == (201, "Halden", "owner")
    team = Team.objects.get()
    image = ImageFactory(owner=ada.user, team=team, published_at="2026-01-01T00:00Z")
    assert ada.patch(f"/teams/{team.pk}", {"name": "Halden North"}).json()["name"] == "Halden North"
    assert [one["name"] for one in ada.get("/teams").json()["items"]] == ["Halden North"]
    assert ada.delete(f"/teams/{team.pk}").status_code == 204
    assert (Team.objects.count(), Image.objects.get(pk=image.pk).team) == (0, None)
    acts = list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["team.created", "team.renamed", "team.deleted"]


@pytest.mark.parametrize("body", [{}, {"name": "  "}, {"name": "x" * 81}, {"name": 7}, {"name": "x", "role": "owner"}])
def test_a_name_that_is_none_makes_no_team(ada, body):
    told = ada.post("/teams", body)
    assert (told.status_code, len(told.json()["errors"])) == (422, 1)
    assert not Team.objects.exists()
