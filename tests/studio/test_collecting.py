"""What happens between an answer and its pictures when something breaks in the middle."""

from base64 import b64encode
from uuid import uuid4

import pytest
from django.utils import timezone

from gallery.files import storage
from gallery.ids import derived
from gallery.models import Board, Image, Team
from studio import keys, lifecycle
from studio.gateway import Picture, Pictures
from studio.gateway.errors import LinkExpired
from studio.lifecycle import collecting, polling, spool
from studio.models import Generation, State, Transition
from tests.factories import GenerationFactory, MembershipFactory, RunFactory
from tests.gallery.pictures.drawing import encoded

pytestmark = pytest.mark.django_db(transaction=True)


def collecting_row(**columns):
    return GenerationFactory(
        state=State.COLLECTING,
        links=[{"position": 0, "url": "https://gone.example/a.png", "revised_prompt": "", "seed": None}],
        sent_at=timezone.now(),
        **columns,
    )


def fresh(row):
    return Generation.objects.get(pk=row.pk)


class Expired:
    def download(self, url, to):
        raise LinkExpired("over")


class Delivers:
    """Every link leads to one small picture."""

    def download(self, url, to):
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(encoded())
        return collecting.inspect(to, max_pixels=1_000_000)


@pytest.fixture
def gateway(monkeypatch):
    def use(gateway):
        monkeypatch.setattr(keys, "gateway_for", lambda source: gateway)

    return use


def test_a_task_that_answers_with_the_picture_itself_is_kept():
    drawn = encoded(size=(200, 200), compress_level=0)
    row = GenerationFactory(state=State.WAITING, remote_id="task", sent_at=timezone.now())
    inline = Picture(url=f"data:image/png;base64,{b64encode(drawn).decode()}")
    due = polling.settle(row, Pictures((inline,)))
    assert due.collect == (row.pk,)
    lifecycle.collect(row.pk)
    assert (fresh(row).state, Image.objects.get().bytes) == (State.SUCCEEDED, len(drawn))


def test_an_original_that_was_stored_outlives_its_link(gateway, tmp_path):
    row = collecting_row()
    (tmp_path / "drawn").write_bytes(encoded())
    storage.put(storage.original_key(derived(row.pk, 0), "png"), tmp_path / "drawn")
    gateway(Expired())
    lifecycle.collect(row.pk)
    assert fresh(row).state == State.SUCCEEDED
    assert Image.objects.get().pk == derived(row.pk, 0)


def test_a_link_that_is_over_is_told_and_charged(gateway):
    row = collecting_row()
    gateway(Expired())
    lifecycle.collect(row.pk)
    assert (fresh(row).state, fresh(row).reason_code, fresh(row).charged) == (State.FAILED, "link_expired", "yes")


def test_a_storage_that_breaks_in_its_own_way_is_tried_again(gateway, monkeypatch):
    row = collecting_row()
    gateway(Delivers())
    monkeypatch.setattr("gallery.ingest.store_original", lambda *_: (_ for _ in ()).throw(RuntimeError("S3 is away")))
    lifecycle.collect(row.pk)
    again = fresh(row)
    assert (again.state, again.session, again.collect_attempts) == (State.COLLECTING, None, 1)


def test_a_team_that_went_meanwhile_loses_no_picture(gateway):
    team = MembershipFactory(role="owner").team
    row = collecting_row(run=RunFactory(owner=team.members.get(), team=team))
    gateway(Delivers())
    Team.objects.all().delete()
    lifecycle.collect(row.pk)
    assert Image.objects.get().team is None


def test_who_may_publish_no_more_publishes_nothing(gateway):
    membership = MembershipFactory(role="viewer")
    row = collecting_row(run=RunFactory(owner=membership.user, team=membership.team))
    gateway(Delivers())
    lifecycle.collect(row.pk)
    assert Image.objects.get().team is None


def on_board(role, **columns):
    membership = MembershipFactory(role=role)
    board = Board.objects.create(owner=membership.user, team=membership.team, name="Packshots")
    return collecting_row(run=RunFactory(owner=membership.user, team=board.team, board=board), **columns), board


def test_what_is_made_hangs_on_the_runs_board(gateway):
    row, board = on_board("editor")
    gateway(Delivers())
    lifecycle.collect(row.pk)
    assert [item.image_id for item in board.items.all()] == [derived(row.pk, 0)]
    assert Image.objects.get().team == board.team


@pytest.mark.parametrize("change", [{"role": "viewer"}, {"cancel_requested_at": timezone.now()}])
def test_nothing_is_laid_on_a_board_that_its_owner_lost_or_does_not_want(gateway, change):
    row, board = on_board(**{"role": "editor"} | change)
    gateway(Delivers())
    lifecycle.collect(row.pk)
    assert fresh(row).state == State.SUCCEEDED
    assert not board.items.exists()


