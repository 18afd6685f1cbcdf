"""The choice of another authority, of which none is chosen before somebody chooses it."""

from onroll.access import queries as access_queries
from onroll.audit.act import Act


def other_authorities(act: Act) -> list[tuple[str, str]]:
    """Return number and name of every authority but the acting one, by name, after a line that is no choice.

    Without that line the first name of the list would stand chosen, and a slip would send a child there.
    """
    names = access_queries.authority_names().items()
    others = sorted(((code, name) for code, name in names if code != act.la_code), key=lambda item: item[1])
    return [("", "Choose an authority"), *others]
