"""Routes and policy: as officers publish them, as everybody reads them, and who has read and understood them."""

import dataclasses
from collections.abc import Sequence

from django.urls import reverse

from onroll.access.models import Organisation
from onroll.audit.act import Act
from onroll.casework import directory_tables, leaflets
from onroll.casework.models import ContactInvitation, KnowledgeCheck, Policy, PublishedRoutes
from onroll.casework.presenters.directory import FormPage, ReadPage, home
from onroll.casework.queries.directory_papers import PolicyEvidence, Reader, RoutesEvidence
from onroll.web.parts import Cell, Link, Row, Table
from onroll.web.words import and_list, count_words, day_words, moment_words

HEAD = ("Agency", "How it tells the council", "Contact", "Deputy", "Confirmed")


@dataclasses.dataclass(frozen=True, kw_only=True)
class RoutesPage:
    """The public page of an authority's routes."""

    title: str
    danger: str
    who: str
    opening: str
    team: tuple[Row, ...]
    kinds: tuple[Table, ...]
    early_help: tuple[Row, ...]
    links: tuple[Link, ...]
    made: str
    back: Link


@dataclasses.dataclass(frozen=True, kw_only=True)
class PolicyPage:
    """The policy, for everybody to read; and, for whoever can say so, that it was read."""

    title: str
    council: str
    facts: tuple[Row, ...]
    paragraphs: tuple[str, ...]
    file_href: str
    back: Link
    has_read: bool = False
    read_href: str = ""
    questions_title: str = ""
    result: str = ""
    corrections: tuple[Row, ...] = ()


def routes_page(routes: PublishedRoutes, policy: Policy | None) -> RoutesPage:
    """Present the routes as they were published."""
    council = routes.authority
    team_kind = directory_tables.kinds()["cme"].name
    lines = [leaflets.RouteLine(**line) for line in routes.lines]
    others = [line for line in lines if line.kind != team_kind]
    files = [
        Link(text=f"Leaflet as {words}", href=reverse("routes:leaflet", args=[council.la_code, form]))
        for form, words in (("pdf", "PDF"), ("docx", "Word document"))
    ]
    policy_link = [Link(text="Our policy on children missing education", href=_policy_href(council))] if policy else []
    return RoutesPage(
        title=leaflets.heading(council.name),
        danger=leaflets.DANGER,
        who=leaflets.WHO,
        opening=routes.opening,
        team=tuple(Row(key=line.agency, value=_people(line)) for line in lines if line.kind == team_kind),
        kinds=tuple(
            Table(
                caption=kind,
                head=HEAD,
                rows=tuple(
                    (line.agency, line.route or "Call the council’s team", line.contact, line.deputy, line.confirmed)
                    for line in others
                    if line.kind == kind
                ),
                as_cards=True,
            )
            for kind in dict.fromkeys(line.kind for line in others)
        ),
        early_help=tuple(Row(key=line.agency, value=line.early_help) for line in lines if line.early_help),
        links=(*files, *policy_link, Link(text="Tell us about a child now", href=reverse("tell-us:start"))),
        made=f"Version {routes.number}, published on {day_words(routes.published_at)}. It stands as it was on that "
        "day.",
        back=Link(text="Back to all councils", href=reverse("routes:councils")),
    )


def _people(line: leaflets.RouteLine) -> str:
    deputy = f" Deputy: {line.deputy}." if line.deputy else ""
    return f"{line.contact}.{deputy}" if line.contact else "Nobody is named"


def councils_page(councils: Sequence[Organisation]) -> ReadPage:
    """Present the councils that have published how agencies tell of a child."""
    return ReadPage(
        title="How agencies tell a council about a child",
        leads=("Anybody can tell a council of a child. These councils say how each agency does it, and whom to call.",),
        links=(
            *(Link(text=one.name, href=reverse("routes:council", args=[one.la_code])) for one in councils),
            Link(text="Tell a council about a child", href=reverse("tell-us:start")),
        ),
        empty="" if councils else "No council has published its routes here yet.",
    )


