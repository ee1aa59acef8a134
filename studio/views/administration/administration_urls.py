"""Addresses of the pages that run the studio."""

from django.urls import path

from studio.views.administration import health, keyring, models, rehearsing, setup

urlpatterns = [
    path("health/", health.page, name="health"),
    path("health/storage/", health.probe, name="health-probe"),
    path("keys/", keyring.index, name="keys"),
    path("keys/instance/", keyring.save, name="key-set"),
    path("keys/instance/test/", keyring.try_out, name="key-test"),
    path("keys/instance/take/", keyring.take, name="key-take"),
    path("keys/instance/remove/", keyring.remove, name="key-remove"),
    path("keys/instance/low/", keyring.low, name="key-low"),
    path("keys/teams/<uuid:team>/", keyring.save, name="team-key-set"),
    path("keys/teams/<uuid:team>/test/", keyring.try_out, name="team-key-test"),
    path("keys/teams/<uuid:team>/take/", keyring.take, name="team-key-take"),
    path("keys/teams/<uuid:team>/remove/", keyring.remove, name="team-key-remove"),
    path("keys/teams/<uuid:team>/low/", keyring.low, name="team-key-low"),
    path("setup/", setup.overview, name="setup"),
    path("setup/models/set/", setup.set_models, name="setup-models"),
    path("setup/budget/set/", setup.set_budget, name="setup-budget"),
    path("setup/people/set/", setup.set_people, name="setup-people"),
    path("setup/<str:name>/", setup.step, name="setup-step"),
    path("setup/<str:name>/skip/", setup.skip, name="setup-skip"),
    path("setup/<str:name>/go-on/", setup.go_on, name="setup-go-on"),
    path("models/", models.index, name="models"),
    path("models/<path:model>/switch/", models.switch, name="model-switch"),
    path("models/<path:model>/again/", models.again, name="model-again"),
    path("models/<path:model>/dry-run/", rehearsing.dry_run, name="model-dry-run"),
    path("models/<path:model>/", models.detail, name="model"),
]
