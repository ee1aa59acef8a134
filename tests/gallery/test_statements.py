"""What is written once reads and writes what the ORM would, with any values and in any thread."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict

from gallery.models import Image
from gallery.statements import AT_ONCE, Conditional, Prepared, insert
from studio.models import EarlierPrompt, Generation, Run, Transition
from studio.prompts import history
from tests.factories import GenerationFactory, ImageFactory, RunFactory, UserFactory

pytestmark = pytest.mark.django_db

runs_of = Prepared(
    lambda owner, prompt: Run.objects.select_related("owner").filter(owner_id=owner, prompt=prompt).order_by("id"),
    (1, 2),
    ("a", "b"),
)
by_run = Prepared(lambda run: Generation.objects.filter(run_id=run), (uuid4(), uuid4()))


def test_it_reads_what_the_orm_reads(django_assert_num_queries):
    wanted, other = RunFactory(prompt="a dune"), RunFactory(prompt="a dune")
    RunFactory(prompt="a fox", owner=wanted.owner)
    runs_of(0, "")
    with django_assert_num_queries(1):
        found = runs_of(wanted.owner_id, "a dune")
        assert [run.owner.username for run in found] == [wanted.owner.username]
    assert model_to_dict(found[0]) == model_to_dict(Run.objects.get(pk=wanted.pk))
    assert not found[0]._state.adding
    assert runs_of.first(other.owner_id, "a dune") == other
    assert runs_of.first(other.owner_id, "a fox") is None


def test_each_value_stands_in_its_own_place():
    one, two = GenerationFactory(), GenerationFactory()
    assert by_run(two.run_id) == [two]
    assert by_run(one.run_id) == [one]


@pytest.mark.django_db(transaction=True)
def test_many_threads_ask_at_once():
    made = [RunFactory(prompt=str(number)) for number in range(8)]

    def ask(run):
        try:
            return all(runs_of.first(run.owner_id, run.prompt) == run for _ in range(20))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, made))


def test_what_is_inserted_is_what_would_be_saved():
    first = RunFactory(requested=[{"id": "x", "options": {"a": [1, None]}}])
    again = Run.objects.get(pk=first.pk)
    again.pk = uuid4()
    insert([again])
    assert again._state.adding is False
    assert model_to_dict(Run.objects.get(pk=again.pk)) == model_to_dict(first)


def test_numbers_are_given_by_the_database_and_rows_may_be_many():
    row = GenerationFactory()
    before = Transition.objects.count()
    insert(Transition(generation=row, run_id=row.run_id, user_id=1, to_state="queued") for _ in range(AT_ONCE + 5))
    assert Transition.objects.count() == before + AT_ONCE + 5


def test_none_is_no_statement(django_assert_num_queries):
    with django_assert_num_queries(0):
        insert([])


def test_what_is_there_already_is_refused():
    run = RunFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([run])


def test_a_conflict_may_be_answered():
    person = UserFactory()
    history.note(person, "a dune")
    history.note(person, "a dune")
    assert EarlierPrompt.objects.filter(owner=person).count() == 1


def test_pictures_are_found_by_their_words_at_once():
    picture = ImageFactory.build(owner=UserFactory(), prompt="a heron")
    Image.objects.bulk_create([picture])
    assert "heron" in Image.objects.get(pk=picture.pk).words.text


waiting = Conditional(
    lambda pk, model: Generation.objects.filter(pk=pk, model=model, state__in=("queued", "sending")),
    (uuid4(), uuid4()),
    ("a", "b"),
)


def test_a_row_is_changed_where_it_is_as_asked_and_nowhere_else(django_assert_num_queries):
    row, other = GenerationFactory(usage={"a": 1}), GenerationFactory()
    waiting(row.pk, "none such", request_id="x")
    with django_assert_num_queries(1):
        assert waiting(row.pk, row.model, request_id="it", usage={"b": [None]}, due_at=None) == 1
    row.refresh_from_db()
    assert (row.request_id, row.usage, row.due_at) == ("it", {"b": [None]}, None)
    assert waiting(row.pk, "another", request_id="no") == 0
    Generation.objects.filter(pk=row.pk).update(state="failed")
    assert waiting(row.pk, row.model, request_id="no") == 0
    assert not Generation.objects.filter(request_id="no").exists()
    assert Generation.objects.get(pk=other.pk).request_id == ""
