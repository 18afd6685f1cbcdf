"""A crowd of invented held children, stored in sets: what repository search and the pages are measured over."""

import dataclasses
import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

from django.utils import timezone

from onroll.access.models import Organisation
from onroll.audit import act as acts
from onroll.registry.models import Child, Sighting
from onroll.search import actions as search_actions
from onroll.search import sources
from onroll.transfer.models import LostPupil, Message, MessageEvent
from onroll.vault.models import StoredFile

STEMS = "Ald Bram Cald Dun Elm Fen Gars Hart Ive Kel Lar Mock Nor Oak Pem Quen Rad Sel Tham Ull Ver Wyn Yar Zel".split()
MIDDLES = "a e i o u er en al or is".split()
ENDINGS = "bury combe dale field ford gate ham ley mere mont ridge sham stead ston thorpe ton well wick worth".split()
FORENAMES = """Aisha Amelia Amina Arjun Ayaan Bartosz Bilal Caitlin Chidi Daniel Elif Emeka Ewa Farah Fatima Filip Freya
Gabriel Grace Hamza Hanna Harry Hassan Ibrahim Imogen Isla Jakub Jasmine Kacper Kasia Layla Leon Leyla Lucy Maryam
Mateusz Mei Mohammed Musa Nadia Nia Noah Olivia Oluwaseun Omar Oscar Priya Ravi Rhys Rosa Ruby Saanvi Samuel Sofia
Tariq Thomas Tomasz Victoria Yasmin Yusuf Zainab Zofia""".split()


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """One child of the crowd."""

    reference: str
    surname: str
    forename: str
    birth_date: date


@cache
def people(count: int) -> list[Held]:
    """Return the crowd: the same one each time."""
    chosen = random.Random(20261122)
    found = []
    for number in range(count):
        surname = chosen.choice(STEMS) + chosen.choice(MIDDLES) + chosen.choice(ENDINGS)
        born = date(2009, 9, 1) + timedelta(days=chosen.randrange(365 * 12))
        found.append(Held(f"B-{number:08}", surname, chosen.choice(FORENAMES), born))
    return found


def some(count: int, crowd: int, chosen: random.Random) -> Iterator[Held]:
    """Yield some of a crowd of a given size."""
    yield from chosen.sample(people(crowd), count)


def misspelt(name: str, chosen: random.Random) -> str:
    """Return a name with one slip: two letters changed round, one doubled, one left out, or a vowel for another."""
    place = chosen.randrange(1, len(name) - 1)
    kind = chosen.randrange(4)
    if kind == 0:
        return name[:place] + name[place + 1] + name[place] + name[place + 2 :]
    if kind == 1:
        return name[:place] + name[place] + name[place:]
    if kind == 2:
        return name[:place] + name[place + 1 :]
    vowels = [at for at, letter in enumerate(name) if at and letter in "aeiou"]
    at = chosen.choice(vowels or [place])
    return name[:at] + chosen.choice("aeiou") + name[at + 1 :]


def hold(count: int) -> None:
    """Store the crowd as held children of all schools in turn; their files have no content, which no search reads."""
    now = timezone.now()
    senders = itertools.cycle(Organisation.objects.filter(kind="school", status="open").order_by("pk"))
    crowd = people(count)
    for start in range(0, count, 5000):
        _hold(crowd[start : start + 5000], senders, now)
    system = acts.by_the_system(at=now, purpose="benchmark")
    for source in sources.registered():
        for _ in search_actions.rebuild(system, source=source):
            pass


def _hold(part: list[Held], senders: Iterator[Organisation], now) -> None:  # type: ignore[no-untyped-def]
    children = Child.objects.bulk_create(Child(reference=each.reference, first_seen_at=now) for each in part)
    files = StoredFile.objects.bulk_create(
        StoredFile(name=each.reference, sha256="0" * 64, size=1, stored_at=now, sealed_key=b"", content=b"")
        for each in part
    )
    sightings = Sighting.objects.bulk_create(
        Sighting(
            child=child,
            source="benchmark",
            source_reference=each.reference,
            seen_at=now,
            surname=each.surname,
            forename=each.forename,
            birth_date=each.birth_date,
        )
        for each, child in zip(part, children, strict=True)
    )
    messages = Message.objects.bulk_create(
        Message(
            reference=each.reference,
            sender=next(senders),
            destination_code="XXXXXXX",
            file_name="x.xml",
            stored_file=file,
            pupil_count=1,
            state="held_as_lost",
            received_at=now,
            sent_at=now,
        )
        for each, file in zip(part, files, strict=True)
    )
    MessageEvent.objects.bulk_create(
        MessageEvent(message=message, at=now, state="held_as_lost", why="Benchmark") for message in messages
    )
    LostPupil.objects.bulk_create(
        LostPupil(
            message=message,
            child=child,
            sighting=sighting,
            outside_sector=False,
            filed_at=now,
            keep_until=now.date() + timedelta(days=365),
        )
        for message, child, sighting in zip(messages, children, sightings, strict=True)
    )
