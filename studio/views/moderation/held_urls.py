"""Addresses of the moderators' pages, and those that they had before."""

from django.urls import path
from django.views.generic import RedirectView

from studio.views.moderation import hashes, held, held_acts, judging_terms, refusals, rules

urlpatterns = [
    path("held/", held.queue, name="held"),
    path("held/appeals/", held.queue, {"tab": "appeals"}, name="held-appeals"),
    path("held/reports/", held.queue, {"tab": "reports"}, name="held-reports"),
    path("held/decided/", held.queue, {"tab": "decided"}, name="held-decided"),
    path("held/rules/", rules.index, name="held-rules"),
    path("held/rules/new/", rules.new, name="held-rule-new"),
    path("held/rules/<uuid:pk>/", rules.edit, name="held-rule"),
    path("held/rules/<uuid:pk>/remove/", rules.remove, name="held-rule-remove"),
    path("held/terms/", judging_terms.edit, name="held-terms"),
    path("held/hashes/", hashes.index, name="held-hashes"),
    path("held/hashes/search/", hashes.search, name="held-hash-search"),
    path("held/refusals/", refusals.index, name="held-refusals"),
    path("held/hashes/remove/", hashes.remove, name="held-hash-remove"),
    path("held/<uuid:pk>/", held.item, name="held-item"),
    path("held/<uuid:pk>/cover", held_acts.cover, name="held-cover"),
    path("held/<uuid:pk>/look/", held_acts.look, name="held-look"),
    path("held/<uuid:pk>/claim/", held_acts.claim, name="held-claim"),
    path("held/<uuid:pk>/unclaim/", held_acts.unclaim, name="held-unclaim"),
    path("held/<uuid:pk>/decide/", held_acts.decide, name="held-decide"),
    path("held/<uuid:pk>/pass/", held_acts.pass_on, name="held-pass"),
    path("moderation/", RedirectView.as_view(pattern_name="held"), name="moderation"),
    path("moderation/<uuid:old>/", RedirectView.as_view(url="/held/"), name="moderation-item"),
]
