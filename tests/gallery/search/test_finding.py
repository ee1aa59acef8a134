"""Every field, alone and mixed, over one corpus: the same pictures whatever database runs the tests, however found."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image as Pixels

from gallery.browsing import paging
from gallery.browsing.listing import Listing
from gallery.browsing.wall import count_of, hang
from gallery.files import rendering
from gallery.models import Image, Likeness
from gallery.organising import boards, picks, tags
from gallery.search import finding, hits
from gallery.search.query import read
from tests.factories import ImageFactory, MembershipFactory, UserFactory

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 10, 15, 12, tzinfo=UTC)
FLUX = {"model": "bfl/flux-2-pro", "model_label": "Flux 2 Pro", "vendor": "Black Forest Labs"}
MINI = {"model": "openai/gpt-image-1-mini", "model_label": "GPT Image 1 mini", "vendor": "OpenAI"}
CORPUS = {
    "tall": {**FLUX, "width": 600, "height": 900, "created_at": NOON, "prompt": "wet slate in fog"},
    "flat": {**MINI, "width": 2000, "height": 800, "created_at": NOON - timedelta(days=40), "title": "Spring"},
    "even": {"width": 1000, "height": 1010, "created_at": NOON - timedelta(days=1), "asked": {"mask": "x"}},
    "scan": {"kind": "upload", "model": "", "model_label": "", "vendor": "", "width": 900, "height": 600},
}
SEARCHES = {
    "model:flux": {"tall"},
    "model:bfl/flux-2-pro": {"tall"},
    'model:"Flux 2"': set(),
    'model:"flux 2 pro"': {"tall"},
    'model:"GPT Image 1"': set(),
    "model:gpt": {"flat", "even"},
    "model:openai/gpt-image-1": set(),
    "model:flux,gpt": {"tall", "flat", "even"},
    "model:bfl/flux-2-pro,openai/gpt-image-1.5": {"tall", "even"},
    "-model:flux": {"flat", "even", "scan"},
    "vendor:openai": {"flat", "even"},
    'vendor:"Black Forest Labs"': {"tall"},
    "shape:portrait": {"tall"},
    "shape:landscape": {"flat", "scan"},
    "shape:wide": {"flat"},
    "shape:square,portrait": {"even", "tall"},
    "has:mask": {"even"},
    "has:parent": {"scan"},
    "has:title": {"flat"},
    "is:uploaded": {"scan"},
    "-is:uploaded": {"tall", "flat", "even"},
    "is:favourite": {"tall", "even"},
    "is:favourite,uploaded": {"tall", "even", "scan"},
    "-is:favourite": {"flat", "scan"},
    "is:shared": {"flat"},
    "is:private": {"tall", "even", "scan"},
    "color:teal": {"tall"},
    "-color:teal": {"flat", "even", "scan"},
    "tag:draft": {"tall", "flat"},
    "tag:DRAFT tag:sea": {"flat"},
    "tag:draft,low": {"tall", "flat"},
    'tag:"low sun"': {"even"},
    "tag:low*": {"even"},
    "-tag:draft": {"even", "scan"},
    "sun": {"even"},
    '"low sun"': {"even"},
    "-sun": {"tall", "flat", "scan"},
    "rating:>=3": {"tall", "even"},
    "rating:2": {"flat"},
    "rating:3..4": {"tall"},
    "rating:none": {"scan"},
    "-rating:>=3": {"flat", "scan"},
    'board:"spring"': {"tall", "scan"},
    "board:Spring,Autumn": {"tall", "scan", "even"},
    "-board:Spring": {"flat", "even"},
    "date:2026-10": {"tall", "even"},
    "date:2026-09-05": {"flat"},
    "date:2026-10-15..": {"tall", "scan"},
    "-date:2026-10": {"flat", "scan"},
    "person:me": {"tall", "flat", "even", "scan"},
    "fog model:flux rating:>=3 shape:portrait board:Spring is:favourite tag:draft -tag:sea color:teal": {"tall"},
    "fog model:gpt": set(),
    '"& | !"': set(),
}


@pytest.fixture
def ada():
    user = UserFactory(username="ada", display_name="Ada Lovelace")
    team = MembershipFactory(user=user, role="owner").team
    made = {name: ImageFactory(owner=user, file_name=name, **{"prompt": ""} | facts) for name, facts in CORPUS.items()}
    Image.objects.filter(file_name="flat").update(team=team, published_at=NOON)
    made["scan"].parent = made["tall"]
    made["scan"].save()
    looks(made["tall"], ["teal"])
    tags.add([made["tall"], made["flat"]], ["draft"], by=user, team=None)
    tags.add([made["flat"]], ["Sea"], by=user, team=None)
    tags.add([made["even"]], ["low sun"], by=user, team=None)
    for name, stars in {"tall": 3, "even": 5, "flat": 2}.items():
        tags.rate([made[name]], stars, by=user)
    picks.pick([made["tall"], made["even"]], by=user, team=None)
    for name, held in {"Spring": ["tall", "scan"], "Autumn": ["even"]}.items():
        boards.add(boards.create(name=name, by=user), [made[each] for each in held], by=user)
    others(user)
    return user


def looks(image, colors):
    Likeness.objects.create(image=image, dhash=1, band0=0, band1=0, band2=0, band3=1, colors=colors)
    image.save()


def others(user):
    """Somebody else has the same of everything."""
    other = UserFactory()
    image = ImageFactory(owner=other, file_name="other", prompt="wet slate in fog", width=600, height=900, **FLUX)
    tags.add([image], ["draft", "low sun"], by=other, team=None)
    tags.rate([image], 5, by=other)
    picks.pick([image], by=other, team=None)
    boards.add(boards.create(name="Spring", by=other), [image], by=other)


def found(user, line, team=None):
    listing = Listing(user, team, read(line))
    assert listing.problems == ()
    return [image.file_name for image in listing.rows()]


@pytest.mark.parametrize("few", [1000, 0], ids=["from an index", "by walking"])
@pytest.mark.parametrize("line", SEARCHES)
def test_the_same_is_found_by_index_and_by_walking(ada, monkeypatch, few, line):
    monkeypatch.setattr(hits, "FEW", few)
    monkeypatch.setattr(finding, "FEW", few)
    names = found(ada, line)
    assert set(names) == SEARCHES[line]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("board:Winter", "no board “Winter”"),
        ("person:bob", "Nobody here is called “bob”"),
        (f"like:{'0' * 32}", "gone"),
    ],
)
def test_what_names_nothing_here_is_told(ada, line, words):
    problems = Listing(ada, None, read(line)).problems
    assert words in problems[0].sentence


def test_what_one_space_calls_a_picture_is_not_found_in_another(ada):
    image = Image.objects.get(file_name="flat")
    team = image.team
    tags.add([image], ["Client"], by=ada, team=team)
    assert found(ada, "draft", team) == found(ada, "tag:draft", team) == []
    assert found(ada, "client", team) == found(ada, "tag:client", team) == ["flat"]
    assert found(ada, "client") == found(ada, "tag:client") == []


def test_a_tag_that_is_renamed_or_taken_off_is_found_so(ada):
    tag = tags.of_space(user=ada, team=None).get(name="low sun")
    tags.rename(tag, "dusk", by=ada)
    assert found(ada, "sun") == []
    assert found(ada, "dusk") == found(ada, "tag:Dusk") == ["even"]
    tags.remove([Image.objects.get(file_name="even")], ["dusk"], by=ada, team=None)
    assert found(ada, "dusk") == []


def test_a_team_rates_by_the_mean_of_its_members(ada):
    image = Image.objects.get(file_name="flat")
    team = image.team
    tags.rate([image], 5, by=MembershipFactory(team=team).user)  # and 2 by ada
    tags.rate([image], 1, by=UserFactory())
    assert found(ada, "rating:>=3", team) == found(ada, "rating:3", team) == ["flat"]
    assert found(ada, "rating:>=4", team) == []


def test_people_of_a_team_are_found_by_any_part_of_their_name(ada):
    team = Image.objects.get(file_name="flat").team
    bob = MembershipFactory(team=team, user=UserFactory(username="bob", display_name="Bob Gray")).user
    ImageFactory(owner=bob, team=team, published_at=NOON, file_name="his")
    for line, names in {"person:gray": {"his"}, "person:love": {"flat"}, "-person:bob": {"flat"}}.items():
        assert set(found(ada, line, team)) == names
    assert set(found(ada, "person:bob,ada", team)) == {"his", "flat"}


def test_colours_are_found_once_a_picture_is_rendered(ada, settings):
    image = Image.objects.get(file_name="scan")
    rendering.look(image, drawn_in("navy"))
    assert found(ada, "color:blue") == ["scan"]


def drawn_in(color):
    file = BytesIO()
    Pixels.new("RGB", (32, 24), color).save(file, "WEBP")
    return file.getvalue()


class TestWindows:
    """A walk for what no index leads to ends after a window of rows, and goes on with the next page."""

    @pytest.fixture
    def sparse(self, ada, monkeypatch):
        Image.objects.filter(owner=ada).delete()
        monkeypatch.setattr(hits, "FEW", 1)
        monkeypatch.setattr(paging, "WINDOW", 10)
        monkeypatch.setattr(paging, "WINDOWS", (1,))
        monkeypatch.setattr(paging, "ENOUGH", 0)
        for number in range(45):
            prompt = "a heron" if number in (3, 22, 41) else "a harbour"
            ImageFactory(owner=ada, prompt=prompt, file_name=f"{number}", created_at=NOON - timedelta(hours=number))
        return Listing(ada, None, read("heron"))

    def test_every_hit_hangs_once_over_short_pages(self, sparse):
        seen, cursor, pages = [], "", 0
        while cursor is not None:
            wall = hang(sparse, cursor)
            seen += [image.file_name for day in wall.days for image in day.images]
            cursor, pages = wall.older, pages + 1
        assert seen == ["3", "22", "41"]
        assert pages == 5

    def test_a_page_reads_no_more_than_its_window(self, sparse):
        assert count_of(Listing(sparse.user, None, read("heron -fog"))) == (1, True)

    def test_a_crowd_is_not_counted(self, sparse):
        assert count_of(sparse) == (1000, True)

    def test_a_wider_look_follows_where_the_first_finds_little(self, sparse, monkeypatch):
        monkeypatch.setattr(paging, "WINDOWS", (1, 8))
        monkeypatch.setattr(paging, "ENOUGH", 2)
        assert [day.images[0].file_name for day in hang(sparse, "").days] == ["3"]
        assert hang(sparse, "").older is None

    def test_the_walk_goes_on_while_nothing_fits(self, sparse, monkeypatch):
        monkeypatch.setattr(paging, "WINDOWS", (1, 1, 1))
        monkeypatch.setattr(paging, "ENOUGH", 1)
        Image.objects.filter(file_name="3").delete()
        assert [image.file_name for day in hang(sparse, "").days for image in day.images] == ["22"]
        monkeypatch.setattr(paging, "WINDOWS", (1,))
        assert (hang(sparse, "").days, hang(sparse, "").older is None) == ([], False)

    def test_days_bound_the_walk(self, sparse):
        wall = hang(Listing(sparse.user, None, read("heron date:..2026-10-13")), "")
        assert [image.file_name for day in wall.days for image in day.images] == ["41"]
        assert wall.older is None

    def test_rows_of_one_moment_hang_once(self, sparse):
        Image.objects.filter(owner=sparse.user).update(created_at=NOON)
        wall = hang(sparse, "")
        assert sorted(image.file_name for day in wall.days for image in day.images) == ["22", "3", "41"]
        assert [day.images for day in hang(sparse, wall.older).days] == []


@pytest.mark.parametrize("line", ["fog", "tag:draft", "board:Spring", "is:favourite", "rating:>=3", "model:flux"])
def test_a_search_costs_the_same_at_any_size(ada, django_assert_max_num_queries, line):
    for number in (0, 70):
        ImageFactory.create_batch(number, owner=ada, prompt="a fog", **FLUX)
        with django_assert_max_num_queries(3):
            hang(Listing(ada, None, read(line)), "")


@pytest.mark.parametrize(
    ("line", "apart", "never"),
    [
        ("harbour", "CASE WHEN", None),
        ("rating:>=4", "COALESCE((SELECT", 'EXISTS(SELECT 1 AS "a" FROM "gallery_rating"'),
    ],
)
def test_a_walk_leaves_the_planner_no_way_but_along_the_list(ada, monkeypatch, line, apart, never):
    """Guessed to be rare, words or stars would all be read before the first picture: a second among a million."""
    monkeypatch.setattr(hits, "FEW", -1)
    monkeypatch.setattr(finding, "FEW", -1)
    team = MembershipFactory(user=ada).team
    found = Listing(ada, team, read(line)).found
    sql = str(found.rows.query)
    assert found.long
    assert apart in sql
    assert never is None or never not in sql
