"""Somebody who works: an API token, the stream's token and a session of a browser."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from gallery.models import ApiToken, User
from studio.serving import live
from tests.bench.inside import say


def session_of(user: User) -> str:
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    key: str = session.session_key
    return key


def token_of(user: User) -> str:
    return ApiToken.objects.issue(owner=user, name="bench")[1]


def main() -> None:
    user = User.objects.get(username="mira")
    say(token=token_of(user), stream=live.token_for(user), session=session_of(user))


if __name__ == "__main__":
    main()
