"""A team with one of each, everything that the owner has in it, and a way to ask every address as each of them."""

import json
import re
import uuid
from functools import partial
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace

from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from gallery import access
from gallery.cases import opening
from gallery.commenting import comments
from gallery.files import storage
from gallery.judging import rules
from gallery.models import ApiToken, Board, Group, Image, Project, RoundItem, SavedSearch, Tag
from gallery.people import invitations, teams
from gallery.sharing import links
from studio.api import api
from studio.models import Batch, Preset, PromptHelp, SavedPrompt, State
from tests.factories import GenerationFactory, ImageFactory, MembershipFactory, UserFactory

PEOPLE = ("anonymous", "stranger", "viewer", "editor", "owner", "moderator", "closed")
LIKE = {"administrator": "moderator", "guest": "viewer", "suspended": "viewer"}  # but for the rows of others.txt
APPS_OF_OTHERS = ("admin", "api")  # the admin is one row of its own; the API is walked by its schema


def build():
    """The owner owns the team and everything; the others are what they are called. The closed one was an owner."""
    people = {name: UserFactory(username=name, is_moderator=name == "moderator") for name in (*PEOPLE[1:], *LIKE)}
    owner = people["owner"]
    team = teams.create(name="Halden", by=owner)
    for name in ("viewer", "editor"):
        MembershipFactory(team=team, user=people[name], role=name)
    for name in ("guest", "suspended"):
        MembershipFactory(team=team, user=people[name], role="viewer")
    MembershipFactory(team=team, user=people["closed"], role="owner")
    things = things_of(owner, team)
    things.sessions = {name: signed_in(person) for name, person in people.items()} | {"anonymous": {}}
    things.tokens = {name: ApiToken.objects.issue(owner=one, name="t")[1] for name, one in people.items()}
    now_is(people["closed"], is_active=False)
    now_is(people["administrator"], **access.FLAGS["administrator"])
    now_is(people["guest"], **access.FLAGS["guest"])
    now_is(people["suspended"], suspended_at=timezone.now(), suspended_why="Unpaid bills")
    return things


def now_is(person, **columns):
    type(person).objects.filter(pk=person.pk).update(**columns)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client.cookies


def things_of(owner, team):
    image = ImageFactory(owner=owner, team=team, published_at=timezone.now())
    keep_file(image.pk)
    run = GenerationFactory(run__owner=owner, state=State.SUCCEEDED)
    Image.objects.filter(pk=image.pk).update(run=str(run.run.pk))
    share, token = links.create(by=owner, images=[image], title="x", mode="review")
    board = Board.objects.create(owner=owner, team=team, name="Oro")
    invitation, invited = invitations.invite(team=team, role="viewer", by=owner)
    made = {
        "image": image, "run": run.run, "generation": run, "team": team, "share": share, "board": board,
        "project": Project.objects.create(team=team, name="Oro"),
        "tag": Tag.objects.create(team=team, name="final"),
        "comment": comments.write(image, by=owner, text="x"),
        "item": RoundItem.objects.get(),
        "group": Group.objects.create(name="Interns"),
        "member": team.memberships.get(user__username="viewer"),
        "case": opening.open_case(kind="prompt", person=owner, subject=run.run, prompt="x"),
        "rule": rules.create(team=team, by=owner, columns={"category": "Violence", "terms": ["blood"]}).rule,
        "search": SavedSearch.objects.create(owner=owner, team=team, name="x", line="slate"),
        "prompt": SavedPrompt.objects.create(owner=owner, team=team, title="Slate", text="wet slate"),
        "preset": Preset.objects.create(owner=owner, team=team, title="Square", settings={"aspect": ["1:1"]}),
        "batch": Batch.objects.create(owner=owner, title="Slates", kind="table"),
        "help": PromptHelp.objects.create(owner=owner, asked="slate", model="gpt-4.1-mini", key_source="sandbox"),
        "invitation": invitation,
        "session": UserSession.objects.create(user=owner, ip="192.0.2.1", session_key="of the owner", data={}),
    }  # fmt: skip
    words = {"token": token, "invited": invited, "username": "viewer"}
    return SimpleNamespace(**words, **{name: thing.pk for name, thing in made.items()})


