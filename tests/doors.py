"""How tests come in through the door."""

from collections.abc import Callable

from starlette.testclient import TestClient

#: Come in as a role, with a token of one's own.
Enter = Callable[[str], TestClient]
