"""What somebody's groups let them run: models, work at once, money. Of several the most generous counts."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.urls import reverse

from gallery.audit import Act
from gallery.models import ApiToken, AuditEntry, Group
from gallery.people import groups as circles
from studio import offer
from studio.catalogue import Invalid
from studio.composing import order
from studio.lifecycle import turns
from studio.models import Generation, GroupRules, Kind, PersonRules, State
from studio.money import budgets
from studio.money.scopes import Scope
from studio.people import groups, limits
from tests.factories import GenerationFactory, UserFactory

pytestmark = pytest.mark.django_db
MINI, ALSO = "openai/gpt-image-1-mini", "openai/gpt-image-1.5"


def group(name, *members, models=None, everyone=False, **rules):
    made = Group.objects.create(name=name, everyone=everyone)
    made.members.set(members)
    GroupRules.objects.create(group=made, every_model=models is None, **rules)
    for model in models or ():
        made.rules.models.create(model=model)
    return made


def test_models_of_several_groups_are_one_list_and_everyone_else_has_their_own():
    mira, nobody = UserFactory(), UserFactory()
    group("Interns", mira, models=[MINI])
    assert offer.why_not(mira, MINI) == ""
    assert offer.why_not(mira, ALSO) == "GPT Image 1.5 is not on for Interns. Ask an administrator."
    assert offer.why_not(nobody, ALSO) == ""
    group("", models=[], everyone=True)
    assert offer.why_not(nobody, ALSO) == "GPT Image 1.5 is not on for everyone here. Ask an administrator."
    group("Press", mira, models=[ALSO])
    assert offer.why_not(mira, ALSO) == ""
    group("Leads", mira)
    assert not groups.barred(mira)


def test_a_run_of_a_model_that_is_off_is_refused_by_name(client):
    mira = UserFactory()
    group("Interns", mira, models=[MINI])
    body = {"prompt": "a harbour", "models": [{"id": ALSO}]}
    token = ApiToken.objects.issue(owner=mira, name="t")[1]
    for path in ("runs", "quotes"):
        answer = client.post(
            f"/api/v1/{path}", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
        )
        assert answer.status_code == 422
        assert "not on for Interns" in answer.content.decode()
    client.force_login(mira)
    page = client.post(reverse("run-create"), {"prompt": "a harbour", "model": ALSO})
    assert page.status_code == 422
    assert "not on for Interns" in page.content.decode()
    assert "not on for Interns" in client.get(reverse("studio")).content.decode()
    assert not Generation.objects.exists()
    with pytest.raises(Invalid):
        order.check(prompt="x", models=[{"id": ALSO}], known=lambda id: offer.get(id, mira))


def test_work_at_once_is_the_groups_and_then_the_instances():
    mira, jonas, aiko = UserFactory(), UserFactory(), UserFactory()
    group("Interns", mira, parallel=1)
    group("Press", mira, jonas, parallel=3)
    assert groups.parallel_of([mira.pk, jonas.pk, aiko.pk]) == {mira.pk: 3, jonas.pk: 3}
    group("", everyone=True, parallel=2)
    assert groups.parallel_of([mira.pk, jonas.pk, aiko.pk]) == {mira.pk: 3, jonas.pk: 3, aiko.pk: 2}


def test_a_persons_own_limit_counts_before_that_of_their_groups():
    chief, mira, jonas = UserFactory(is_superuser=True), UserFactory(), UserFactory()
    group("Interns", mira, jonas, parallel=3)
    assert limits.set_parallel(mira, 1, by=chief)
    assert not limits.set_parallel(mira, 1, by=chief)
    assert limits.parallel_of([mira.pk, jonas.pk]) == {mira.pk: 1, jonas.pk: 3}
    assert limits.of(mira) == limits.Parallel(own=1, grouped=3, counts=1)
    assert turns.read().of([mira.pk, jonas.pk]).own == {mira.pk: 1, jonas.pk: 3}
    limits.set_parallel(mira, None, by=chief)
    assert limits.parallel_of([mira.pk]) == {mira.pk: 3}
    told = [entry.details["parallel"] for entry in AuditEntry.objects.filter(object_id=mira.pk).order_by("pk")]
    assert told == [{"from": None, "to": 1}, {"from": 1, "to": None}]


def test_a_limit_of_one_person_makes_turns_where_nothing_else_does():
    mira = UserFactory()
    assert not turns.read().limited
    PersonRules.objects.create(user=mira, parallel=1)
    assert turns.read().limited


def test_a_change_of_a_group_is_told_from_what_to_what_and_is_whole():
    chief, mira = UserFactory(is_superuser=True), UserFactory(username="mira")
    made = group("Interns", mira, models=[MINI], parallel=1)
    told = replace(groups.told_of(made), models=None, parallel=2, budget_month=Decimal(20))
    groups.save(made, told, by=chief)
    assert AuditEntry.objects.get(act=Act.GROUP_CHANGED).details == {
        "models": {"from": [MINI], "to": "every"},
        "parallel": {"from": 1, "to": 2},
        "budget_month": {"from": None, "to": "20.00"},
    }
    groups.save(made, told, by=chief)
    assert AuditEntry.objects.filter(act=Act.GROUP_CHANGED).count() == 1
    group("Press")
    with pytest.raises(circles.NameTaken):
        groups.save(made, replace(told, name="press", parallel=9), by=chief)
    assert groups.told_of(Group.objects.get(pk=made.pk)) == told
    circles.put_in(mira, [], by=chief)
    assert AuditEntry.objects.get(act=Act.PERSON_CHANGED).details == {"groups": {"from": ["Interns"], "to": []}}
    made.members.add(mira)
    groups.delete(made, by=chief)
    assert AuditEntry.objects.get(act=Act.GROUP_DELETED).details["members"] == ["mira"]


def test_turns_keep_the_groups_limit(monkeypatch):
    mira, jonas = UserFactory(), UserFactory()
    group("Interns", mira, parallel=1)
    for person in (mira, jonas):
        GenerationFactory(run__owner=person, state=State.WAITING, remote_id="t")
    waiting = [GenerationFactory(run__owner=person, due_at="2026-01-01T00:00Z") for person in (mira, jonas)]
    assert turns.governs("OpenAI")
    assert turns.next_up() == (waiting[1].pk,)
    assert turns.take(waiting[0], lambda one: True) is None
    assert turns.take(waiting[1], lambda one: True) == waiting[1]


def test_a_person_without_a_budget_has_the_groups():
    mira = UserFactory()
    scope = Scope(Kind.PERSON, str(mira.pk))
    assert budgets.limits([scope], sandbox=True) == {}
    group("Interns", mira, budget_month=Decimal(20))
    assert budgets.limits([scope], sandbox=True) == {scope: Decimal(20)}
    budgets.set_limit(scope, Decimal(5), sandbox=True, by=UserFactory(is_superuser=True))
    assert budgets.limits([scope], sandbox=True) == {scope: Decimal(5)}
