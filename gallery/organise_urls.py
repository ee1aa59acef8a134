"""Addresses of boards and tags."""

from django.urls import path

from gallery.views import board_acts, boards, tags

urlpatterns = [
    path("boards/", boards.mine, name="boards"),
    path("boards/teams/<uuid:pk>/", boards.of_team, name="boards-team"),
    path("boards/new/", boards.create, name="board-create"),
    path("boards/menu/", boards.menu, name="board-menu"),
    path("boards/numbers/", boards.numbers, name="board-numbers"),
    path("boards/<uuid:pk>/", boards.board, name="board"),
    path("boards/<uuid:pk>/edit/", boards.edit, name="board-edit"),
    path("boards/<uuid:pk>/delete/", boards.delete, name="board-delete"),
    path("boards/<uuid:pk>/order/", board_acts.order, name="board-order"),
    path("boards/<uuid:pk>/place/", board_acts.place, name="board-place"),
    path("boards/<uuid:pk>/cover/", board_acts.cover, name="board-cover"),
    path("boards/<uuid:pk>/take-off/", board_acts.take_off, name="board-take-off"),
    path("tags/", tags.mine, name="tags"),
    path("tags/teams/<uuid:pk>/", tags.of_team, name="tags-team"),
    path("tags/suggest/", tags.suggest, name="tags-suggest"),
    path("tags/<int:pk>/rename/", tags.rename, name="tag-rename"),
    path("tags/<int:pk>/delete/", tags.delete, name="tag-delete"),
]
