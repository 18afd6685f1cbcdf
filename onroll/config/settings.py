"""All settings, read once from the environment. Nobody imports this module; Django's `settings` is the way to them.

Every variable that is read here stands, with its default and meaning, in docs/reference/settings.md.
"""

from pathlib import Path

import dj_database_url

from onroll.config.environment import (
    SettingMissing,
    env_bool,
    env_choice,
    env_database,
    env_int,
    env_list,
    env_secret,
    env_text,
)

HOME = Path(__file__).resolve().parents[2]
VAR = Path(env_text("ONROLL_VAR", str(HOME / "var")))

DEBUG = False
SECRET_KEY = env_secret("ONROLL_SECRET_KEY", VAR / "keys" / "sessions.key")
VAULT_KEY = env_secret("ONROLL_VAULT_KEY", VAR / "keys" / "vault.key")
VAULT_FOLDER = VAR / "vault"
ALLOWED_HOSTS = env_list("ONROLL_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_FAILURE_VIEW = "onroll.web.error_pages.csrf_failure"
CSRF_TRUSTED_ORIGINS = env_list("ONROLL_ORIGINS", "")
IS_DEMONSTRATION = env_bool("ONROLL_DEMONSTRATION", default=True)
IS_SERVED_OVER_TLS = env_bool("ONROLL_TLS", default=False)

INSTALLED_APPS = [
    "onroll.audit",
    "onroll.vault",
    "onroll.web",
    "onroll.access",
    "onroll.search",
    "onroll.registry",
    "onroll.transfer",
    "onroll.casework",
    "onroll.doors",
    "onroll.rolls",
    "onroll.attendance",
    "onroll.returns",
    "onroll.insight",
    "onroll.survey",
    "onroll.evaluation",
    "allauth",
    "allauth.account",
    "django_linear_migrations",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "onroll.config.request_id.middleware",
    "onroll.config.front_door.middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "onroll.config.session_age.middleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "onroll.web.refusals.middleware",
]

ROOT_URLCONF = "onroll.config.urls"
WSGI_APPLICATION = "onroll.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "onroll.web.jinja_env.environment",
            "context_processors": [
                "django.contrib.messages.context_processors.messages",
                "onroll.config.navigation.layout",
            ],
        },
    },
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True, "OPTIONS": {}},
]

