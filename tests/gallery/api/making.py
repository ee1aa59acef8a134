"""Callers of the API, and teams made in a line."""

from typing import Any

from django.test import Client

from gallery.models import ApiToken, Team, User
from tests.factories import MembershipFactory, TeamFactory

BASE = "/api/v1"


class Caller:
    """Somebody with a token (or nobody), who sends and reads JSON."""

    def __init__(self, user: User | None, **options: Any):
        self.user = user
        headers = {"Authorization": f"Bearer {token_of(user)}"} if user else {}
        self.client = Client(headers=headers, **options)

    def get(self, path: str, **query: Any):
        return self.client.get(BASE + path, query)

    def post(self, path: str, body: Any = None, **headers: str):
        sent = {"data": body, "content_type": "application/json"} if body is not None else {}
        return self.client.post(BASE + path, headers=headers, **sent)

    def put(self, path: str, body: Any):
        return self.client.put(BASE + path, data=body, content_type="application/json")

    def patch(self, path: str, body: Any):
        return self.client.patch(BASE + path, data=body, content_type="application/json")

    def delete(self, path: str):
        return self.client.delete(BASE + path)


def token_of(user: User) -> str:
    return ApiToken.objects.issue(owner=user, name="test")[1]


def team_of(**roles: User) -> Team:
    """team_of(owner=…, viewer=…)"""
    team = TeamFactory()
    for role, user in roles.items():
        MembershipFactory(team=team, user=user, role=role)
    return team
