"""Every relative link of our own documents leads to something that is kept with them."""

import re

import pytest

from tests.architecture import code

PAGES = [path for path in [*code.HOME.glob("*.md"), *code.HOME.glob("docs/**/*.md")] if path.is_file()]
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(code.HOME)))
def test_every_relative_link_leads_somewhere(page) -> None:
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    links = [link for link in LINK.findall(text) if "://" not in link and not link.startswith("mailto:")]

    broken = [link for link in links if not (page.parent / link).exists()]

    assert broken == []
