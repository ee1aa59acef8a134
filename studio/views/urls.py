"""Addresses of these pages."""

from django.urls import path

from studio.views import appearance
from studio.views.administration import vendors
from studio.views.composer import recovering, references, studio
from studio.views.editor import editing, masks, reshaping
from studio.views.feed import bench, looks, runs

urlpatterns = [
    path("", studio.studio, name="studio"),
    path("compose/panel/", studio.panel, name="studio-panel"),
    path("compose/price/", studio.quote, name="studio-quote"),
    path("compose/models/", studio.models, name="studio-models"),
    path("compose/references/", references.upload, name="reference-upload"),
    path("compose/references/pick/", references.pick, name="reference-pick"),
    path("compose/references/chosen/", references.chosen, name="reference-chosen"),
    path("compose/masks/", masks.upload, name="mask-upload"),
    path("runs/", runs.create, name="run-create"),
    path("runs/waiting/", runs.waiting, name="runs-waiting"),
    path("runs/<uuid:pk>/", runs.detail, name="run"),
    path("runs/<uuid:pk>/bench/", bench.bench, name="run-bench"),
    path("runs/<uuid:pk>/bench.csv", bench.bench_csv, name="run-bench-csv"),
    path("runs/<uuid:pk>/cancel/", runs.cancel_run, name="run-cancel"),
    path("runs/<uuid:pk>/retry-failed/", runs.retry_failed, name="run-retry-failed"),
    path("runs/<uuid:pk>/again/", runs.again, name="run-again"),
    path("runs/<uuid:pk>/look/", looks.ask, name="run-look"),
    path("generations/<uuid:pk>/cancel/", runs.cancel_generation, name="generation-cancel"),
    path("generations/<uuid:pk>/retry/", runs.retry_generation, name="generation-retry"),
    path("generations/<uuid:pk>/resend/", runs.resend, name="generation-resend"),
    path("generations/<uuid:pk>/instead/", runs.instead, name="generation-instead"),
    path("generations/<uuid:pk>/close-charged/", runs.close_charged, name="generation-close-charged"),
    path("generations/<uuid:pk>/close-free/", runs.close_free, name="generation-close-free"),
    path("generations/<uuid:pk>/check/", runs.check, name="generation-check"),
    path("vendors/", vendors.vendors, name="vendors"),
    path("vendors/limits/", vendors.save_limits, name="vendors-limits"),
    path("vendors/<str:vendor>/pause/", vendors.pause, name="vendor-pause"),
    path("vendors/<str:vendor>/lift/", vendors.lift, name="vendor-lift"),
    path("images/<uuid:pk>/edit/", editing.edit, name="edit"),
    path("images/<uuid:pk>/edit/price/", editing.price, name="edit-price"),
    path("images/<uuid:pk>/edit/acts/", editing.acts, name="edit-acts"),
    path("images/<uuid:pk>/edit/versions/", editing.versions, name="edit-versions"),
    path("images/<uuid:pk>/edit/masks/<uuid:mask>/", editing.stored_mask, name="edit-mask"),
    path("images/<uuid:pk>/crop/", reshaping.crop, name="crop"),
    path("images/<uuid:pk>/extend/", reshaping.extend, name="extend"),
    path("recipe/", recovering.recover_recipe, name="recover"),
    path("icons/<str:digest>.svg", appearance.icons, name="icons"),
    path("shortcuts/", appearance.shortcuts, name="shortcuts"),
    path("theme/", appearance.theme, name="theme"),
    path("language/", appearance.language, name="language"),
]
