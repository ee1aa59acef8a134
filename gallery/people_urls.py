"""Addresses of the pages about people: first run, teams."""

from django.urls import path

from gallery.views import first_run, invitations, passkeys, projects, teams, welcome

urlpatterns = [
    path("first-run/", first_run.first_run, name="first-run"),
    path("accounts/2fa/webauthn/add/", passkeys.add_passkey, name="mfa_add_webauthn"),  # in the place of allauth's
    path("teams/", teams.index, name="teams"),
    path("teams/new/", teams.create, name="team-create"),
    path("teams/<uuid:pk>/", teams.detail, name="team"),
    path("teams/<uuid:pk>/rename/", teams.rename, name="team-rename"),
    path("teams/<uuid:pk>/delete/", teams.delete, name="team-delete"),
    path("teams/<uuid:pk>/members/", teams.add_member, name="member-add"),
    path("teams/<uuid:pk>/members/<int:member>/role/", teams.change_role, name="member-role"),
    path("teams/<uuid:pk>/members/<int:member>/remove/", teams.remove_member, name="member-remove"),
    path("teams/<uuid:pk>/activity/", teams.feed, name="team-feed"),
    path("teams/<uuid:pk>/invite/", invitations.invite, name="team-invite"),
    path("teams/<uuid:pk>/invitations/<uuid:invitation>/back/", invitations.revoke, name="invitation-revoke"),
    path("join/<str:token>/", welcome.welcome, name="welcome"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("teams/<uuid:pk>/projects/", projects.create, name="project-create"),
    path("projects/<uuid:pk>/rename/", projects.rename, name="project-rename"),
    path("projects/<uuid:pk>/archive/", projects.archive, name="project-archive"),
    path("projects/<uuid:pk>/restore/", projects.restore, name="project-restore"),
]
