"""Django's settings. Values come from the environment (`AMPARO_…`) and the installation's own secrets."""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF

from amparo.config import environment as env
from amparo.machine import paths, secrets

PACKAGE = Path(__file__).parents[1]
_known = secrets.load()

SECRET_KEY = env.text("SECRET_KEY") or _known["django"]
ROW_TOKEN_KEY = env.text("ROW_TOKEN_KEY") or _known["row_token"]
REPLY_LINK_KEY = env.text("REPLY_LINK_KEY") or _known["reply_links"]
DEBUG = False

# The address people see; links in messages begin with it.
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8080").rstrip("/")
_host = urlsplit(PUBLIC_URL).hostname or "localhost"
ALLOWED_HOSTS = [_host, "localhost", "127.0.0.1", *env.words("ALLOWED_HOSTS")]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
HTTPS = PUBLIC_URL.startswith("https://")
# Where the background asks whether the pages work; `amparo serve` sets its own port. Empty: nobody asks.
PROBE_URL = env.text("PROBE_URL")
PROBE_HOST = _host
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]

# Where the source of this Amparo is published; empty: it is offered as a download at /source/.
SOURCE_URL = env.web_address("SOURCE_URL")

# Which database role this process has: web, worker or owner (migrations only).
ROLE: secrets.Role = env.text("ROLE", "web")  # type: ignore[assignment]
DATABASES = {"default": env.database(ROLE)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.postgres",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    # Before allauth, whose pages it replaces.
    "amparo.staff",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "amparo.access",
    "amparo.privacy",
    "amparo.programme",
    "amparo.directory",
    "amparo.translations",
    "amparo.people",
    "amparo.identity",
    "amparo.channels",
    "amparo.reminders",
    "amparo.faults",
    "amparo.checkins",
    "amparo.hearings",
    "amparo.concerns",
    "amparo.addresses",
    "amparo.rights",
    "amparo.documents",
    "amparo.conversations",
    "amparo.visits",
    "amparo.mandates",
    "amparo.households",
    "amparo.casework",
    "amparo.participant",
    "amparo.public",
    "amparo.representative",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "amparo.config.headers.ServerTime",
    "amparo.participant.door.ParticipantDoor",
    # The accounts and sessions of staff exist below /staff/ alone.
    "amparo.staff.only_here.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "amparo.staff.only_here.AuthenticationMiddleware",
    "amparo.staff.only_here.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "amparo.staff.door.StaffDoor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "amparo.config.urls"
WSGI_APPLICATION = "amparo.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "amparo.participant.context.page",
                "amparo.staff.surroundings.around",
            ],
        },
    }
]

# --- staff sign-in (participants have their own sessions: amparo.identity) ---
AUTH_USER_MODEL = "programme.StaffAccount"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "amparo.staff.adapter.StaffAccountAdapter"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Amparo"
MFA_ADAPTER = "amparo.staff.second_factor.StaffMfaAdapter"
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Addresses are written down by an administrator; nobody is asked to prove them by e-mail.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# The address that sign-in limits count by: the proxy's word only where there is one.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.yes("BEHIND_PROXY") else 0
LOGIN_URL = "/staff/account/login/"
LOGIN_REDIRECT_URL = "/staff/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/staff/account/login/"
STAFF_LOCK_MINUTES = env.number("STAFF_LOCK_MINUTES", 15)

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "amparo_staff"
SESSION_COOKIE_PATH = "/staff/"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "amparo.config.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entry",
        # Sign-in limits are counted here: with the usual 300, whoever makes other entries pushes the counts out.
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    }
}

# --- what a browser may do ---
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["amparo"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_SSL_REDIRECT = HTTPS and env.yes("SSL_REDIRECT", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.yes("BEHIND_PROXY") else None

# --- languages and time ---
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("es", "Español"),
    ("ht", "Kreyòl ayisyen"),
    ("pt", "Português"),
    ("fr", "Français"),
    ("ar", "العربية"),
    ("ru", "Русский"),
    ("zh-hans", "简体中文"),
]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "amparo_language"

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT") or paths.home() / "static")
STORAGES = {"staticfiles": {"BACKEND": env.text("STATIC_STORAGE", "amparo.participant.storage.HashedModules")}}
WHITENOISE_MAX_AGE = 31_536_000

# A file larger than this is refused before it is read whole.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# What a person sends is never written to a disk in clear.
FILE_UPLOAD_HANDLERS = [
    "amparo.participant.in_memory.KeptInMemory",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_LIMIT = 25 * 1024 * 1024

# --- documents ---
# A scanner of harmful files (ClamAV): unix:/run/clamav/clamd.ctl or tcp:host:3310. Empty: documents are not scanned,
# and say so. Set and not answering: they wait.
CLAMD = env.text("CLAMD")

# --- channels ---
SMTP_URL = env.text("SMTP_URL")
MAIL_FROM = env.text("MAIL_FROM", "reminders@localhost")
SMS_URL = env.text("SMS_URL", "https://api.twilio.com")
SMS_ACCOUNT = env.text("SMS_ACCOUNT")
SMS_TOKEN = env.text("SMS_TOKEN")
SMS_FROM = env.text("SMS_FROM")
# Where the provider of texts calls us; status/<programme>/ or incoming/<programme>/ follows. It signs this address,
# so it must be spelled as the provider knows it.
SMS_CALLBACK_URL = (env.text("SMS_CALLBACK_URL") or f"{PUBLIC_URL}/callbacks/sms").rstrip("/") + "/"
# A provider that honours Idempotency-Key never doubles a message.
SMS_IDEMPOTENT = env.yes("SMS_IDEMPOTENT")
PUSH_PRIVATE_KEY = env.text("PUSH_PRIVATE_KEY") or _known["push"]
PUSH_CONTACT = env.text("PUSH_CONTACT", "mailto:postmaster@localhost")
# Instead of any provider: messages are written to this file (for trying Amparo with invented people).
OUTBOX = env.text("OUTBOX")
ALLOW_LOCAL_PROVIDERS = env.yes("ALLOW_LOCAL_PROVIDERS")

# Requests are never logged with addresses, bodies or query strings.
LOGGING_CONFIG = "amparo.config.logs.configure"
LOGGING: dict[str, object] = {}
SILENCED_SYSTEM_CHECKS = ["fields.W342"]
