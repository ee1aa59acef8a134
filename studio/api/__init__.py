"""The REST API, version 1."""

from ninja import NinjaAPI

api = NinjaAPI(title="Pinacoteca", version="1", urls_namespace="api", docs_url="/docs")
