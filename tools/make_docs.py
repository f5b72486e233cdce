"""Writes the generated documents again: ``make docs``."""

from pathlib import Path

from najda.documents import commands_document, facts_document, roles_document
from najda.engine.discovery import find_desks

DOCS = Path(__file__).resolve().parent.parent / "docs"


def main() -> None:
    """Write each document whole."""
    desks = find_desks()
    (DOCS / "cli.md").write_text(commands_document(), encoding="utf-8")
    (DOCS / "facts.md").write_text(facts_document(desks), encoding="utf-8")
    (DOCS / "roles.md").write_text(roles_document(desks), encoding="utf-8")


if __name__ == "__main__":
    main()
