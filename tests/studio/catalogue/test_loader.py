"""Reading TOML: strictly, in picker order, and a model added by data alone."""

import pytest

from studio import catalogue
from studio.catalogue import CatalogueError, UnknownModel
from studio.catalogue.loader import DATA

ADDED = """
vendor = "Example Works"

[[model]]
id = "example/brush-1"
label = "Brush 1"
strength = "A model that a test adds by data"
lane = "predictions"
path = "/v1/models/example/brush-1/predictions"
wire_model = "brush-1"
timeout = 60
usual_seconds = 5
count_keys = ["n"]
images_per_call = 2
aspects = ["1:1", "3:2"]
aspect_key = "ratio"
aspect_form = "x"
price_source = "the test"
prices = [{ amount = "0.011", when = { finish = "fine" } }, { amount = "0.007" }]

[[model.options]]
name = "finish"
label = "Finish"
type = "choice"
choices = ["rough", "fine"]
default = "rough"
path = "look.finish"
"""


@pytest.fixture
def added(tmp_path):
    (tmp_path / "example.toml").write_text(ADDED)
    catalogue.configure([tmp_path])
    yield catalogue.get("example/brush-1")
    catalogue.configure([])


def test_a_model_is_added_by_data_alone(added):
    asked = catalogue.check(added, prompt="A deer", options={"finish": "fine"}, aspect="3:2", count=3)
    sent = catalogue.parameters(added, asked.options, asked.aspect, asked.calls[0])
    assert sent == {"ratio": "3x2", "look.finish": "fine", "n": 2}
    assert str(catalogue.quote(asked)) == "0.033"


def test_an_added_model_stands_behind_the_shipped_ones(added):
    assert list(catalogue.current())[-1] == added.id
    assert added in catalogue.offered()


def test_without_the_file_the_model_is_unknown():
    with pytest.raises(UnknownModel, match="brush-1"):
        catalogue.get("example/brush-1")


def test_a_retired_model_is_known_and_not_offered(tmp_path):
    (tmp_path / "one.toml").write_text(ADDED.replace("timeout = 60", 'timeout = 60\nretired_since = "2026-09-30"'))
    found = catalogue.load(tmp_path)
    assert found["example/brush-1"].retired
    assert found.offered() == ()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('label = "Brush 1"', 'label = "Brush 1"\ncolour = "red"', "model[0].colour: is not a key"),
        ('label = "Brush 1"', "", "model[0].label: is missing"),
        ("timeout = 60", 'timeout = "60"', "model[0].timeout: must be int or float"),
        ("timeout = 60", "timeout = true", "model[0].timeout: must be int or float"),
        ('default = "rough"', 'default = "shiny"', "model[0].options.finish.default: 'shiny' is not among"),
        ('type = "choice"', 'type = "colour"', "model[0].options[0].type: must be one of"),
        ('amount = "0.007"', "amount = 0.007", "model[0].prices[1].amount: must be dollars as text"),
        ("finish = ", "polish = ", "model[0].prices.when: there is no option 'polish'"),
        ('"3:2"]', '"3by2"]', "model[0].aspects: '3by2' is neither"),
        ('aspects = ["1:1", "3:2"]', 'aspects = "common"', "model[0].aspects: there is no aspects.common"),
        ('count_keys = ["n"]', "", "model[0].images_per_call: more than one a call needs count_keys"),
        ('lane = "predictions"', 'lane = "fast"', "model[0].lane: must be one of"),
        ('path = "/v1', 'path = "v1', "model[0].path: must begin with /"),
        ("[[model.options]]", '[[model.options]]\nconditions = [{ option = "x", is_in = [] }]', "message: is missing"),
        ("[[model.options]]", "[[model.options]", "at line"),
    ],
)
def test_a_slip_in_the_data_names_file_and_key(tmp_path, old, new, place):
    file = tmp_path / "example.toml"
    assert old in ADDED
    file.write_text(ADDED.replace(old, new, 1))
    with pytest.raises(CatalogueError) as caught:
        catalogue.load(file)
    assert str(caught.value).startswith(str(file))
    assert place in str(caught.value)


def test_a_number_outside_its_own_range_is_a_slip(tmp_path):
    option = 'name = "steps"\nlabel = "Steps"\ntype = "integer"\nmin = 1\nmax = 5\ndefault = 9\n'
    (tmp_path / "one.toml").write_text(ADDED + "\n[[model.options]]\n" + option)
    with pytest.raises(CatalogueError, match=r"options\.steps\.default: 9 is outside the range"):
        catalogue.load(tmp_path)


def test_the_same_id_twice_is_a_slip(tmp_path):
    (tmp_path / "one.toml").write_text(ADDED)
    (tmp_path / "two.toml").write_text(ADDED)
    with pytest.raises(CatalogueError, match=r"stands in .*one\.toml already"):
        catalogue.load(tmp_path)


def test_a_path_that_is_not_there_is_a_slip(tmp_path):
    with pytest.raises(CatalogueError, match="neither a file nor a directory"):
        catalogue.load(tmp_path / "missing")


def test_the_current_catalogue_is_read_once():
    assert catalogue.current() is catalogue.current()
    assert len(catalogue.load(DATA)) == len(catalogue.current())


def test_the_catalogue_cannot_be_changed():
    with pytest.raises(TypeError):
        catalogue.current()["openai/dall-e-3"] = None
