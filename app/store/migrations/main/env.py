"""Alembic runs this file; the connection comes from `app.store.migrate`."""

from __future__ import annotations

from app.store.migrate import run_environment

run_environment()
