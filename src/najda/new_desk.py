"""Writes a working desk: facts, rules, pages, words, card, template and tests."""

import keyword
import re
from pathlib import Path
from string import Template

import click

PACKAGE = Path(__file__).resolve().parent
_NAME = re.compile(r"[a-z][a-z0-9_]{2,30}")

FACTS = Template('''"""What can be said at the desk $name."""

from dataclasses import dataclass
from typing import ClassVar

from najda.vocabulary import Fact, Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten(Fact):
    """Somebody wrote a note."""

    creates: ClassVar[str | None] = "${name}_note"
    searched: ClassVar[tuple[str, ...]] = ("title",)

    title: str
    text: Worded[str | None] = None
''')

RULES = Template('''"""What follows from the facts of the desk $name. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from najda.$name.facts import NoteWritten
from najda.engine.apart import Apart, apart
from najda.engine.card import Act, Draft, Request, Rows, View
from najda.refused import Refusal, refuse
from najda.vocabulary import Actor, Entry, ThingId, Worded


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """One note."""

    id: ThingId
    title: str
    text: Worded[str | None] = None
    at_ms: int
    #: Writes that did not know each other and differ; a person decides.
    apart: tuple[Apart, ...] = ()


def note_keys(entry: Entry[Any]) -> Iterable[str]:
    """A note stands under itself."""
    return (entry.thing or "",)


def derive_note(entries: Sequence[Entry[Any]]) -> NoteRow | None:
    """The note as last written."""
    last = entries[-1]
    return NoteRow(
        id=last.thing or "",
        title=last.said.title,
        text=last.said.text,
        at_ms=last.wall_ms,
        apart=apart(entries, NoteWritten),
    )


NOTE = View(
    name="$name.note",
    reads=(NoteWritten,),
    keys=note_keys,
    derive=derive_note,
    row=NoteRow,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteNote(Request):
    """Write a note."""

    title: str
    text: str | None = None


def write_note(request: WriteNote, rows: Rows, actor: Actor, now: int) -> list[Draft] | Refusal:
    """A note needs a title."""
    del rows, actor, now
    if not request.title.strip():
        return refuse("$name.title_needed", at="title")
    return [Draft(NoteWritten(title=request.title.strip(), text=request.text))]


ACTS = (Act("write_note", WriteNote, write_note),)
''')

PAGES = Template('''"""The pages of the desk $name."""

from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from najda.$name.rules import NOTE
from najda.engine.card import ROOM, Page
from najda.web.visit import visit_of


def notes_list(http: HttpRequest) -> Response:
    """All notes, newest first, and a form for one more."""
    visit = visit_of(http)
    notes = sorted(visit.rows(NOTE).values(), key=lambda one: (-one.at_ms, one.id))
    return visit.render("$name/list.html", notes=notes)


PAGES = (Page("/$name", notes_list, ROOM, menu="$name.menu", order=80),)
''')

CARD = Template('''"""What does the desk $name answer?"""

from najda.$name import pages, rules
from najda.$name.facts import NoteWritten
from najda.engine.card import Desk

CARD = Desk(
    name="$name",
    needs=(),
    facts=(NoteWritten,),
    acts=rules.ACTS,
    views=(rules.NOTE,),
    pages=pages.PAGES,
)
''')

LIST = Template("""{% extends "web/layout.html" %}
{% block title %}{{ t('$name.menu') }}{% endblock %}
{% block main %}
<h1>{{ t('$name.menu') }}</h1>
<form method="post" action="/do/$name/write_note" hx-post="/do/$name/write_note" class="card">
<input type="hidden" name="id" value="{{ new_id() }}">
<input type="hidden" name="next" value="/$name">
<p class="refusal"></p>
<label>{{ t('$name.title') }}<input name="title" dir="auto" data-first></label>
<label>{{ t('$name.text') }}<textarea name="text" dir="auto"></textarea></label>
<button class="primary">{{ t('save') }}</button>
</form>
<div hx-get="/$name" hx-trigger="najda:$name.note from:body"
     hx-select="#notes" hx-target="#notes" hx-swap="outerHTML">
<ul id="notes">{% for one in notes %}
<li>{{ day(one.at_ms) }} <b>{{ part(one.title) }}</b> {{ part(one.text) }}</li>
{% endfor %}</ul>
</div>
{% endblock %}
""")

WORDS = Template("""menu = { ar = "$name", en = "$title" }
title = { ar = "العنوان", en = "Title" }
text = { ar = "النص", en = "Text" }
title_needed = { ar = "اكتب العنوان.", en = "Type the title." }
""")

TEST = Template('''"""The desk $name, through the door."""

from doors import Enter


def test_a_note_is_written_and_shown(enter: Enter) -> None:
    """What was written stands on the page."""
    operator = enter("operator")
    said = operator.post("/api/v1/acts/$name/write_note", json={"title": "ملاحظة أولى"})

    assert said.status_code == 201
    assert "ملاحظة أولى" in operator.get("/$name").text


def test_a_note_needs_a_title(enter: Enter) -> None:
    """An empty title is refused with a key the page can say."""
    answer = enter("operator").post("/api/v1/acts/$name/write_note", json={"title": " "})

    assert answer.json()["code"] == "$name.title_needed"
''')


def write_desk(name: str, package: Path, tests: Path) -> list[Path]:
    """Write the desk's files; gives their paths. Raises ``click.ClickException``."""
    if not _NAME.fullmatch(name) or keyword.iskeyword(name):
        raise click.ClickException(f"{name!r} is no name for a desk: small letters, like 'roads'.")
    folder = package / name
    if folder.exists():
        raise click.ClickException(f"{folder} exists already.")
    files = {
        folder / "__init__.py": Template(""),
        folder / "facts.py": FACTS,
        folder / "rules.py": RULES,
        folder / "pages.py": PAGES,
        folder / "desk.py": CARD,
        folder / "words.toml": WORDS,
        folder / "templates" / "list.html": LIST,
        tests / name / f"test_{name}.py": TEST,
    }
    for path, template in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        text = template.safe_substitute(name=name, title=name.replace("_", " ").capitalize())
        path.write_text(text, encoding="utf-8")
    return list(files)


@click.command("new-desk")
@click.argument("name")
@click.option("--package", type=click.Path(path_type=Path), hidden=True, default=PACKAGE)
@click.option("--tests", type=click.Path(path_type=Path), hidden=True,
              default=PACKAGE.parent.parent / "tests")  # fmt: skip
def new_desk(name: str, package: Path, tests: Path) -> None:
    """Write a working desk called NAME, with tests and words, to begin from."""
    for path in write_desk(name, package, tests):
        click.echo(path)
    click.echo("Run: make docs test")
