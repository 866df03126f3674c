"""Fact lock and level meter: pure functions over text."""
