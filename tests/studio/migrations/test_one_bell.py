"""What was told about money before there was one bell stands there after, with its count."""

from datetime import date

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone, translation

from gallery.models import Notice, User
from gallery.people import notices
from tests.factories import TeamFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
HERE, BEFORE = "0018_one_bell", "0017_switched_off"


@pytest.fixture
def before():
    """The models of studio as they were; the newest again after the test, whatever it left."""
    tips = MigrationExecutor(connection).loader.graph.leaf_nodes()
    executor = MigrationExecutor(connection)
    yield executor.migrate([("studio", BEFORE)]).apps
    MigrationExecutor(connection).migrate(tips)


def test_money_notices_move_to_the_bell(before):
    lena, mira = UserFactory(display_name="Lena", unseen=1), UserFactory(display_name="Mira")
    team = TeamFactory(name="Nachtklang")
    old, wishes = before.get_model("studio", "Notice").objects, before.get_model("studio", "BudgetRequest").objects
    place = {"kind": "team", "subject": str(team.pk), "sandbox": True, "month": date(2026, 11, 1), "asked": "0.24"}
    wish = wishes.create(by_id=mira.pk, state="granted", granted="1", decided_by_id=lena.pk, **place)
    old.create(user_id=lena.pk, kind="asked", key=f"asked:{wish.pk}", request=wish, seen_at=timezone.now())
    old.create(user_id=mira.pk, kind="decided", key=f"decided:{wish.pk}", request=wish)
    near = {"kind": "instance", "subject": "", "sandbox": False, "limit": "10.00"}
    old.create(user_id=lena.pk, kind="near", key="near:instance", facts=near)
    MigrationExecutor(connection).migrate([("studio", HERE)])
    with translation.override("en"):
        said = {(row.user_id, row.said, row.url, row.seen_at is None) for row in Notice.objects.all()}
    demo, true = "/usage/budgets/?book=demo", "/usage/budgets/?book=true"
    assert said == {
        (lena.pk, "Mira needs $0.24 more than is left in Nachtklang.", demo, False),
        (mira.pk, "Lena raised Nachtklang to $1.00 a month.", demo, True),
        (lena.pk, "$8.00 of $10.00 is used in this studio this month.", true, True),
    }
    assert dict(User.objects.values_list("display_name", "unseen")) == {"Lena": 2, "Mira": 1}
    notices.say([lena], "budget near", "again", key="near:instance")
    assert Notice.objects.count() == 3
