"""Settings, all from the environment and all optional: an empty environment gives the one-command shape.

The operator's settings are listed in README.md; checks.py turns a wrong one into a sentence at the start.
"""

from pathlib import Path
from urllib.parse import urlsplit

from studio import bootstrap

env = bootstrap.Environment()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = bootstrap.own_alone(Path(env.str("DATA_DIR", default=str(BASE_DIR / "data"))).expanduser().resolve())
DEBUG = env.bool("DEBUG", default=False)
HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")

SECRET_KEY = env.str("SECRET_KEY", default="") or bootstrap.kept_secret(DATA_DIR / "secret_key")
CREDENTIAL_KEYS = env.list("CREDENTIAL_KEYS", default=[]) or [bootstrap.fernet_key(SECRET_KEY)]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=bootstrap.default_hosts(PUBLIC_URL))
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PUBLIC_URL])
BEHIND_TLS = PUBLIC_URL.startswith("https://")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "studio.apps.StudioConfig",
    "gallery.apps.GalleryConfig",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.mfa",
    "csp",
    "ninja",
    "django_structlog",
]

OIDC_ISSUER = env.str("OIDC_ISSUER", default="").strip()
if OIDC_ISSUER:  # what it needs is in memory only where it is used
    INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]

MIDDLEWARE = [
    "gallery.api.middleware.problems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "studio.serving.compression.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "studio.serving.language.Language",
    "studio.serving.body_limit.body_limit",
    "studio.serving.unstorable.Unstorable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "gallery.remembered.looked_once",
    "gallery.people.accounts.FirstRun",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "gallery.people.doors.SignIn",
    "gallery.people.doors.LooksOnly",
    "gallery.people.doors.SecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "gallery.audit.context.addressed",
    "studio.serving.sent_only.sent_only",
]

ROOT_URLCONF = "studio.urls"
ASGI_APPLICATION = "studio.asgi.application"
WSGI_APPLICATION = "studio.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "studio.context.frame",
            ],
            "builtins": ["studio.templatetags.dates", "studio.templatetags.icons", "studio.templatetags.worded"],
        },
    },
]

# Database: SQLite with the measured pragmas, or whatever DATABASE_URL names.

DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'pinacoteca.sqlite3'}")
DATABASES = {"default": bootstrap.database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Broker, cache and the queues.

EMBEDDED_BROKER_SOCKET = bootstrap.broker_socket(DATA_DIR)
BROKER_URL = env.str("BROKER_URL", default=f"redis+socket://{EMBEDDED_BROKER_SOCKET}")
CACHE_URL = env.str("CACHE_URL", default="")
CACHES = {"default": bootstrap.cache(CACHE_URL or BROKER_URL)}

CELERY_BROKER_URL = BROKER_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = False
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_DISABLE_PREFETCH = BROKER_URL.startswith("redis")
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = bootstrap.transport_options(BROKER_URL)
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0, "interval_step": 0.2, "interval_max": 0.5}
CELERY_TASK_DEFAULT_QUEUE = "control"
CELERY_TASK_ROUTES = {
    "studio.send": "provider",
    "studio.collect": "collect",  # of the provider workers: links die in minutes, so never behind sends
    "gallery.render": "media",
    "gallery.render_avif": "media",
    "gallery.index": "media",
    "studio.erase_pictures": "media",
    "gallery.render_missing": "control",
    "gallery.look_back": "media",
    "gallery.finish_moves": "control",
    "gallery.purge_trash": "control",
    "gallery.purge_removed": "control",
    "gallery.mail_digests": "control",
    "gallery.link_audit": "control",
    "studio.poll_due": "control",
    "studio.sweep": "control",
    "studio.tend_prompts": "control",
    "studio.tend_budgets": "control",
    "studio.apply_retention": "control",
    "studio.roll_up": "control",
    "studio.test_key": "control",
    "studio.probe_storage": "control",
    "studio.tend_instance": "control",
    "studio.help": "provider",
    "studio.screen": "provider",
}
CELERY_BEAT_SCHEDULE = {
    "poll": {"task": "studio.poll_due", "schedule": 1.0, "options": {"expires": 2}},
    "sweep": {"task": "studio.sweep", "schedule": 5.0, "options": {"expires": 8}},
    "prompts": {"task": "studio.tend_prompts", "schedule": 2.0, "options": {"expires": 4}},
    "instance": {"task": "studio.tend_instance", "schedule": 30.0, "options": {"expires": 30}},
    "storage": {"task": "studio.probe_storage", "schedule": 600.0, "options": {"expires": 300}},
    "usage": {"task": "studio.roll_up", "schedule": 15.0, "options": {"expires": 15}},
    "budgets": {"task": "studio.tend_budgets", "schedule": 10.0, "options": {"expires": 10}},
    "renditions": {"task": "gallery.render_missing", "schedule": 60.0, "options": {"expires": 60}},
    "blocked": {"task": "gallery.look_back", "schedule": 60.0, "options": {"expires": 60}},
    "moves": {"task": "gallery.finish_moves", "schedule": 60.0, "options": {"expires": 60}},
    "digests": {"task": "gallery.mail_digests", "schedule": 300.0, "options": {"expires": 300}},
    "audit": {"task": "gallery.link_audit", "schedule": 60.0, "options": {"expires": 60}},
    "removed": {"task": "gallery.purge_removed", "schedule": 3600.0, "options": {"expires": 600}},
    "retention": {"task": "studio.apply_retention", "schedule": 3600.0, "options": {"expires": 600}},
    "erased": {"task": "studio.erase_pictures", "schedule": 300.0, "options": {"expires": 300}},
    "trash": {"task": "gallery.purge_trash", "schedule": 3600.0, "options": {"expires": 600}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat")
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200  # of the prefork media worker; threads ignore it
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 400_000

# Gateway.

AIHUBMIX_API_KEY = env.str("AIHUBMIX_API_KEY", default="").strip()
AIHUBMIX_BASE_URL = bootstrap.origin(env.str("AIHUBMIX_BASE_URL", default="https://aihubmix.com"))
AIHUBMIX_TASKS_URL = bootstrap.origin(
    env.str("AIHUBMIX_TASKS_URL", default=bootstrap.default_tasks_url(AIHUBMIX_BASE_URL))
)
AIHUBMIX_APP_CODE = env.str("AIHUBMIX_APP_CODE", default="")
DOWNLOAD_TRUSTED_ORIGINS = tuple(env.list("DOWNLOAD_TRUSTED_ORIGINS", default=[]))
DOWNLOAD_PROXY_URL = env.str("DOWNLOAD_PROXY_URL", default="")
DOWNLOAD_MAX_BYTES = env.int("DOWNLOAD_MAX_BYTES", default=64 * 1024 * 1024)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
PROVIDER_THREADS = env.int("PROVIDER_THREADS", default=200)
SANDBOX_LATENCY = env.float("SANDBOX_LATENCY", default=None)
SANDBOX_URL = env.str("SANDBOX_URL", default="")  # set by the supervisor when it starts the sandbox gateway
CATALOGUE_DIRS = [Path(path) for path in env.list("CATALOGUE_DIRS", default=[])]
SPOOL_DIR = DATA_DIR / "spool"

# Files.

MEDIA_ROOT = DATA_DIR / "files"
X_ACCEL_PREFIX = env.str("X_ACCEL_PREFIX", default="").rstrip("/")
S3_BUCKET = env.str("S3_BUCKET", default="")
S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default="")
STORAGES = {
    "default": bootstrap.file_storage(S3_BUCKET, MEDIA_ROOT, env),
    "staticfiles": {
        "BACKEND": "studio.serving.static_files.JoinedManifestStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},  # another user may serve them
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
UPLOAD_MAX_BYTES = 50 * 1024 * 1024
REQUEST_MAX_BYTES = 10 * UPLOAD_MAX_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE
MAX_PIXELS = 50_000_000
BLOCK_DISTANCE_FROM = "studio.models.instance.block_distance"
CASE_TERMS_FROM = "studio.models.instance.case_terms"
TRASH_DAYS_FROM = "studio.models.instance.trash_days"  # gallery asks it, and knows nothing of who answers

# People.

SESSION_ENGINE = "gallery.people.sessions"  # signing out ends it, whatever became of the cache
AUTH_USER_MODEL = "gallery.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SIGNUP = env.str("SIGNUP", default="open")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "studio"
AFTER_FIRST_RUN = "/setup/key/"
ACCOUNT_ADAPTER = "gallery.people.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "gallery.people.forms.LoginForm",
    "signup": "gallery.people.forms.SignupForm",
    "reset_password": "gallery.people.forms.ResetPasswordForm",
    "reset_password_from_key": "gallery.people.forms.ResetPasswordKeyForm",
    "change_password": "gallery.people.forms.ChangePasswordForm",
    "reauthenticate": "gallery.people.forms.PasswordAgainForm",
    "request_login_code": "gallery.people.factor_forms.RequestCodeForm",
    "confirm_login_code": "gallery.people.factor_forms.ConfirmCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(PUBLIC_URL).scheme
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
USERSESSIONS_TRACK_ACTIVITY = False
MFA_ADAPTER = "gallery.people.factors.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "gallery.people.factor_forms.AuthenticateForm",
    "reauthenticate": "gallery.people.factor_forms.ReauthenticateForm",
    "activate_totp": "gallery.people.factor_forms.ActivateForm",
    "login_webauthn": "gallery.people.factor_forms.LoginPasskeyForm",
    "authenticate_webauthn": "gallery.people.factor_forms.AuthenticatePasskeyForm",
    "reauthenticate_webauthn": "gallery.people.factor_forms.ReauthenticatePasskeyForm",
    "edit_webauthn": "gallery.people.factor_forms.RenamePasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are not checked here
MFA_TOTP_ISSUER = "Pinacoteca"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False  # set, it takes every origin; without it HTTPS and http://localhost
SOCIALACCOUNT_ADAPTER = "gallery.people.vouching.VouchingAdapter"
SOCIALACCOUNT_FORMS = {"signup": "gallery.people.vouched_form.VouchedForm"}
SOCIALACCOUNT_PROVIDERS = bootstrap.oidc(OIDC_ISSUER, env)
SOCIALACCOUNT_LOGIN_ON_GET = True  # the way out is a link: form-action keeps forms here, also where they are led on
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # where it was verified
EMAIL_URL = env.str("EMAIL_URL", default="consolemail://")
vars().update(bootstrap.mail(EMAIL_URL))
EMAIL_TIMEOUT = 10  # seconds: an invitation is mailed while its sender waits
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Pinacoteca <noreply@localhost>")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("pt-br", "Português (Brasil)")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SECURE = BEHIND_TLS
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "studio.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = bootstrap.time_zone(env.str("TIME_ZONE", default="UTC"))

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:", *bootstrap.s3_origins(S3_BUCKET, env)],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {"camera": [], "geolocation": [], "microphone": [], "payment": [], "usb": []}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
NINJA_PAGINATION_MAX_LIMIT = 200

DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # it would believe any X-Forwarded-For
LOGGING = bootstrap.logging(env.str("LOG_LEVEL", default="INFO"))
SENTRY_DSN = bootstrap.sentry_dsn(env.str("SENTRY_DSN", default=""))
