"""Writes the generated documents: commands, kinds of facts, roles. A test fails when they lie."""

import dataclasses
import inspect
import typing
from typing import Annotated, Any, get_args, get_origin

import click

from najda.cli import COMMANDS, main
from najda.engine.discovery import Desks
from najda.journal.control import CONTROL_FACTS
from najda.vocabulary import Fact, Part, Role, Subject
from najda.web.door import READABLE

_MADE = "<!-- Made by `make docs`; a test compares. -->\n\n"


def commands_document() -> str:
    """``docs/cli.md``: the help of every command."""
    lines = ["# Commands", "", _MADE.strip(), ""]
    context = click.Context(main, info_name="najda")
    for name in COMMANDS:
        command = main.get_command(context, name)
        if command is not None:
            lines += _help_of(command, f"najda {name}", context)
    return "\n".join(lines) + "\n"


def _help_of(command: click.Command, path: str, parent: click.Context) -> list[str]:
    context = click.Context(command, info_name=path.rsplit(maxsplit=1)[-1], parent=parent)
    context.max_content_width = 96
    context.terminal_width = 96
    lines = [f"## {path}", "", "```text", command.get_help(context).rstrip(), "```", ""]
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                lines += _help_of(child, f"{path} {name}", context)
    return lines


def facts_document(desks: Desks) -> str:
    """``docs/facts.md``: every kind of fact, its fields and the part each travels in."""
    lines = ["# Kinds of facts", "", _MADE.strip(), ""]
    rooms: dict[str, list[tuple[str, type[Fact]]]] = {"journal": list(CONTROL_FACTS.items())}
    for desk in desks.desks:
        rooms[desk.name] = [(f"{desk.name}.{fact.__name__}", fact) for fact in desk.facts]
    for room, kinds in rooms.items():
        lines += [f"## {room}", ""]
        for name, kind in kinds:
            lines += _fact_lines(name, kind)
    return "\n".join(lines) + "\n"


def _fact_lines(name: str, kind: type[Fact]) -> list[str]:
    said = inspect.cleandoc(kind.__doc__ or "").split("\n\n")[0].replace("\n", " ")
    lines = [f"### `{name}`", "", said, ""]
    if kind.creates:
        lines += [f"Makes: {kind.creates}.", ""]
    lines += ["| field | part | type |", "|---|---|---|"]
    hints = typing.get_type_hints(kind, include_extras=True)
    for field in dataclasses.fields(kind):
        part, shown = _shown_type(hints[field.name])
        lines.append(f"| `{field.name}` | {part} | {shown} |")
    return [*lines, ""]


def _shown_type(hint: Any) -> tuple[str, str]:
    marks = get_args(hint)[1:] if get_origin(hint) is Annotated else ()
    if Subject in marks:
        return "meta", "id of a thing"
    part = next((mark.value for mark in marks if isinstance(mark, Part)), Part.OPEN.value)
    inner = get_args(hint)[0] if marks else hint
    names = [_name(one) for one in get_args(inner)] if _is_union(inner) else [_name(inner)]
    return part, " or ".join(name for name in names if name != "Absent")


def _is_union(hint: Any) -> bool:
    return bool(get_args(hint)) and get_origin(hint) not in (tuple, list, dict)


def _name(hint: Any) -> str:
    if hint is type(None):
        return "not said"
    if get_origin(hint) is tuple:
        return f"list of {_name(get_args(hint)[0])}"
    found: str = getattr(hint, "__name__", str(hint))
    return found


def roles_document(desks: Desks) -> str:
    """``docs/roles.md``: what each role may read and do, from the doors themselves."""
    roles = list(Role)
    head = "| | " + " | ".join(role.value for role in roles) + " |"
    rule = "|---|" + "---|" * len(roles)
    lines = ["# Roles", "", _MADE.strip(), "", "## Parts a role may read", "", head, rule]
    lines += [
        _role_line(part.value, {r for r in roles if part in READABLE[r]})
        for part in (Part.OPEN, Part.PLACE, Part.PERSON, Part.TEXT)
    ]
    lines += ["", "## Views a role may ask", "", head, rule]
    lines += [_role_line(f"`{name}`", set(view.roles)) for name, view in desks.views.items()]
    lines += ["", "## Acts a role may do", "", head, rule]
    lines += [
        _role_line(f"`{desk}/{name}`", set(act.roles)) for (desk, name), act in desks.acts.items()
    ]
    lines += ["", "## Pages a role may open", "", head, rule]
    lines += [
        _role_line(f"`{' '.join(page.methods)} {page.path}`", set(page.roles))
        for desk in desks.desks
        for page in desk.pages
    ]
    return "\n".join(lines) + "\n"


def _role_line(name: str, may: set[Role]) -> str:
    return f"| {name} | " + " | ".join("yes" if role in may else "" for role in Role) + " |"
