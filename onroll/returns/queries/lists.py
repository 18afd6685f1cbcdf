"""Lists that were loaded, their rows, and who is on a roll and not on the list."""

from collections.abc import Sequence

from django.db.models import Q

from onroll.audit.act import Act
from onroll.audit.refusals import Hidden
from onroll.returns.models import Band, Decision, ListedChild, LoadedList
from onroll.rolls.models import RollEntry

A_PAGE = 50
MOST_LISTS = 50


def loaded_lists(act: Act) -> Sequence[LoadedList]:
    """Return the newest lists of the authority."""
    return list(LoadedList.objects.visible_to(act).select_related("school").order_by("-loaded_at")[:MOST_LISTS])


def loaded_list(act: Act, reference: str) -> LoadedList:
    """Return one list. Raises: Hidden."""
    found: LoadedList | None = LoadedList.objects.visible_to(act).filter(reference=reference).first()
    if found is None:
        raise Hidden
    return found


def listed_children(act: Act, loaded: LoadedList, *, show: str, page: int = 1) -> tuple[list[ListedChild], int]:
    """Return a page of a list's rows and how many there are. `show`: a band, "open" for what waits, or "differs".

    Open: in doubt without an answer, or on no roll without one. Those due to start earliest stand first.
    """
    rows = ListedChild.objects.visible_to(act).filter(of=loaded)
    if show == "open":
        rows = rows.filter(_waits())
    elif show == "differs":
        rows = rows.filter(band=Band.SURE).exclude(differs=[])
    elif show in Band.values:
        rows = rows.filter(band=show)
    start = max(0, page - 1) * A_PAGE
    found = rows.select_related("entry__school", "decided_by").order_by("band", "starts_on", "line")
    return list(found[start : start + A_PAGE]), rows.count()


def listed_row(act: Act, loaded: LoadedList, line: int) -> ListedChild:
    """Return one row of a list. Raises: Hidden."""
    rows = ListedChild.objects.visible_to(act).filter(of=loaded, line=line)
    found: ListedChild | None = rows.select_related("of", "entry__school").first()
    if found is None:
        raise Hidden
    return found


def on_roll_and_not_listed(act: Act, loaded: LoadedList, *, most: int = 200) -> tuple[list[RollEntry], int]:
    """Return pupils on a roll of the area that day whom the list does not have, and how many there are.

    For a census: of its school, or of the schools that the list names, or of all.
    """
    listed = ListedChild.objects.filter(of=loaded)
    held = listed.filter(band=Band.SURE) | listed.filter(decision=Decision.SAME)
    entries = RollEntry.objects.visible_to(act).on_roll(loaded.as_on)
    if loaded.school_id:
        entries = entries.filter(school_id=loaded.school_id)
    else:
        codes = set(listed.exclude(school_code="").values_list("school_code", flat=True).distinct()[:2000])
        if codes:
            numbers = {code[3:] for code in codes if code[:3] == act.la_code}
            entries = entries.filter(school__number__in=numbers)
    missing = entries.exclude(pk__in=held.values("entry_id")).select_related("school")
    return list(missing.order_by("school__name", "surname", "pk")[:most]), missing.count()


def _waits() -> Q:
    in_doubt = Q(band=Band.DOUBTFUL, decision="")
    on_no_roll = (Q(band=Band.NONE) & Q(decision="")) | Q(band=Band.DOUBTFUL, decision=Decision.DIFFERENT)
    return in_doubt | on_no_roll