def publish_page(
    lines: tuple[Sequence[leaflets.RouteLine], Sequence[leaflets.RouteLine]],
    evidence: Sequence[RoutesEvidence],
    latest: PublishedRoutes | None,
) -> FormPage:
    """Present what would be published, and what has changed since it was last."""
    team, others = lines
    now = [dataclasses.asdict(line) for line in (*team, *others)]
    return FormPage(
        title="Publish the routes",
        back=home(),
        submit="Publish page and leaflet",
        leads=(
            (
                f"Page and leaflet are made from the directory: {count_words(len(now), 'agency')}. No person’s name is "
                "published, and a phone number or an email address only where its contact has agreed."
            ),
        ),
        notice=_changed_words(latest, now),
        facts=tuple(
            Row(
                key=f"Version {each.number}",
                value=f"Published {moment_words(each.published_at)}, {count_words(each.agencies, 'agency')}. "
                + (f"Read by {_readers(each.readers)}." if each.readers else "Nobody has said yet that they read it."),
            )
            for each in evidence
        ),
        links=(
            (Link(text="See the public page", href=reverse("routes:council", args=[latest.authority.la_code])),)
            if latest
            else ()
        ),
    )


def _changed_words(latest: PublishedRoutes | None, now: list[dict[str, str]]) -> str:
    if latest is None:
        return "Nothing is published yet."
    before = {line["agency"]: line for line in latest.lines}
    after = {line["agency"]: line for line in now}
    changed = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if not changed:
        return "The public page is as the directory stands."
    return f"Changed since it was published: {and_list(sorted(changed)[:5])}" + ("…" if len(changed) > 5 else ".")


def _readers(readers: Sequence[Reader]) -> str:
    return and_list([f"{each.name} ({day_words(each.read_at)})" for each in readers])


def policies_page(act: Act, versions: Sequence[PolicyEvidence]) -> ReadPage:
    """Present every version of the policy: whom it has reached, and how well it is understood."""
    return ReadPage(
        title="Policy on children missing education",
        back=home(),
        actions=(Link(text="Publish a new version", href=reverse("directory:publish-policy")),),
        facts=tuple(row for each in versions[:1] for row in _policy_facts(act, each)),
        tables=(
            *(_readers_table(each) for each in versions[:1] if each.readers),
            *((_versions_table(versions),) if versions else ()),
        ),
        empty="" if versions else "No policy is published yet.",
        links=(Link(text="Read it as everybody does", href=_policy_href(versions[0].policy.authority)),)
        if versions
        else (),
        made=f"Counted {moment_words(act.at)}. A body counts as reached once somebody there says that she has read "
        "it, signed "
        "in or by the link of the yearly round. Whom it has to reach: step A1 of the 2004 checklist.",
    )


def _policy_facts(act: Act, each: PolicyEvidence) -> tuple[Row, ...]:
    kinds = directory_tables.kinds()
    policy = each.policy
    missing = [kinds[code].name for code in directory_tables.POLICY_READERS if code not in each.kinds_reached]
    lacks = [words for code, words in directory_tables.POLICY_SECTIONS.items() if code not in policy.sections]
    overdue = " The review is overdue." if policy.review_by < act.on else ""
    known = (
        f"{each.right} of {each.asked} answers right, in {count_words(each.checks, 'check')}"
        if each.checks
        else "Nobody has taken the check yet"
    )
    return (
        Row(key="In force", value=f"Version {policy.number}, from {day_words(policy.in_force_from)}"),
        Row(key="Review", value=f"By {day_words(policy.review_by)}.{overdue}"),
        Row(key="Sections", value=f"Missing: {and_list(lacks)}" if lacks else "All four that the checklist asks for"),
        Row(key="Not reached yet", value=and_list(missing) if missing else "Every kind of body has read it"),
        Row(key="Knowledge", value=known),
    )


def _readers_table(each: PolicyEvidence) -> Table:
    kinds = directory_tables.kinds()
    rows = tuple(
        (one.name, kinds[one.kind].name if one.kind else "Not tied to a kind", moment_words(one.read_at))
        for one in each.readers
    )
    return Table(caption=f"Who has read version {each.policy.number}", head=("Body", "Kind", "First read"), rows=rows)


