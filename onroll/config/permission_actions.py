"""Every action of the product, the rules it asks, and the answer of those rules for each member.

Read from the source: an action's own code and the checks it calls. A rule about a record is asked twice, for a record
of the member's own organisation and for one of another: "own" means the first only.
"""

import ast
import dataclasses
import importlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from onroll.audit.refusals import Refusal
from onroll.config.members import STANDINGS, Standing

PACKAGE = Path(__file__).resolve().parents[1]
YES, OWN, NO, INSIDE = "yes", "own", "·", ""
# The rule that only the product's own timer or an operator's command acts: no member is either.
SYSTEM = "the system alone"
ELSEWHERE = 999

# Actions that pages, commands and doors call and that ask no rule of `permissions`: what they ask instead.
ELSEWISE = {
    "access.choose_acting": "The role must be the person’s own, or one she covers, and in force that day.",
    "access.list_ledger": "An operator’s command; nothing of the pages calls it.",
    "access.note_failed_sign_in": "Nobody is signed in: it records that.",
    "access.note_sign_in": "It records a sign-in that has happened.",
    "access.note_sign_out": "It records a sign-out that has happened.",
    "access.read_ledger": "`access.may_read_ledger` on its page; the entries are those of the auditor’s area.",
    "access.set_password": "The person’s own account, after the old password or a signed link.",
    **dict.fromkeys(
        ("attendance.read_analysis", "attendance.read_checks", "attendance.read_letters", "attendance.read_register"),
        "`attendance.may_keep_register`, asked by the reading itself; of her own school.",
    ),
    "attendance.read_call_queue": "`attendance.may_call`, asked by the reading itself; of her own school.",
    "attendance.read_seen": "`attendance.may_see_alerts`, asked by the reading itself; of her school or her area.",
    "attendance.read_week": "`attendance.may_see_weeks`, asked by the reading itself; a child of hers.",
    "casework.read_status": "The reference and its secret words.",
    **dict.fromkeys(
        ("casework.answer_by_link", "casework.say_left_by_link", "casework.invitation_of"),
        "The signed link of a contact’s own entry, which works once, until its last day.",
    ),
    **dict.fromkeys(
        ("casework.take_knowledge_check_by_link", "casework.read_paper_by_link"),
        "The signed link of a contact’s own entry, of the authority that sent it.",
    ),
    "casework.send_owed_invitations": "Whatever is owed goes to whom it is owed: an operator’s command.",
    "casework.receive_from_the_public": "Anybody may tell; limits hold for each address and for all together.",
    "casework.receive_notification": "By route: `casework.may_tell_for_agency`, `may_tell_for_school`, `may_say_seen`; email and lists are the system’s.",
    **dict.fromkeys(
        ("casework.export_cases", "casework.list_cases", "casework.show_case"),
        "An operator’s command: `casework.may_operate`, asked by the reading itself; no member of the cast may.",
    ),
    **dict.fromkeys(
        ("insight.read_list", "insight.save_lists"),
        "`insight.may_see_lists`, asked by the reading itself; of her own area.",
    ),
    "insight.work_out_figures": "`insight.may_see_figures` of her own area, or an operator’s command; asked by the reading.",
    **dict.fromkeys(
        (
            *("doors.begin_reading", "doors.drop_file", "doors.drop_held", "doors.end_reading", "doors.hold_file"),
            *("doors.remove_collected", "doors.remove_file", "doors.remove_report"),
        ),
        "The mailbox’s own SSH key, with which the connection was made; what it sends and takes is asked of `transfer`.",
    ),
    "transfer.find_jump": "It only asks whether the machine's clock can be believed: the clock itself, and commands.",
    "transfer.open_meetings": "`registry.may_shield` on its page; the shield is one that the organisation placed.",
    "transfer.open_patterns": "`transfer.may_read_patterns`, asked by the reading itself.",
    "transfer.send_owed_notices": "Whatever is owed goes to whom it is owed, whoever sets it going: timers and commands.",
    "vault.sweep_orphans": "An operator’s command; it removes what no record knows of.",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Action:
    """An action, the groups of rules it asks (each group must hold, by one of its rules), and where it is called."""

    room: str
    name: str
    asks: tuple[frozenset[str], ...]
    callers: tuple[str, ...]

    @property
    def key(self) -> str:
        """The room and the name."""
        return f"{self.room}.{self.name}"


def cells(action: Action) -> dict[str, str]:
    """Return, by member, whether its rules let her do it: yes, own, no; empty where it asks none."""
    if not action.asks:
        return {standing.name: INSIDE for standing in STANDINGS}
    return {standing.name: min((_best(group, standing) for group in action.asks), key=_rank) for standing in STANDINGS}


def _rank(cell: str) -> int:
    return (NO, OWN, YES).index(cell)


def _best(group: frozenset[str], standing: Standing) -> str:
    return max((rule_cell(name, standing) for name in group), key=_rank)


def rule_cell(name: str, standing: Standing) -> str:
    """Return a rule's answer for a member; `name` is room and function, such as `transfer.is_sender`."""
    if name == SYSTEM:
        return NO
    own, other = (asked(name, standing, is_own=is_own) for is_own in (True, False))
    return (YES if other else OWN) if own else NO


def asked(name: str, standing: Standing, *, is_own: bool) -> bool:
    """Ask a rule about a record of the member's organisation, or of another one in another area."""
    rule = find_rule(name)
    given = {
        parameter: _about(parameter, standing, is_own=is_own)
        for parameter in list(inspect.signature(rule).parameters)[1:]
    }
    try:
        answer = rule(standing.act(), **given)
    except Refusal:
        return False
    return answer is None or bool(answer)


def find_rule(name: str) -> Callable[..., object]:
    """Return a rule of a room, by `room.function`: one that answers, or one that answers None or refuses."""
    room, function = name.split(".")
    found: Callable[..., object] = getattr(importlib.import_module(f"onroll.{room}.permissions"), function)
    return found


class _Record(SimpleNamespace):
    """A record all of whose organisations are one and the same, with whatever else it is given."""

    def __getattr__(self, name: str) -> int:
        if not name.endswith("_id"):
            raise AttributeError(name)
        return int(self.organisation)


def _about(parameter: str, standing: Standing, *, is_own: bool) -> object:
    """Return what a rule is asked about: an organisation's number, a role, or a record with what rules look at."""
    organisation = standing.organisation_id if is_own else ELSEWHERE
    if parameter.endswith("_id"):
        return organisation
    if parameter.endswith("role"):
        return standing.role
    record = _Record(
        organisation=organisation,
        recipient=SimpleNamespace(la_code=standing.la_code if is_own else "000"),
        school=SimpleNamespace(la_code=standing.la_code if is_own else "000"),
        opener_role=standing.role,
        partner_role=standing.role,
        part_role="",
        part_of_id=None,
        part_of=None,
        kind="transfer_file",
        sent_at="sent",
        lost_pupil=_Record(organisation=organisation),
        agreed_by_id=None,
        second_authority_id=None,
    )
    if parameter == "part":
        return _Record(**(vars(record) | {"part_role": standing.role, "part_of": record}))
    return record


@cache
def actions() -> tuple[Action, ...]:
    """Return every public action, by room and name: a function of an `actions` module that takes an act first."""
    found = [
        Action(path.parts[0], name, tuple(sorted(_asks(path, name), key=sorted)), _callers(path, name))
        for path, (_module, functions) in _modules().items()
        for name, node in functions.items()
        if _is_action(node)
    ]
    return tuple(sorted(found, key=lambda action: action.key))


def _is_action(node: ast.FunctionDef) -> bool:
    first = node.args.args[0].arg if node.args.args else ""
    return first == "act" and not node.name.startswith(("_", "check_"))


@cache
def _modules() -> dict[Path, tuple[ast.Module, dict[str, ast.FunctionDef]]]:
    """Return every module of actions with its functions, by its place in the package."""
    found = {}
    for path in sorted({*PACKAGE.rglob("actions.py"), *PACKAGE.rglob("actions/**/*.py")}):
        module = ast.parse(path.read_text())
        functions = {node.name: node for node in module.body if isinstance(node, ast.FunctionDef)}
        found[path.relative_to(PACKAGE)] = (module, functions)
    return found


def _asks(
    path: Path, name: str, seen: frozenset[tuple[Path, str]] = frozenset(), *, is_helper: bool = False
) -> set[frozenset[str]]:
    """Return the rules that a function asks itself or by a check it calls; else those of what it hands its act to."""
    module, functions = _modules()[path]
    node, rooms = functions[name], _rooms_of(module, path.parts[0])
    groups = {group for statement in ast.walk(node) if (group := _rules_in(statement, rooms))}
    called = [place for place in _handed_on(node, path) if place not in seen]
    for place in called:
        if place[1].startswith(("_", "check_")):
            groups |= _asks(*place, seen | {(path, name)}, is_helper=True)
    if not groups and not is_helper:
        for place in called:
            groups |= _asks(*place, seen | {(path, name)})
    return groups


def _handed_on(node: ast.FunctionDef, path: Path) -> list[tuple[Path, str]]:
    """Return the functions of the same room's actions that get this function's own act: of its module first."""
    found = []
    for call in ast.walk(node):
        if isinstance(call, ast.Call) and call.args and ast.unparse(call.args[0]) == "act":
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            others = () if name.startswith("_") else _modules()
            places = [path, *(other for other in others if other.parts[0] == path.parts[0])]
            found += [(place, name) for place in places if name in _modules()[place][1]][:1]
    return list(dict.fromkeys(found))


def _rooms_of(module: ast.Module, room: str) -> dict[str, str]:
    """Return which room's rules a module means by each name."""
    found = {}
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("onroll."):
            for alias in node.names:
                if alias.name == "permissions":
                    found[alias.asname or alias.name] = (node.module or "").split(".")[1]
    return found or {"permissions": room}


def _rules_in(node: ast.AST, rooms: dict[str, str]) -> frozenset[str]:
    """Return the rules of one question: of an `if`, of `permissions.check(...)`, or a `check_x(...)` alone."""
    if ast.unparse(node).split("\n")[0] in ("if not act.is_system:", "permissions.check(act.is_system)"):
        return frozenset({SYSTEM})
    if isinstance(node, ast.If):
        return _rule_names(node.test, rooms)
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return _rule_names(node.value, rooms)
    return frozenset()


def _rule_names(node: ast.AST, rooms: dict[str, str]) -> frozenset[str]:
    names = set()
    for call in ast.walk(node):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
        ):
            room, name = rooms.get(call.func.value.id), call.func.attr
            if room and name.startswith(("may_", "is_", "has_", "check_")):
                names.add(f"{room}.{name}")
    return frozenset(names)


def _callers(path: Path, name: str) -> tuple[str, ...]:
    """Return the modules at the edge that call an action: pages, commands, doors."""
    home = ".".join(("onroll", *path.parts)).split(".actions")[0]
    return tuple(sorted(place for place, taken in _edges() if (home, name) in taken))


@cache
def _edges() -> tuple[tuple[str, frozenset[tuple[str, str]]], ...]:
    """Return each module that is no inner one, with the actions that it takes: of which package, and which."""
    inner = {"actions", "models", "queries", "migrations", "permissions", "demonstration", "apps"}
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        place = path.relative_to(PACKAGE).with_suffix("")
        if not inner & set(place.parts):
            found.append((str(place), frozenset(_taken_actions(ast.parse(path.read_text())))))
    return tuple(found)


def _taken_actions(tree: ast.Module) -> Iterator[tuple[str, str]]:
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module]
    homes = {
        (alias.asname or alias.name): f"{node.module}.{alias.name}".split(".actions")[0]
        for node in imports
        for alias in node.names
        if "actions" in f"{node.module}.{alias.name}".split(".")
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in homes:
            yield homes[node.value.id], node.attr
        if isinstance(node, ast.Name) and node.id in homes:
            yield homes[node.id], node.id
