"""Addresses of the administrators' pages about people and groups."""

from django.urls import path

from studio.views.administration import entrance, groups, people

urlpatterns = [
    path("people/", people.index, name="people"),
    path("people/<str:username>/", people.person, name="person"),
    path("people/<str:username>/role/", people.set_role, name="person-role"),
    path("people/<str:username>/suspend/", people.suspend, name="person-suspend"),
    path("people/<str:username>/lift/", people.lift, name="person-lift"),
    path("people/<str:username>/close/", people.close, name="person-close"),
    path("people/<str:username>/reopen/", people.reopen, name="person-reopen"),
    path("people/<str:username>/groups/", people.set_groups, name="person-groups"),
    path("people/<str:username>/parallel/", people.set_parallel, name="person-parallel"),
    path("people/<str:username>/reset/", people.reset, name="person-reset"),
    path("people/<str:username>/hand-over/", people.hand_over, name="person-hand-over"),
    path("people/<str:username>/sessions/end/", people.end_sessions, name="person-sessions-end"),
    path("people/<str:username>/sessions/<int:pk>/end/", people.end_session, name="person-session-end"),
    path("entrance/", entrance.entrance, name="entrance"),
    path("entrance/save/", entrance.save, name="entrance-save"),
    path("entrance/invite/", entrance.invite, name="welcome-invite"),
    path("entrance/invitations/<uuid:pk>/back/", entrance.revoke, name="welcome-revoke"),
    path("groups/", groups.index, name="groups"),
    path("groups/new/", groups.create, name="group-create"),
    path("groups/<uuid:pk>/", groups.group, name="group"),
    path("groups/<uuid:pk>/save/", groups.save, name="group-save"),
    path("groups/<uuid:pk>/delete/", groups.delete, name="group-delete"),
]
