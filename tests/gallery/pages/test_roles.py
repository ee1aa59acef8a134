"""Each page and act as owner, as the team's people, as a stranger: 404 for who may not know, 403 for who may not do."""

import pytest
from django.urls import reverse
from django.utils import timezone

from gallery.access import Role
from gallery.models import Image
from tests.factories import ImageFactory, MembershipFactory, TeamFactory, UserFactory

READ = {"image": {"owner": 200, "member": 200, "stranger": 404}}
CHANGE = {"owner": (200, 302), "member": (403,), "stranger": (404,)}


@pytest.fixture
def shared(db):
    """A picture in a team, with its owner, a viewer of the team and somebody outside."""
    team = TeamFactory()
    owner = MembershipFactory(team=team, role=Role.EDITOR).user
    image = ImageFactory(owner=owner, team=team, published_at=timezone.now())
    member = MembershipFactory(team=team, role=Role.VIEWER).user
    return image, {"owner": owner, "member": member, "stranger": UserFactory()}


@pytest.mark.parametrize(("who", "status"), READ["image"].items())
def test_who_sees_the_picture(client, shared, who, status):
    image, people = shared
    client.force_login(people[who])
    assert client.get(reverse("image", args=[image.pk])).status_code == status


@pytest.mark.parametrize("name", ["image-edit", "image-trash", "image-restore", "image-publish"])
@pytest.mark.parametrize("who", ["owner", "member", "stranger"])
def test_who_changes_the_picture(client, shared, name, who):
    image, people = shared
    client.force_login(people[who])
    response = client.post(reverse(name, args=[image.pk]), {"team": str(image.team_id)})
    assert response.status_code in CHANGE[who]


@pytest.mark.parametrize(("who", "status"), [("owner", 302), ("member", 403), ("stranger", 404)])
def test_who_takes_it_out_of_the_team(client, shared, who, status):
    image, people = shared
    client.force_login(people[who])
    assert client.post(reverse("image-withdraw", args=[image.pk])).status_code == status
    assert Image.objects.filter(team=None).exists() is (who == "owner")


@pytest.mark.parametrize("state", [{"trashed_at": timezone.now()}, {"moderation": "hidden"}, {"moderation": "removed"}])
def test_what_is_away_is_seen_by_nobody(client, shared, state):
    image, people = shared
    Image.objects.filter(pk=image.pk).update(**state)
    for person in people.values():
        client.force_login(person)
        for name in ("image", "image-file"):
            assert client.get(reverse(name, args=[image.pk])).status_code == 404


@pytest.mark.parametrize("name", ["image-trash", "image-restore", "image-publish", "image-withdraw"])
def test_acts_take_a_post(client, shared, name):
    image, people = shared
    client.force_login(people["owner"])
    assert client.get(reverse(name, args=[image.pk])).status_code == 405


def test_somebody_elses_trash_is_closed(client, shared):
    image, people = shared
    Image.objects.filter(pk=image.pk).update(trashed_at=timezone.now())
    client.force_login(people["member"])
    for name in ("image-preview", "image-delete"):
        assert client.get(reverse(name, args=[image.pk])).status_code == 404
    assert client.post(reverse("image-delete", args=[image.pk])).status_code == 404


def test_an_address_that_is_no_id_is_not_there(client, shared):
    client.force_login(shared[1]["owner"])
    assert client.get("/gallery/images/nonsense/").status_code == 404
