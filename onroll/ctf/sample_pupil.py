"""Makes the record of one invented pupil: who, where, and a plausible history at up to two schools."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from lxml import etree

from onroll.ctf import sample_people as people
from onroll.ctf.header import SchoolReference
from onroll.identifiers import uln, upn

_LEAVING = (("IM", "A"), ("IM", "G"), ("LC", "G"), ("UK", "I"), ("EL", "F"), ("OR", "H"))
_ETHNICITIES = (
    "WBRI",
    "WOTH",
    "WIRT",
    "WROM",
    "MWBC",
    "MOTH",
    "AIND",
    "APKN",
    "ABAN",
    "AOTH",
    "BAFR",
    "BCRB",
    "CHNE",
    "NOBT",
)
_LANGUAGES = ("ENG", "POL", "PNJ", "BNG", "URD", "SOM", "ARA", "TUR", "RMN", "POR")
_NEEDS = ("SLCN", "SEMH", "MLD", "ASD", "HI", "SPLD")


@dataclass(frozen=True, slots=True)
class Life:
    """The dates of one pupil, all before `on`; `year` is the national curriculum year, 0 for reception."""

    born_on: date
    year: int
    entered_on: date
    left_on: date | None
    on: date


def make(random: Random, position: int, *, school: SchoolReference, on: date, has_left: bool) -> etree._Element:
    """Return a `Pupil` element in the words of version 25."""
    pupil = etree.Element("Pupil")
    life = _life(random, on, has_left=has_left)
    child = people.person(random)
    sex = random.choice("FM")
    la, number = school.la or "999", school.number or "4001"
    # One school gives at most 1,000 numbers a year: later pupils got theirs elsewhere.
    issuer = (int(number) if number.isdecimal() else 0) + position // 1000
    joined = life.born_on.year + 4 + (life.born_on.month > 8)
    _add(
        pupil,
        UPN=upn.make(la, f"{issuer % 10_000:04d}", joined, position % 1000),
        UniqueLearnerNumber=_learner_number(random) if life.year >= 10 else None,
        Surname=child.surname,
        Forename=child.forename,
        DOB=life.born_on.isoformat(),
        Sex=sex,
    )
    _details(pupil, random, child, life)
    _meals(pupil, random, life)
    _needs(pupil, random, life)
    _address(pupil, random)
    if life.year >= 9:
        _add(pupil, Email=people.email(random))
    _contacts(pupil, random, child)
    _attendance(pupil, random, school, life)
    if life.year >= 3:
        _results(pupil, random, life)
    _schools(pupil, random, school, life)
    return pupil


def _add(parent: etree._Element, **parts: str | None) -> None:
    for tag, text in parts.items():
        if text is not None:
            etree.SubElement(parent, tag).text = text


def _life(random: Random, on: date, *, has_left: bool) -> Life:
    started = on.year if on.month >= 9 else on.year - 1
    year = random.randrange(12)
    born_on = date(started - year - 5, 9, 1) + timedelta(days=random.randrange(365))
    schools_since = random.randrange(min(year, 4) + 1)
    entered_on = min(date(started - schools_since, 9, 4), on - timedelta(days=30))
    left_on = max(entered_on, on - timedelta(days=random.randrange(1, 15))) if has_left else None
    return Life(born_on, year, entered_on, left_on, on)


def _learner_number(random: Random) -> str:
    while True:
        nine = str(random.randrange(100_000_000, 1_000_000_000))
        digit = uln.check_digit(nine)
        if digit is not None and nine + digit != uln.PLACEHOLDER:
            return nine + digit


def _details(pupil: etree._Element, random: Random, child: people.Person, life: Life) -> None:
    details = etree.SubElement(pupil, "BasicDetails")
    _add(
        details,
        PreferredSurname=child.surname if random.random() < 0.5 else None,
        PreferredForename=child.forename.split()[0],
        MiddleNames=child.middle_names,
        NCyearActual=str(life.year) if life.year else "R",
        Ethnicity=random.choice(_ETHNICITIES),
        EthnicitySource="P",
    )
    language = etree.SubElement(etree.SubElement(details, "Languages"), "Type")
    _add(language, LanguageType="F", Language=random.choice(_LANGUAGES))
    _add(
        details,
        ServiceChild=random.choices("NYU", (90, 5, 5))[0],
        MedicalFlag=random.choice(("true", "false")),
        EnrolStatus="P" if life.left_on else "C",
    )


def _meals(pupil: etree._Element, random: Random, life: Life) -> None:
    if random.random() < 0.3:
        block = etree.SubElement(etree.SubElement(pupil, "FSMhistory"), "FSMinstance")
        _add(block, FSMstartDate=life.entered_on.isoformat(), UKcountry="ENG")


def _needs(pupil: etree._Element, random: Random, life: Life) -> None:
    if random.random() < 0.2:
        block = etree.SubElement(pupil, "SENhistory")
        _add(etree.SubElement(block, "SEN"), StartDate=life.entered_on.isoformat(), SENprovision=random.choice("KKE"))
        need = etree.SubElement(etree.SubElement(block, "SENneeds"), "SENneed")
        _add(need, NeedStartDate=life.entered_on.isoformat(), SENtypeRank="1", SENtype=random.choice(_NEEDS))


def _address(parent: etree._Element, random: Random) -> None:
    block = etree.SubElement(parent, "Address")
    _add(etree.SubElement(block, "BS7666Address"), **people.address(random))
    _add(block, PostCode=people.postcode(random), Country="United Kingdom")


def _contacts(pupil: etree._Element, random: Random, child: people.Person) -> None:
    block = etree.SubElement(pupil, "Contacts")
    for order, relationship in enumerate(random.choice(("M", "F", "MF", "MFR")), start=1):
        adult = people.person(random, child.surname if random.random() < 0.7 else None, child.tradition)
        contact = etree.SubElement(block, "Contact")
        _add(
            contact,
            Order=str(order),
            Title={"M": "Ms", "F": "Mr", "R": None}[relationship],
            Surname=adult.surname,
            Forename=adult.forename,
            Sex={"M": "F", "F": "M", "R": None}[relationship],
            Relationship={"M": "PAM", "F": "PAF", "R": "REL"}[relationship],
            Responsibility="true" if relationship != "R" else "false",
        )
        if order == 1 or random.random() < 0.6:
            _add(etree.SubElement(contact, "Address"), AddressAsPupil="true")
        else:
            _address(contact, random)
        phone = etree.SubElement(etree.SubElement(contact, "Phones"), "Phone")
        _add(phone, TelephoneType="M", PhoneNo=people.telephone(random))
        _add(contact, Email=people.email(random) if random.random() < 0.5 else None)


def _reference(school: SchoolReference) -> dict[str, str | None]:
    return {"LEA": school.la, "Estab": school.number, "URN": school.urn, "SchoolName": school.name}


def _attendance(pupil: etree._Element, random: Random, school: SchoolReference, life: Life) -> None:
    block = etree.SubElement(pupil, "Attendance")
    last = life.on.year if life.on.month >= 9 else life.on.year - 1
    for year in range(life.entered_on.year, last + 1):
        possible = 380 if year < last else 2 * random.randrange(5, 90)
        away = random.randrange(possible // 5 + 1)
        authorised = random.randrange(away + 1)
        row = etree.SubElement(block, "YearData")
        _add(row, Year=str(year), **_reference(school))
        _add(row, SessionsPossible=str(possible), SessionsAuthorised=str(authorised))
        _add(row, SessionsAttended=str(possible - away), SessionsUnauthorised=str(away - authorised))


def _results(pupil: etree._Element, random: Random, life: Life) -> None:
    stage = etree.SubElement(etree.SubElement(pupil, "StageAssessments"), "KeyStage")
    _add(stage, Stage="KS1")
    for subject, component in (("ENG", "REA"), ("ENG", "WRI"), ("MAT", "MAT")):
        row = etree.SubElement(stage, "StageAssessment")
        year = str(life.born_on.year + 7 + (life.born_on.month > 8))
        _add(row, Locale="ENG", Year=year, Subject=subject, Method="TA", Component=component)
        _add(row, ResultStatus="R", ResultQualifier="NC", Result=random.choice(("WTS", "EXS", "GDS")))


def _schools(pupil: etree._Element, random: Random, school: SchoolReference, life: Life) -> None:
    history = etree.SubElement(pupil, "SchoolHistory")
    row = etree.SubElement(history, "School")
    _add(row, **_reference(school), EntryDate=life.entered_on.isoformat())
    if life.left_on is not None:
        reason, ground = random.choice(_LEAVING)
        _add(row, LeavingDate=life.left_on.isoformat(), LeavingReason=reason, RemovalGrounds=ground, LastSchool="true")
    began_on = date(life.born_on.year + 4 + (life.born_on.month > 8), 9, 4)
    if began_on < life.entered_on - timedelta(days=300):
        earlier = etree.SubElement(history, "School")
        _add(earlier, LEA=school.la, Estab=f"2{random.randrange(1000):03d}", SchoolName="Example Primary School")
        _add(earlier, EntryDate=began_on.isoformat())
        _add(earlier, LeavingDate=date(life.entered_on.year, 7, 20).isoformat(), LeavingReason="PM")
