"""Loaded by pytest before Django reads its settings: an installation of its own in a temporary folder."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from tests import ready

_FOLDER = tempfile.mkdtemp(prefix="onroll-tests-")
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

os.environ["ONROLL_VAR"] = _FOLDER
os.environ["ONROLL_SECRET_KEY"] = "only-for-tests-and-never-anywhere-else"
os.environ["ONROLL_VAULT_KEY"] = "00" * 32
os.environ["ONROLL_DEMONSTRATION"] = "true"
os.environ["ONROLL_EMAIL_BACKEND"] = "django.core.mail.backends.locmem.EmailBackend"

# whitenoise warns of a folder that is not there, and warnings are errors
(Path(_FOLDER) / "static").mkdir()

# Named here, in the first process, so that its workers share it.
ready.folder()
