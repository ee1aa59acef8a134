"""Addresses of links, of what they open, of comments and of notices."""

from django.urls import path

from gallery.views import comments, guests, notices, reviews, shares

urlpatterns = [
    path("shares/", shares.index, name="shares"),
    path("shares/new/", shares.new, name="share-new"),
    path("shares/<uuid:pk>/", shares.detail, name="share"),
    path("shares/<uuid:pk>/change/", shares.change, name="share-change"),
    path("shares/<uuid:pk>/renew/", shares.renew, name="share-renew"),
    path("shares/<uuid:pk>/off/", shares.revoke, name="share-revoke"),
    path("shares/<uuid:pk>/round/", shares.next_round, name="share-round"),
    path("s/<str:token>/", guests.room, name="room"),
    path("s/<str:token>/open/", guests.unlock, name="room-unlock"),
    path("s/<str:token>/done/", reviews.done, name="room-done"),
    path("s/<str:token>/<uuid:pk>/", guests.picture, name="room-picture"),
    path("s/<str:token>/<uuid:pk>/file", guests.file, name="room-file"),
    path("s/<str:token>/<uuid:pk>/answer/", reviews.answer, name="room-answer"),
    path("s/<str:token>/<uuid:pk>/note/", reviews.note, name="room-note"),
    path("s/<str:token>/notes/<uuid:pk>/", reviews.change_note, name="room-note-change"),
    path("images/<uuid:pk>/comments/", comments.write, name="comment-write"),
    path("comments/<uuid:pk>/", comments.change, name="comment-change"),
    path("comments/<uuid:pk>/remove/", comments.remove, name="comment-remove"),
    path("comments/<uuid:pk>/settle/", comments.settle, name="comment-settle"),
    path("notices/", notices.index, name="notices"),
    path("notices/digest/", notices.save_digest, name="notices-digest"),
]
