"""Before anybody asks, every template stands compiled: a mistake in one is known at the start of the server."""

import gc

import pytest
from django.template import engines

from onroll.config import warming


def test_every_template_is_read_before_the_first_page(monkeypatch: pytest.MonkeyPatch) -> None:
    env = engines["jinja2"].env  # type: ignore[attr-defined]
    env.cache.clear()
    monkeypatch.setattr(gc, "freeze", lambda: None)  # the tests' own process goes on

    warming.warm_up()

    read = {name for _, name in env.cache}
    assert {"web/layout.html.jinja", "casework/case.html.jinja"} <= read
    assert read >= {name for name in env.list_templates(extensions=["jinja"]) if not name.startswith("govuk")}