def test_who_lost_the_claim_ends_nothing():
    row = collecting_row(claim_token=uuid4(), session=uuid4())
    stale = fresh(row)
    Generation.objects.filter(pk=row.pk).update(claim_token=uuid4())
    collecting.finish(stale, {}, {0: LinkExpired("over")})
    assert fresh(row).state == State.COLLECTING


def test_a_picture_that_was_cancelled_on_its_way_lies_in_the_trash(gateway):
    row = collecting_row(cancel_requested_at=timezone.now())
    gateway(Delivers())
    lifecycle.collect(row.pk)
    assert Image.objects.get().trashed_at is not None
    assert fresh(row).charged == "yes"


def test_some_of_a_set_are_kept(gateway):
    row = collecting_row(n=2)
    gateway(Delivers())
    collecting.claim_collecting(row)
    collecting.gather(row, Pictures((Picture(url="https://a/1"), Picture(error=LinkExpired("over")))))
    assert (fresh(row).state, fresh(row).missing, row.outputs.count()) == (State.SUCCEEDED, 1, 2)


@pytest.mark.parametrize(
    ("used", "kept"), [("A deer, in fine detail.", "A deer, in fine detail."), (" A  deer\n", ""), ("", "")]
)
def test_the_prompt_that_was_used_is_kept_where_it_is_another(gateway, used, kept):
    row = collecting_row(run=RunFactory(prompt="A deer"))
    gateway(Delivers())
    collecting.claim_collecting(row)
    collecting.gather(row, Pictures((Picture(url="https://a/1", revised_prompt=used),)))
    assert Image.objects.get().revised_prompt == kept


@pytest.fixture
def at_hand(tmp_path):
    """A row whose paid answer has just come, its picture beside the spool."""
    row = GenerationFactory(state=State.SENDING, sent_at=timezone.now(), claim_token=uuid4())
    path = spool.path_of(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"{}")
    picture = path.with_suffix(".0")
    picture.write_bytes(encoded())
    return row, Pictures((Picture(path=picture),), "req-1", {"total_tokens": 7})


def test_pictures_at_hand_are_kept_in_one_step(at_hand):
    row, answer = at_hand
    due = collecting.begin_collecting(row, answer)
    done = fresh(row)
    assert (done.state, done.request_id, done.usage) == (State.SUCCEEDED, "req-1", {"total_tokens": 7})
    assert [change.to_state for change in Transition.objects.filter(generation=row)] == [State.SUCCEEDED]
    assert due.render == (derived(row.pk, 0),)
    assert spool.find(row) is None


def test_who_lost_its_claim_leaves_the_answer_to_its_holder(at_hand):
    row, answer = at_hand
    Generation.objects.filter(pk=row.pk).update(claim_token=uuid4(), state=State.COLLECTING)
    collecting.begin_collecting(row, answer)
    assert fresh(row).state == State.COLLECTING
    assert spool.find(row) is not None


def test_a_picture_in_the_answer_is_held_to_the_limit_of_links(at_hand, settings):
    row, answer = at_hand
    settings.DOWNLOAD_MAX_BYTES = answer.items[0].path.stat().st_size - 1
    collecting.begin_collecting(row, answer)
    assert (fresh(row).state, fresh(row).reason_code, fresh(row).charged) == (State.FAILED, "too_large", "yes")


class Slow(Delivers):
    """All the time that a collector has passes with each link; at the second one ``meanwhile`` happens."""

    def __init__(self, row, meanwhile=dict):
        self.row, self.meanwhile, self.had_time = row, meanwhile, []

    def download(self, url, to):
        rows = Generation.objects.filter(pk=self.row.pk)
        self.had_time.append(rows.get().deadline_at > timezone.now())
        rows.update(deadline_at=timezone.now(), **self.meanwhile())
        return super().download(url, to)


TWO = Pictures((Picture(url="https://a/1"), Picture(url="https://a/2")))


def test_each_link_has_its_time_so_that_a_slow_set_comes_to_an_end(gateway):
    row = collecting_row(n=2)
    collecting.claim_collecting(row)
    slow = Slow(row)
    gateway(slow)
    collecting.gather(row, TWO)
    assert (slow.had_time, fresh(row).state) == ([True, True], State.SUCCEEDED)


def test_who_is_superseded_between_two_links_fetches_no_more(gateway):
    row = collecting_row(n=2)
    collecting.claim_collecting(row)
    slow = Slow(row, meanwhile=lambda: {"claim_token": uuid4()})
    gateway(slow)
    collecting.gather(row, TWO)
    assert (slow.had_time, fresh(row).state) == ([True], State.COLLECTING)
