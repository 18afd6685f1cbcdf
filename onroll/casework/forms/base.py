"""What the forms of this room share."""

from django import forms

from onroll.web.forms import Form

LONGEST_NOTE = 800  # characters


class Versioned(Form):
    """A form that carries the version of what the officer saw, so that a stale edit never overwrites."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
