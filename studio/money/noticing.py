"""Says when a budget passes its soft mark."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_noop

from gallery.models import User
from gallery.people import notices
from studio.models import Budget, Kind
from studio.money import asking, budgets
from studio.money.budgets import Room
from studio.money.scopes import Scope, this_month
from studio.templatetags.figures import left as left_words
from studio.templatetags.figures import total as total_words

NEAR = gettext_noop("%(mark)s of %(limit)s is used in %(name)s this month.")
YOURS = [gettext_noop("your budget"), {}]


def tell_near() -> None:
    """Once a month and limit, to whoever may raise it and to the person whose budget it is."""
    for sandbox in (False, True):
        scopes = [Scope(Kind(row.kind), row.subject) for row in Budget.objects.filter(sandbox=sandbox, limit__gt=0)]
        for room in budgets.rooms(scopes, sandbox=sandbox, names={}):
            if room.near:
                say_near(room, sandbox=sandbox)


def say_near(room: Room, *, sandbox: bool) -> None:
    scope, month = room.scope, this_month().isoformat()
    book = "demo" if sandbox else "true"
    key = f"near:{scope.kind}:{scope.subject}:{book}:{month}:{room.limit}"
    theirs = User.objects.filter(pk=scope.subject) if scope.kind == Kind.PERSON else User.objects.none()
    facts: dict[str, Any] = {"mark": left_words(room.limit * budgets.NEAR), "limit": total_words(room.limit)}
    url = f"{reverse('budgets')}?book={book}"
    notices.say(theirs, "budget near", NEAR, facts | {"name": YOURS}, url=url, key=key)
    notices.say(
        asking.setters_of(scope), "budget near", NEAR, facts | {"name": asking.place_words(scope)}, url=url, key=key
    )
