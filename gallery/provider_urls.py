"""Where the way to the sign-in provider begins, in the place of allauth's own address; only where there is one."""

from django.urls import path

from gallery.views import provider

urlpatterns = [path("accounts/oidc/<str:provider_id>/login/", provider.leave, name="openid_connect_login")]
