"""The one row of instance settings."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from studio.models import InstanceSettings

pytestmark = pytest.mark.django_db


def test_defaults_hold_and_nothing_is_written():
    current = InstanceSettings.current()
    assert (current.price_ceiling, current.ask_above) == (Decimal("0.25"), Decimal("5.00"))
    assert (current.parallel_per_person, current.parallel_per_vendor) == (None, None)
    assert not InstanceSettings.objects.exists()


def test_what_was_saved_is_current():
    InstanceSettings(parallel_per_person=3).save()
    assert InstanceSettings.current().parallel_per_person == 3


def test_there_is_one_row_at_most():
    InstanceSettings().save()
    with pytest.raises(IntegrityError), transaction.atomic():
        InstanceSettings.objects.create(id=2)
