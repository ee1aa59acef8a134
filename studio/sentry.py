"""Error reports to Sentry where SENTRY_DSN names one: no bodies, no local variables, so no key or prompt leaves."""

try:
    import sentry_sdk
except ImportError:  # an extra: requirements/deploy.txt has it
    sentry_sdk = None


def start(dsn: str) -> None:
    if dsn and sentry_sdk is not None:
        sentry_sdk.init(dsn=dsn, send_default_pii=False, include_local_variables=False, max_request_body_size="never")