def keep_file(image_id):
    """A row may have moved it into the trash, which no transaction takes back."""
    name = storage.original_key(image_id, "png")
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(b"original"))


KINDS = (  # an address that holds this means that thing
    ("shares/", "share"), ("comments/", "comment"), ("generations/", "generation"), ("runs/", "run"),
    ("images/", "image"), ("moderation/", "image"), ("held/", "case"), ("cases/", "case"),
    ("projects/", "project"), ("boards/", "board"), ("tags/", "tag"),
    ("prompts/help/", "help"), ("prompt-helps/", "help"), ("prompts/saved/", "prompt"), ("prompts/", "prompt"),
    ("presets/", "preset"), ("batches/", "batch"),
    ("searches/", "search"), ("rules/", "rule"), ("teams/", "team"), ("groups/", "group"), ("sessions/", "session"),
)  # fmt: skip


def thing_in(before, things, name):
    """What a hole of the address behind ``before`` holds: the owner's thing of that kind, else an id of nothing."""
    if hasattr(things, name):
        return getattr(things, name)
    kind = next((kind for part, kind in KINDS if f"/{before}".endswith(f"/{part}")), None)
    if name in ("pk", "id") and kind:
        return getattr(things, kind)
    return things.image if before.startswith("s/<str:token>") else uuid.UUID(int=7)


def named_addresses():
    """(name, path) of every page that has a name of its own, the apps' of others aside."""
    return sorted(set(walked(get_resolver().url_patterns)))


def walked(patterns, before=""):
    for pattern in patterns:
        if not isinstance(pattern, URLPattern):
            if pattern.namespace not in APPS_OF_OTHERS:
                yield from walked(pattern.url_patterns, f"{before}{pattern.pattern}")
        elif pattern.name:
            yield pattern.name, f"{before}{pattern.pattern}"


def operations():
    paths = api.get_openapi_schema(path_prefix="")["paths"]
    return sorted(f"{method} {path}" for path, verbs in paths.items() for method in verbs)


HOLES = re.compile(r"<(?:\w+:)?(\w+)>|\{(\w+)\}|\(\?P<(\w+)>[^)]*\)")
WORDS = {
    "digest": "0",
    "field": "model",
    "vendor": "OpenAI",
    "model": "openai/gpt-image-1-mini",
    "key": "a",
    "uidb36": "1",
}


def filled(path, things, **words):
    """The address with the owner's things in its holes."""

    def fill(hole):
        name = hole[1] or hole[2] or hole[3]
        if hole[0] == "<int:pk>" and not path[: hole.start()].endswith(("tags/", "sessions/")):
            return "1"
        return str({**WORDS, **words}.get(name) or thing_in(path[: hole.start()], things, name))

    return HOLES.sub(fill, path).replace("^", "").replace("$", "")


def status_of(things, who, method, path, body=None):
    """What this person is answered. Whatever it did is undone."""
    cache.clear()
    keep_file(things.image)
    client = Client(raise_request_exception=False)
    if path.startswith("/api/"):
        token = {"Authorization": f"Bearer {things.tokens[who]}"} if who in things.tokens else {}
        ask = partial(client.generic, data=json.dumps(body or {}), content_type="application/json", headers=token)
    else:
        client.cookies = SimpleCookie({name: each.value for name, each in things.sessions[who].items()})
        ask = client.generic
    with transaction.atomic():
        response = ask(method, path)
        if response.streaming:
            b"".join(response.streaming_content)
        transaction.set_rollback(True)
    return response.status_code


def rows_of(name):
    """The written table: {"GET share": [302, 404, …]} in the order of PEOPLE."""
    lines = (Path(__file__).parent / name).read_text().splitlines()
    rows = [line.rsplit(maxsplit=len(PEOPLE)) for line in lines if line and not line.startswith("#")]
    return {row[0].strip(): [int(code) for code in row[1:]] for row in rows}


def exceptions(person):
    """Where this person is answered otherwise than whom they are like: {"GET share": "403"}."""
    lines = (Path(__file__).parent / "others.txt").read_text().splitlines()
    rows = [line.split(maxsplit=1) for line in lines if line and not line.startswith("#")]
    found = [rest.rsplit(maxsplit=1) for who, rest in rows if who == person]
    return {row.strip(): code for row, code in found}
