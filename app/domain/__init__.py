"""Frozen dataclasses, enums, ids, languages, errors. Standard library only."""
