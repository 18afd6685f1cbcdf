"""The questions of the public page, in their order: the heading of each, and what helps to answer it."""

import dataclasses

NOT_NEEDED = "Leave this empty if you do not know."


@dataclasses.dataclass(frozen=True, slots=True)
class Heading:
    """A question's heading, and the line under it."""

    title: str
    lead: str = ""


HEADINGS: dict[str, Heading] = {
    "danger": Heading("Is the child missing or in danger now?"),
    "place": Heading(
        "Where is the child?", "Where you saw the child, or where the child lives. A street or a shop is enough."
    ),
    "council": Heading("Which council should look into it?", "The council of the place where the child is."),
    "child": Heading(
        "What do you know of the child?",
        "For example: boy, about 8, red coat, on Mill Lane most mornings. A little is enough. You need no name.",
    ),
    "name": Heading("Do you know the child’s name?", NOT_NEEDED),
    "age": Heading("How old is the child?", NOT_NEEDED),
    "seen": Heading("When did you last see the child?", NOT_NEEDED),
    "you": Heading(
        "Do you want to say who you are?",
        "You do not have to. If you leave this page empty, nobody can find out who you are: we keep no network address "
        "and nothing about your phone or computer with your report.",
    ),
}
