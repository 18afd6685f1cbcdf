"""The page assets: GOV.UK Frontend, fetched by package-lock.json and stripped of what is not ours to use.

The typeface GDS Transport and the royal arms may only be used on GOV.UK itself, so neither reaches our pages.
Source: GOV.UK Design System, "Typeface" and licence notes of the govuk-frontend package.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from tools import environment
from tools.machine import ROOT, Stop, quietly, say

PACKAGE_LOCK = ROOT / "package-lock.json"
DISTRIBUTION = ROOT / "node_modules" / "govuk-frontend" / "dist" / "govuk"
STATIC = ROOT / "onroll" / "web" / "static" / "govuk"
STAMP = STATIC / "lock.stamp"
NODE_VENV = ROOT / ".venv-node"

# What a phone or a desktop calls its own reading typeface; no file is fetched for it.
SYSTEM_FONTS = 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif'

FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
TRANSPORT = re.compile(r'font-family:"?GDS Transport"?,\s*arial,\s*sans-serif', re.IGNORECASE)
CREST = re.compile(r"(?:-webkit-)?(?:background-image|mask-image):url\(/assets/images/govuk-crest\.svg\);?")
CSS_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/")
JS_SOURCE_MAP = re.compile(r"//# sourceMappingURL=\S*")


def prepare() -> None:
    """Put the stripped styles and scripts where Django serves them, once for each package-lock.json."""
    wanted = environment.fingerprint(PACKAGE_LOCK) + environment.fingerprint(Path(__file__))
    if STAMP.exists() and STAMP.read_text() == wanted:
        return
    say("Fetching the page assets of package-lock.json ...")
    fetch()
    shutil.rmtree(STATIC, ignore_errors=True)
    STATIC.mkdir(parents=True)
    css = strip_css((DISTRIBUTION / "govuk-frontend.min.css").read_text())
    (STATIC / "govuk-frontend.css").write_text(css)
    script = strip_script((DISTRIBUTION / "govuk-frontend.min.js").read_text())
    (STATIC / "govuk-frontend.js").write_text(script)
    STAMP.write_text(wanted)


def fetch() -> None:
    """Run `npm ci` with the machine's npm, or with the one PyPI carries where there is none or it fails."""
    options = ("ci", "--ignore-scripts", "--no-audit", "--no-fund")
    if environment.is_installed("npm") and quietly("npm", *options)[0] == 0:
        return
    environment.make(NODE_VENV)
    lock = environment.REQUIREMENTS / "node.txt"
    if not environment.is_current(NODE_VENV, lock):
        environment.install(NODE_VENV, lock)
    code, output = quietly(NODE_VENV / "bin" / "npm", *options)
    if code != 0:
        raise Stop(f"The page assets could not be fetched from the npm registry.\n\n{output.strip()}")


def strip_css(css: str) -> str:
    """Return the style sheet in the system's typeface, without crest, font files or source map.

    Raises: Stop, if a reference to a file is left: the static storage would fail on it later, less plainly.
    """
    css = FONT_FACE.sub("", css)
    css = TRANSPORT.sub(f"font-family:{SYSTEM_FONTS}", css)
    css = CREST.sub("", css)
    css = CSS_SOURCE_MAP.sub("", css)
    if "url(" in css or "Transport" in css:
        raise Stop("GOV.UK Frontend's styles refer to a file that tools/assets.py does not know how to strip.")
    return css


def strip_script(script: str) -> str:
    """Return the script without the pointer to a source map that we do not serve."""
    return JS_SOURCE_MAP.sub("", script)
