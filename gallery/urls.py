"""Addresses of the pages about pictures, below /gallery/."""

from django.urls import path

from gallery.views import compare, export, files, find, gallery, image, picks, searches, trash, upload

urlpatterns = [
    path("", gallery.mine, name="gallery"),
    path("teams/<uuid:pk>/", gallery.of_team, name="gallery-team"),
    path("find/", find.panel, name="gallery-find"),
    path("find/days/", find.days, name="gallery-days"),
    path("find/overview/", find.overview, name="gallery-overview"),
    path("find/<slug:field>/", find.facet, name="gallery-facet"),
    path("searches/", searches.index, name="saved-searches"),
    path("searches/save/", searches.save, name="saved-search-save"),
    path("searches/<uuid:pk>/", searches.search, name="saved-search"),
    path("searches/<uuid:pk>/change/", searches.change, name="saved-search-change"),
    path("searches/<uuid:pk>/delete/", searches.delete, name="saved-search-delete"),
    path("compare/", compare.compare, name="compare"),
    path("export/", export.export, name="export"),
    path("export/name/", export.export_name, name="export-name"),
    path("picks/", picks.several, name="gallery-pick"),
    path("to-trash/", picks.to_trash, name="gallery-trash"),
    path("restore/", picks.restore, name="gallery-restore"),
    path("upload/", upload.upload, name="upload"),
    path("trash/", trash.index, name="trash"),
    path("trash/empty/", trash.empty, name="trash-empty"),
    path("images/<uuid:pk>/", image.image, name="image"),
    path("images/<uuid:pk>/file", files.original, name="image-file"),
    path("images/<uuid:pk>/preview", files.preview, name="image-preview"),
    path("images/<uuid:pk>/edit/", image.edit, name="image-edit"),
    path("images/<uuid:pk>/publish/", image.publish, name="image-publish"),
    path("images/<uuid:pk>/withdraw/", image.withdraw, name="image-withdraw"),
    path("images/<uuid:pk>/pick/", picks.pick, name="image-pick"),
    path("images/<uuid:pk>/trash/", image.to_trash, name="image-trash"),
    path("images/<uuid:pk>/restore/", trash.restore, name="image-restore"),
    path("images/<uuid:pk>/delete/", trash.delete, name="image-delete"),
]
