"""People, teams, pictures and runs for tests, by factory-boy."""

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from gallery.access import Role
from gallery.models import Image, Membership, Team, User
from studio.models import Generation, Run, State

PASSWORD = "a long enough secret"


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda person: f"{person.username}@example.org")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team

    name = factory.Sequence(lambda n: f"Team {n}")


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    team = factory.SubFactory(TeamFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.VIEWER


class ImageFactory(factory.django.DjangoModelFactory):
    """A row without files; ``published`` puts it in a team."""

    class Meta:
        model = Image

    class Params:
        published = factory.Trait(team=factory.SubFactory(TeamFactory), published_at=factory.LazyFunction(timezone.now))

    owner = factory.SubFactory(UserFactory)
    prompt = factory.Sequence(lambda n: f"a harbour at dawn, number {n}")
    model = "openai/gpt-image-1.5"
    model_label = "GPT Image 1.5"
    vendor = "OpenAI"
    width = 1024
    height = 768
    format = "png"
    bytes = 1000
    sha256 = "0" * 64


class RunFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Run

    owner = factory.SubFactory(UserFactory)
    prompt = "a harbour at dawn"
    requested = factory.LazyFunction(lambda: [{"id": "openai/gpt-image-1-mini", "options": {}}])


class GenerationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Generation

    run = factory.SubFactory(RunFactory)
    model = "openai/gpt-image-1-mini"
    model_label = "GPT Image 1 mini"
    vendor = "OpenAI"
    lane = "predictions"
    state = State.QUEUED
    key_source = "sandbox"
