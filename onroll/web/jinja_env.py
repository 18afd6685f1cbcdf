"""The Jinja environment of all our pages: where templates are found and what every template may call."""

import jinja2
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse

from onroll.web import components, words


class QuietWhenTested(jinja2.Undefined):
    """An undefined value that may be tested but not printed.

    The GOV.UK macros ask `if params.hint` for what they were not given, so strict undefined breaks them; a
    mistyped name that is printed, or whose attribute is asked for, is still an error.
    """

    def __str__(self) -> str:
        """Raise, instead of printing nothing."""
        return str(self._fail_with_undefined_error())


def environment(**options: object) -> jinja2.Environment:
    """Build the environment for Django's Jinja2 back end, where GOV.UK Frontend's macros are found too."""
    loaders = [options.pop("loader"), jinja2.PrefixLoader({GOVUK: jinja2.PackageLoader(GOVUK)})]
    loader = jinja2.ChoiceLoader([one for one in loaders if isinstance(one, jinja2.BaseLoader)])
    settings = {**options, "undefined": QuietWhenTested, "trim_blocks": True, "lstrip_blocks": True}
    env = jinja2.Environment(loader=loader, **settings)  # type: ignore[arg-type]  # noqa: S701 - Django sets autoescape
    env.globals.update(
        static=static,
        url=address,
        messages_for=get_messages,
        field_params=components.field_params,
        group_params=components.group_params,
        shared_params=components.shared_params,
        error_list=components.error_list,
        date_boxes=components.date_boxes,
        choices=components.choices,
    )
    env.filters.update(
        day_words=words.day_words,
        moment_words=words.moment_words,
        bytes_words=words.bytes_words,
        and_list=words.and_list,
    )
    return env


GOVUK = "govuk_frontend_jinja"


def address(name: str, *args: object, **kwargs: object) -> str:
    """Return the address of a named page: `url("transfer:file", reference)`."""
    return reverse(name, args=args, kwargs=kwargs) if args or kwargs else reverse(name)
