"""What is remembered is what the database holds now, however it was changed and whether that stood or not."""

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models.signals import post_migrate
from django.test import RequestFactory

from gallery import remembered
from gallery.models import Entrance, Group
from gallery.remembered import Remembered, looked_once, one_look
from studio import offer
from studio.models import Budget, InstanceSettings, SwitchedOff
from studio.money.budgets import limits
from studio.money.scopes import EVERYBODY
from studio.people import groups
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db

TABLE = SwitchedOff._meta.db_table


@pytest.fixture
def reads():
    """A list of the names read, one entry a read, and the remembered question."""
    found = []

    def read():
        found.append("read")
        return sorted(SwitchedOff.objects.values_list("model", flat=True))

    return found, Remembered(read, TABLE)


def test_it_is_read_once_while_nothing_changes(reads, django_assert_num_queries):
    found, known = reads
    assert known() == []
    with django_assert_num_queries(1):
        assert known() == []
    assert found == ["read"]


@pytest.mark.parametrize(
    "change",
    [
        lambda: SwitchedOff.objects.create(model="a"),
        lambda: SwitchedOff.objects.bulk_create([SwitchedOff(model="a")]),
        lambda: connection.cursor().execute(
            f"INSERT INTO {TABLE} (model, since, why) VALUES ('a', '2026-01-01 00:00:00', '')"
        ),
    ],
    ids=["save", "many at once", "by hand"],
)
def test_every_way_of_adding_is_seen(reads, change):
    _, known = reads
    known()
    change()
    assert known() == ["a"]


def test_an_update_of_many_and_a_deletion_are_seen(reads):
    _, known = reads
    SwitchedOff.objects.create(model="a")
    known()
    SwitchedOff.objects.filter(model="a").update(model="b")
    assert known() == ["b"]
    SwitchedOff.objects.all().delete()
    assert known() == []


def test_what_is_taken_back_was_never_there(reads):
    _, known = reads
    with transaction.atomic():
        SwitchedOff.objects.create(model="a")
        assert known() == ["a"]
        transaction.set_rollback(True)
    assert known() == []


def test_another_table_changes_nothing(reads):
    found, known = reads
    known()
    Budget.objects.create(kind="instance", limit=5)
    known()
    assert found == ["read"]


def test_a_table_without_a_mark_is_read_each_time():
    found = []
    known = Remembered(lambda: found.append("read"), "no_such_table")
    known()
    known()
    assert len(found) == 2


def test_one_look_asks_for_the_marks_once(django_assert_num_queries):
    InstanceSettings.current(), Entrance.current(), offer.catalogue_now()
    with django_assert_num_queries(1), one_look():
        InstanceSettings.current(), Entrance.current(), offer.catalogue_now()


@pytest.mark.parametrize(("method", "queries"), [("GET", 1), ("POST", 2)])
def test_what_only_reads_looks_once(method, queries, django_assert_num_queries):
    def view(request):
        InstanceSettings.current(), Entrance.current()

    view(None)
    with django_assert_num_queries(queries):
        looked_once(view)(RequestFactory().generic(method, "/"))


def test_a_row_is_ones_own():
    InstanceSettings.objects.create(ask_above=7)
    first = InstanceSettings.current()
    first.ask_above = 9
    assert InstanceSettings.current().ask_above == 7
    first.save()
    assert InstanceSettings.current().ask_above == 9


def test_who_joins_a_group_is_seen():
    person, group = UserFactory(), Group.objects.create(name="Narrow")
    groups.GroupRules.objects.create(group=group, every_model=False)
    assert groups.barred(person) == {}
    group.members.add(person)
    assert groups.barred(person)
    group.members.remove(person)
    assert groups.barred(person) == {}


def test_no_more_than_so_many_answers_are_kept(monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 3)
    known = Remembered(lambda number: number, TABLE)
    assert [known(number) for number in range(8)] == list(range(8))
    assert len(known.held[1]) <= 3


def test_every_table_that_says_so_is_marked():
    tables = [table for app in ("gallery", "studio") for table in remembered.tables_of(apps.get_app_config(app))]
    assert {"gallery_group_members", "studio_credential", "gallery_ruleversion"} <= set(tables)
    with connection.cursor() as cursor:
        source = (
            "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
            if connection.vendor == "sqlite"
            else "SELECT tgrelid::regclass::text, tgname FROM pg_trigger"
        )
        cursor.execute(source)
        found = {table for table, name in cursor.fetchall() if name.endswith("_marked")}
    assert found >= set(tables)
    assert remembered.marks_now().keys() >= set(tables)


def test_triggers_come_back_with_the_next_migration(reads):
    _, known = reads
    for act in ("INSERT", "UPDATE", "DELETE") if connection.vendor == "sqlite" else ("",):
        name = f"{TABLE}_{act}_marked" if act else f"{TABLE}_marked ON {TABLE}"
        connection.cursor().execute(f"DROP TRIGGER {name}")
    config = apps.get_app_config("studio")
    post_migrate.send(sender=config, app_config=config, using="default", verbosity=0, interactive=False, plan=[])
    known()
    SwitchedOff.objects.create(model="a")
    assert known() == ["a"]


def test_a_second_look_sees_what_was_set_since():
    with one_look():
        limits((EVERYBODY,), sandbox=False)
        Budget.objects.create(kind="instance", limit=5)
        assert limits((EVERYBODY,), sandbox=False) == {}
        remembered.look_again()
        assert limits((EVERYBODY,), sandbox=False) == {EVERYBODY: 5}
