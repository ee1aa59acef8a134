"""Says when a budget passes its soft mark, and puts what people are told into their words."""

from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _

from gallery.models import User
from studio.models import Budget, Kind, Notice, NoticeKind, Wish
from studio.money import asking, budgets
from studio.money.budgets import Room
from studio.money.scopes import Scope, this_month
from studio.templatetags.figures import left as left_words
from studio.templatetags.figures import total as total_words

COUNTED_FOR = 60  # seconds
KEPT = 50  # notices that are shown of one person's


def tell_near() -> None:
    """Once a month and limit, to whoever may raise it and to the person whose budget it is."""
    for sandbox in (False, True):
        scopes = [Scope(Kind(row.kind), row.subject) for row in Budget.objects.filter(sandbox=sandbox, limit__gt=0)]
        for room in budgets.rooms(scopes, sandbox=sandbox, names={}):
            if room.near:
                say_near(room, sandbox=sandbox)


def say_near(room: Room, *, sandbox: bool) -> None:
    scope, month = room.scope, this_month().isoformat()
    facts = {"kind": str(scope.kind), "subject": scope.subject, "sandbox": sandbox, "limit": str(room.limit)}
    key = f"near:{scope.kind}:{scope.subject}:{'demo' if sandbox else 'true'}:{month}:{room.limit}"
    people = {person.pk: person for person in asking.setters_of(scope)}
    if scope.kind == Kind.PERSON:
        people |= User.objects.in_bulk([scope.subject])
    known = set(Notice.objects.filter(key=key).values_list("user_id", flat=True))
    asking.tell([person for pk, person in people.items() if pk not in known], NoticeKind.NEAR, key, facts=facts)


def unseen(user: Any) -> int:
    """Shown on every page, so it comes from the cache; asking.tell and see_all make it be counted again."""
    if not user.is_authenticated:
        return 0
    rows = Notice.objects.filter(user=user, seen_at=None)
    return int(cache.get_or_set(asking.unseen_key(user.pk), rows.count, COUNTED_FOR) or 0)


def latest(user: Any) -> list[Notice]:
    rows = Notice.objects.filter(user=user).select_related("request__by", "request__decided_by")
    return list(rows[:KEPT])


def see_all(user: Any) -> None:
    Notice.objects.filter(user=user, seen_at=None).update(seen_at=timezone.now())
    cache.delete(asking.unseen_key(user.pk))


def told(notice: Notice) -> str:
    """One sentence in the language of who reads it."""
    if notice.kind == NoticeKind.NEAR:
        return near_words(notice)
    wish = notice.request
    if wish is None:
        return ""
    scope = asking.scope_of(wish)
    facts = {"name": asking.place_name(scope), "asked": total_words(wish.asked), "who": wish.by.name}
    if notice.kind == NoticeKind.ASKED:
        return _("%(who)s needs %(asked)s more than is left in %(name)s.") % facts
    facts |= {"who": wish.decided_by.name if wish.decided_by else _("an administrator")}
    if wish.state == Wish.GRANTED and wish.granted is not None:
        return _("%(who)s raised %(name)s to %(limit)s a month.") % (facts | {"limit": total_words(wish.granted)})
    return _("%(who)s left %(name)s as it is.") % facts


def near_words(notice: Notice) -> str:
    facts = notice.facts
    scope, limit = Scope(Kind(facts["kind"]), facts["subject"]), Decimal(facts["limit"])
    mine = scope.kind == Kind.PERSON and scope.subject == str(notice.user_id)
    name = budgets.name_of(scope) if mine else asking.place_name(scope)
    told = {"name": name, "mark": left_words(limit * budgets.NEAR), "limit": total_words(limit)}
    return _("%(mark)s of %(limit)s is used in %(name)s this month.") % told
