"""Najda (نجدة): the operations room of a rescue service under bombardment."""

__version__ = "0.1.0"
