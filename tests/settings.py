"""The settings of the tests: those of production, with folders, database and broker of their own."""

import os
import tempfile
import uuid

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="pinacoteca-tests-"))
RUN = os.environ.setdefault("TEST_RUN", uuid.uuid4().hex[:8])
OPERATORS = (
    *("AIHUBMIX_API_KEY", "AIHUBMIX_BASE_URL", "BROKER_URL", "CACHE_URL", "SIGNUP", "S3_BUCKET", "DATABASE_URL"),
    *("HOST", "PORT", "PUBLIC_URL", "SECRET_KEY"),
)
for name in OPERATORS:
    os.environ.pop(name, None)
if os.environ.get("TEST_DATABASE_URL") and os.environ.get("TEST_USE_POSTGRESQL"):
    os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]
os.environ["BROKER_URL"] = "memory://"
os.environ["CACHE_URL"] = "locmem://"
os.environ |= {"OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": "pinacoteca", "OIDC_NAME": "Halden"}

from studio.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of people who sign in at a real web process
]
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SANDBOX_URL = "http://127.0.0.1:9"  # discards everything: a test that calls the gateway starts its own
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}  # noqa: F405 (a file: workers share it)
else:
    DATABASES["default"]["ENGINE"] = "django.db.backends.postgresql"  # noqa: F405 (a database is dropped at once)
    DATABASES["default"]["TEST"] = {"NAME": f"test_pinacoteca_{RUN}"}  # noqa: F405 (one a run; xdist adds its worker)
WHITENOISE_AUTOREFRESH = True  # nothing is collected here, and its absence is no warning
