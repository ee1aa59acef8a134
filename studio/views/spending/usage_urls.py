"""Addresses of the pages about money."""

from django.urls import path

from studio.views.spending import asking, budgets, prices, usage

urlpatterns = [
    path("usage/", usage.overview, name="usage"),
    path("usage/ledger/", usage.ledger, name="usage-ledger"),
    path("usage/ledger.csv", usage.export, name="usage-csv"),
    path("usage/budgets/", budgets.index, name="budgets"),
    path("usage/budgets/set/", budgets.save, name="budget-set"),
    path("usage/budgets/ask/", asking.ask, name="budget-ask"),
    path("usage/budgets/asked/<uuid:pk>/grant/", asking.grant, name="budget-grant"),
    path("usage/budgets/asked/<uuid:pk>/decline/", asking.decline, name="budget-decline"),
    path("usage/prices/", prices.index, name="prices"),
    path("usage/prices/<path:model>/", prices.edit, name="price"),
    path("usage/budgets/remove/", budgets.remove, name="budget-remove"),
]
