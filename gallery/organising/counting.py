"""Numbers beside names that never cost more than they are worth."""

from django.db.models import Func, IntegerField


class Capped(Func):
    """How many rows a sliced subquery has: ``Capped(Subquery(rows.values("pk")[:1000]))``."""

    template = "(SELECT COUNT(*) FROM %(expressions)s AS capped)"
    output_field = IntegerField()
