"""Addresses of the account page."""

from django.urls import path
from django.views.generic import RedirectView

from studio.views import account

to_account = RedirectView.as_view(pattern_name="account")

urlpatterns = [
    path("account/", account.account, name="account"),
    path("account/name/", account.change_name, name="account-name"),
    path("account/email/", account.change_email, name="account-email"),
    path("account/keys/", account.switch_keys, name="account-keys"),
    path("account/tone/", account.switch_tone, name="account-tone"),
    path("account/key/", account.save_key, name="account-key"),
    path("account/key/test/", account.test_key, name="account-key-test"),
    path("account/key/remove/", account.remove_key, name="account-key-remove"),
    path("account/tokens/", account.create_token, name="token-create"),
    path("account/tokens/<int:pk>/revoke/", account.revoke_token, name="token-revoke"),
    path("account/sessions/<int:pk>/end/", account.end_session, name="session-end"),
    path("account/sessions/end-others/", account.end_other_sessions, name="sessions-end-others"),
    # allauth has pages of its own for these two: one place is enough, and this one asks for the password.
    path("accounts/email/", to_account),
    path("accounts/sessions/", to_account),
]
