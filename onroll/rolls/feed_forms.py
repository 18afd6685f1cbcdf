"""What is asked about a feed of a school, of its roll or of its marks: its columns, how often it comes, who is told."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from onroll.rolls.reading.columns import NOT_READ
from onroll.web.forms import Form

Listed = Iterable[tuple[str, str]]


class Seen(Form):
    """A step on something that must not have changed since the page was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class NameColumns(Seen):
    """Which of a school's own columns is which of ours: one question a column. `columns`: ours, each with its title."""

    def __init__(self, *args: Any, guessed: Mapping[str, str], columns: Listed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.titles = list(guessed)
        listed = [("", "Not read"), *columns]
        for number, (title, field) in enumerate(guessed.items()):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=f"Your column “{title[:60]}”",
                choices=listed,
                required=False,
                initial="" if field == NOT_READ else field,
            )

    def columns(self) -> list[forms.BoundField]:
        """Return the questions in the order of the file."""
        return [self[f"column_{number}"] for number in range(len(self.titles))]

    def fields_by_title(self) -> dict[str, str]:
        """Return what was answered: ours by theirs, `-` where it is not read."""
        said = (self.cleaned_data[f"column_{number}"] for number in range(len(self.titles)))
        return {title: field or NOT_READ for title, field in zip(self.titles, said, strict=True)}


class AgreeFeed(Seen):
    """How files come, how often, and who is told. `question`, `ways`: how they may come; `nobody`: who is told else."""

    form = forms.ChoiceField()
    expected_every = forms.IntegerField(
        label="How many school days pass between two files?", min_value=1, max_value=60, help_text="1: every school day"
    )
    contact = forms.ChoiceField(label="Who is told when a file is wrong, or none comes?", required=False)

    def __init__(
        self,
        *args: Any,
        question: str,
        ways: Listed,
        people: Iterable[tuple[int, str]],
        nobody: str,
        told: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["form"].label, self.fields["form"].choices = question, list(ways)  # type: ignore[attr-defined]
        listed = [("", nobody), *((str(pk), name) for pk, name in people)]
        self.fields["contact"].choices = listed  # type: ignore[attr-defined]
        self.fields["contact"].help_text = told
