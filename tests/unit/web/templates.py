"""Renders a piece of template as our pages would, and reads the result as a browser would."""

from pathlib import Path

import jinja2
from lxml import html

import onroll.web
from onroll.web.jinja_env import environment

FOLDER = Path(onroll.web.__file__).parent / "jinja2"
ENV = environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=True)


def text_of(source, **context):
    """Return what a template renders to."""
    return ENV.from_string(source).render(**context)


def tree_of(source, **context):
    """Return what a template renders to, as a tree of elements."""
    return html.fragment_fromstring(text_of(source, **context), create_parent="main")


def with_id(tree, name):
    """Return the one element with this id."""
    (element,) = tree.xpath("//*[@id=$name]", name=name)
    return element
