"""What a group of people may run: which models, how many pictures at once, and how much a month."""

from django.core.validators import MinValueValidator
from django.db import models


class GroupRules(models.Model):
    """``every_model``: what its people may run is not limited to the rows of GroupModel.

    ``parallel`` generations at once and ``budget_month`` US dollars a month are for each person in the group who has
    nothing of their own; None leaves the instance's.
    """

    remembered = True

    group = models.OneToOneField("gallery.Group", on_delete=models.CASCADE, related_name="rules", primary_key=True)
    every_model = models.BooleanField(default=True)
    parallel = models.PositiveSmallIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    budget_month = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(budget_month=None) | models.Q(budget_month__gte=0), name="group_budget_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"Rules of {self.group_id}"


class GroupModel(models.Model):
    """A model that a group may run, where it may not run every one."""

    remembered = True

    rules = models.ForeignKey(GroupRules, on_delete=models.CASCADE, related_name="models")
    model = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("rules", "model"), name="group_model_once")]

    def __str__(self) -> str:
        return self.model


class PersonRules(models.Model):
    """What one person has of their own, in the place of what their groups or the instance say.

    ``parallel``: generations at once.
    """

    remembered = True

    user = models.OneToOneField("gallery.User", on_delete=models.CASCADE, related_name="rules", primary_key=True)
    parallel = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(parallel__gte=1), name="person_parallel_some"),
        ]

    def __str__(self) -> str:
        return f"Rules of {self.user_id}"
