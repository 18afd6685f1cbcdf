"""The search box."""

from django import forms

from onroll.web.forms import Form


class FindChild(Form):
    """Whatever the officer knows of a child, in one line."""

    child = forms.CharField(
        label="Find a child",
        help_text="Part of a name, in any spelling and order, with a date of birth, a year, an age, a postcode or a "
        "school if you know it. For example, hussain fatima 2014",
        strip=True,
        error_messages={"required": "Type part of the child’s name, or another fact"},
    )
