"""One corpus, one list of searches, the same answers whatever database runs the tests."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from gallery.models import Image, ImageWords
from gallery.models.image import Kind
from gallery.search import finding, hits
from gallery.search.facts import Space
from gallery.search.query import read
from tests.examples import examples
from tests.factories import ImageFactory, UserFactory

CORPUS = {
    "dunes": "Long dunes in late afternoon, wind ripples",
    "slate": "Bottle on wet slate, drifting mist",
    "wet": "A wet street; slate roofs behind",
    "cafe": "Café Noir, ÜBER the harbour",
    "deer": "紅い鹿 and a 🦌 at 100% zoom",
    "code": 'it\'s f/1.8 -- say "hi" (a_b) back\\slash',
}
SEARCHES = {
    "dun": {"dunes"},
    "DUNES": {"dunes"},
    "unes": set(),
    "wet slate": {"slate", "wet"},
    '"wet slate"': {"slate"},
    '"wet sla*"': {"slate"},
    "slate -mist": {"wet"},
    "-slate": {"dunes", "cafe", "deer", "code"},
    "wet -sla*": set(),
    "cafe uber": {"cafe"},
    "鹿": {"deer"},
    "紅い鹿": {"deer"},
    "鹿い": set(),
    "🦌": {"deer"},
    "100%": {"deer"},
    "f/1.8": {"code"},
    "it's": {"code"},
    "a_b": {"code"},
    'say "hi': {"code"},
    "OR AND NOT": set(),
    "NEAR(wet slate)": set(),
    "wet*": {"slate", "wet"},
    "'; drop table": set(),
    "& | ! <-> :*": set(),
    "": set(CORPUS),
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    user = UserFactory()
    for title, prompt in CORPUS.items():
        ImageFactory(owner=user, file_name=title, prompt=prompt)
    ImageFactory(prompt=CORPUS["dunes"], file_name="somebody else's")
    return user


def found(user, text):
    rows = finding.find(Image.objects.mine(user), read(text), Space(user)).rows
    return set(rows.values_list("file_name", flat=True))


@pytest.mark.parametrize("few", [1000, 0], ids=["from the index", "by walking"])
@pytest.mark.parametrize("text", SEARCHES, ids=repr)
def test_the_same_is_found_by_index_and_by_walking(ada, monkeypatch, few, text):
    monkeypatch.setattr(hits, "FEW", few)
    assert found(ada, text) == SEARCHES[text]


def test_a_phrase_stays_within_its_field(ada):
    ImageFactory(owner=ada, title="last word", prompt="first word", file_name="both")
    assert found(ada, '"word first"') == set()
    assert found(ada, "word first") == {"both"}


def test_a_new_title_is_found_and_the_old_one_is_not(ada):
    image = Image.objects.get(file_name="dunes")
    image.title = "Sahara"
    image.save(update_fields=["title"])
    image.title = "Gobi"
    image.save(update_fields=["title"])
    assert found(ada, "gobi") == {"dunes"}
    assert found(ada, "sahara") == set()


def test_saving_other_columns_leaves_the_words_alone(ada, django_assert_num_queries):
    image = Image.objects.get(file_name="dunes")
    with django_assert_num_queries(1):
        image.save(update_fields=["renditions"])


def test_rows_made_in_one_go_are_found(ada):
    Image.objects.bulk_create([ImageFactory.build(owner=ada, prompt="quartz", file_name="bulk")])
    assert found(ada, "quartz") == {"bulk"}


def test_bare_references_and_masks_have_no_words(ada):
    ImageFactory(owner=ada, kind=Kind.REFERENCE, prompt="quartz")
    assert ImageWords.objects.filter(text__contains="quartz").count() == 0


def test_the_words_go_with_their_picture(ada):
    Image.objects.get(file_name="dunes").delete()
    assert found(ada, "dun") == set()
    assert found(ada, "wind") == set()


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some.text(alphabet=some.characters() | some.sampled_from("\"'-*()&|!:<>% ab"), max_size=40))
def test_no_search_breaks_the_database(ada, text):
    found(ada, text)
