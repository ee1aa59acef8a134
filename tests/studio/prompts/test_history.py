import pytest

from studio import submission
from studio.models import EarlierPrompt
from studio.prompts import history
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
MINI = "openai/gpt-image-1-mini"


def ran(user, *prompts):
    for prompt in prompts:
        order = submission.check(prompt=prompt, models=[{"id": MINI}])
        submission.submit(order, by=user)


def texts(user, search=""):
    return [row.text for row in history.earlier(user, search)]


def test_each_prompt_once_and_the_newest_first(mira):
    ran(mira, "a vase", "a jug", "a vase")
    assert texts(mira) == ["a vase", "a jug"]


def test_it_is_everybodys_own(mira):
    ran(mira, "a vase")
    other = UserFactory()
    ran(other, "a vase")
    assert EarlierPrompt.objects.count() == 2
    assert history.text_of(other, str(history.earlier(mira)[0].pk)) == ""


@pytest.mark.parametrize(("search", "found"), [("VASE blue", ["a blue vase"]), ("ÉCLAIR", ["un éclair"]), ("no", [])])
def test_every_word_has_to_stand_in_it(mira, search, found):
    ran(mira, "a red vase", "a blue vase", "un éclair")
    assert texts(mira, search) == found