DATABASES = {
    "default": dj_database_url.parse(
        env_database("ONROLL_DATABASE_URL", f"sqlite:///{VAR / 'onroll.sqlite3'}"),
        conn_max_age=60,
        # A database that went away and came back is noticed before a request uses its broken connection.
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Measured in docs/decisions/0002: no acknowledged upload was lost in six kill -9 under load with these.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": env_int("ONROLL_DATABASE_WAIT_SECONDS", 20),
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    DATABASES["default"]["TEST"] = {"NAME": str(VAR / "test.sqlite3")}
else:
    # A server that went away without a word is noticed, so that people are told and no thread waits for ever.
    wait = env_int("ONROLL_DATABASE_WAIT_SECONDS", 20)
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": wait,
        "tcp_user_timeout": 1000 * wait,
        "keepalives_idle": wait,
        **DATABASES["default"].get("OPTIONS", {}),
    }

CACHES = {
    # Rate limits are counted here, so every server process must see the same counts. Of more entries than this, some
    # are thrown away before their time, and a limit with them: Django's own 300 would be full after a busy minute.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "onroll_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

AUTH_USER_MODEL = "access.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "onroll.access.sign_in.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_BY_CODE_REQUIRED = {"password"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_TEMPLATE_EXTENSION = "html.jinja"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_FORMS = {
    "login": "onroll.access.forms.SignIn",
    "confirm_login_code": "onroll.access.forms.ConfirmCode",
    "change_password": "onroll.access.forms.ChangePassword",
    "reauthenticate": "onroll.access.forms.ProveAgain",
    "reset_password": "onroll.access.forms.ForgottenPassword",
    "reset_password_from_key": "onroll.access.forms.SetForgottenPassword",
}
# How many proxies of our own stand in front: each adds the address that it saw. Only by as many is an address believed.
ALLAUTH_TRUSTED_PROXY_COUNT = env_int("ONROLL_TRUSTED_PROXIES", 0)
# `key` is the account, for sign-in together with the place (`access.sign_in`). A place alone, which a school shares, is
# limited only in how many emails it may have us send.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key",
    "reset_password": "5/h/key,20/h/ip",
    "change_password": "5/m/user",
    "login": None,
    "reset_password_from_key": None,
}
SESSION_COOKIE_AGE = 60 * env_int("ONROLL_SESSION_MINUTES", 60)
SESSION_SAVE_EVERY_REQUEST = False
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

EMAIL_BACKEND = env_text("ONROLL_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
if not IS_DEMONSTRATION and EMAIL_BACKEND.endswith("console.EmailBackend"):
    raise SettingMissing("ONROLL_EMAIL_BACKEND: where this is no demonstration, codes must not go to the console")
DEFAULT_FROM_EMAIL = env_text("ONROLL_EMAIL_FROM", "OnRoll <no-reply@onroll.example>")
EMAIL_HOST = env_text("ONROLL_EMAIL_HOST", "127.0.0.1")
EMAIL_PORT = env_int("ONROLL_EMAIL_PORT", 25)

# Every MESH client knows this one, so it guards nothing by itself; the password of a key does.
MESH_SHARED_KEY = env_text("ONROLL_MESH_SHARED_KEY", "BackBone")

# What looks into documents: our own checks alone, or ClamAV's daemon beside them. Read, and refused, at start.
SCANNER = env_text("ONROLL_SCANNER", "built-in")
MACROS = env_choice("ONROLL_MACROS", "hold", ("hold", "refuse"))

# Whether `onroll serve` lets the clock tick each hour. False where a timer of the machine runs `onroll tick`.
HAS_CLOCK = env_bool("ONROLL_CLOCK", default=True)

# The folder door (SFTP). 0: `onroll serve` does not open it. Limits guard the others from one, not us from all.
SFTP_PORT = env_int("ONROLL_SFTP_PORT", 0)
SFTP_HOST = env_text("ONROLL_SFTP_HOST", "127.0.0.1")
SFTP_HOST_KEY = Path(env_text("ONROLL_SFTP_HOST_KEY", str(VAR / "keys" / "sftp_host.key")))
SFTP_LIMIT_BYTES = env_int("ONROLL_SFTP_LIMIT_BYTES", 100_000_000)
SFTP_DAY_BYTES = env_int("ONROLL_SFTP_DAY_BYTES", 5_000_000_000)
SFTP_FILES_PER_MINUTE = env_int("ONROLL_SFTP_FILES_PER_MINUTE", 600)
SFTP_CONNECTIONS = env_int("ONROLL_SFTP_CONNECTIONS", 500)
SFTP_CONNECTIONS_PER_KEY = env_int("ONROLL_SFTP_CONNECTIONS_PER_KEY", 10)
SFTP_CONNECTIONS_PER_ADDRESS = env_int("ONROLL_SFTP_CONNECTIONS_PER_ADDRESS", 20)
SFTP_NEW_PER_MINUTE = env_int("ONROLL_SFTP_NEW_PER_MINUTE", 240)

# Of one server process. Behind a proxy every connection comes from its address: set 0, and limit there.
CONNECTIONS_PER_ADDRESS = env_int("ONROLL_CONNECTIONS_PER_ADDRESS", 256)
MESH_REQUESTS_AT_ONCE = env_int("ONROLL_MESH_REQUESTS_AT_ONCE", 8)

UPLOAD_LIMIT_BYTES = env_int("ONROLL_UPLOAD_LIMIT_BYTES", 100_000_000)
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SERVED_OVER_TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SECURE_HSTS_SECONDS = 63072000 if IS_SERVED_OVER_TLS else 0
SECURE_SSL_REDIRECT = False  # the proxy in front does it
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

LOGGING_CONFIG = "onroll.config.logs.configure"
LOG_LEVEL = env_choice("ONROLL_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
LOGGING: dict[str, object] = {"version": 1}  # not empty: with an empty one Django never calls LOGGING_CONFIG