def _versions_table(versions: Sequence[PolicyEvidence]) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f"Version {each.policy.number}",
            each.policy.title,
            day_words(each.policy.in_force_from),
            day_words(each.policy.published_at),
            str(len(each.readers)),
        )
        for each in versions
    )
    head = ("Version", "Title", "In force from", "Published", "Bodies that read it")
    return Table(caption="Versions", head=head, rows=rows, numeric=frozenset({4}))


def publish_policy_page(latest: Policy | None) -> FormPage:
    """Present the form of a new version."""
    before = f"Version {latest.number} is in force; it stays to be read." if latest else ""
    return FormPage(
        title="Publish the policy",
        back=Link(text="Back to the policy", href=reverse("directory:policies")),
        submit="Publish",
        has_file=True,
        notice=before,
        leads=("Everybody can read the policy. Write it here, choose a PDF, or both.",),
    )


def policy_page(policy: Policy, *, has_read: bool = False, read_href: str = "") -> PolicyPage:
    """Present the policy; `read_href` is where the reader says that she has read it, where she can."""
    council = policy.authority
    return PolicyPage(
        title=policy.title,
        council=council.name,
        facts=(
            Row(key="Version", value=str(policy.number)),
            Row(key="In force from", value=day_words(policy.in_force_from)),
            Row(key="Reviewed by", value=day_words(policy.review_by)),
        ),
        paragraphs=tuple(part.strip() for part in policy.text.split("\n\n") if part.strip()),
        file_href=reverse("routes:policy-file", args=[council.la_code]) if policy.file_id else "",
        has_read=has_read,
        read_href=read_href,
        questions_title="Five questions, one minute" if read_href else "",
        back=Link(text="Back to the routes", href=reverse("routes:council", args=[council.la_code]))
        if not read_href
        else Link(text="Back", href="/"),
    )


def checked_page(policy: Policy, check: KnowledgeCheck) -> ReadPage:
    """Present how many answers were right, and the right answer to each other one with its reason."""
    wrong = [question for question in directory_tables.questions() if question.code in check.wrong_codes]
    return ReadPage(
        title=f"{check.right} of {check.asked} right",
        leads=(
            "Thank you. The council sees how many answers were right at your agency, and never who gave them."
            if check.person_id is None
            else "Thank you. The council sees how many answers were right at your organisation.",
        ),
        facts=tuple(
            Row(key=question.words, value=f"{question.answers[question.right]}. {question.why}.") for question in wrong
        ),
        links=(Link(text="Read the policy", href=_policy_href(policy.authority)),),
    )


def link_page(invitation: ContactInvitation) -> FormPage:
    """Present the entry of a contact to whoever has its link."""
    contact = invitation.contact
    council = invitation.round.authority.name
    return FormPage(
        title="Is this entry still right?",
        caption=f"{contact.agency.name}: {contact.get_standing_display().lower()}",
        back=Link(text=f"How agencies tell {council}", href=reverse("routes:councils")),
        submit="Send to the council",
        leads=(
            (
                f"{council} keeps whom to call at your agency when a child may be missing education. Please confirm "
                "or correct it "
                f"by {day_words(invitation.round.answer_by)}."
            ),
        ),
    )


def answered_page(invitation: ContactInvitation, *, policy_href: str) -> ReadPage:
    """Present that an answer has arrived, and what may be read next."""
    council = invitation.round.authority.name
    left = invitation.state == "left"
    return ReadPage(
        title="Thank you: the council knows" if left else "Thank you: the entry is confirmed",
        leads=(
            f"{council} now names a successor with your agency." if left else f"{council} asks again in a year.",
            "You can close this page.",
        ),
        links=(Link(text="Read the council’s policy, and check what you know", href=policy_href),)
        if policy_href
        else (),
    )


def _policy_href(council: Organisation) -> str:
    return reverse("routes:policy", args=[council.la_code])
