"""What the first person who asks would wait for is read before anybody can: addresses, templates, holidays.

Done once, before the server's processes are forked, which then share what was read. Without it the first page of each
process took two seconds, and the seventy who come at nine o'clock all waited for it (docs/decisions/0019).
"""

import atexit
import gc

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import get_resolver

from onroll.rules.school_days import england


def warm_up() -> None:
    """Read all that every page needs, and spare Python looking through it again for what can be thrown away."""
    get_resolver().reverse_dict  # noqa: B018 - asking for it reads every room's addresses and views
    england()  # the library of bank holidays takes a quarter of a second
    for engine in engines.all():
        if isinstance(engine, Jinja2):
            for name in engine.env.list_templates(extensions=["jinja", "html"]):
                engine.env.get_template(name)
    gc.collect()
    gc.freeze()
    atexit.register(gc.unfreeze)  # libraries that count what they lent complain of what was never given back
