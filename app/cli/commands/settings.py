"""``settings list|set``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic import ValidationError

from app.cli.run import Result, writing
from app.domain.errors import UserFacingError

if TYPE_CHECKING:
    import argparse

    from app.cli.application import Application
    from app.cli.show import Json
    from app.config.settings import Settings

_GROUP = "lesson_options"
_PAGE_S_OWN = "lesson_options.language"
_AUTO = "auto"
"""Says of the language of a lesson that it is the page's own."""


def list_(options: argparse.Namespace, application: Application) -> Result:
    """Every setting with its value."""
    with application.open_reading(options.data) as services:
        rows = _rows(services.settings)
    width = max(len(row["name"]) for row in rows)
    lines = [f"{row['name']:{width}}  {_word(row['value']):12}  {row['description']}" for row in rows]
    return Result({"settings": rows}, lines)


def set_(options: argparse.Namespace, application: Application) -> Result:
    """Give a setting another value and keep it."""
    with writing(application, options) as services:
        settings = services.settings
        known = [row["name"] for row in _rows(settings)]
        if options.name not in known:
            raise UserFacingError("usage.no_setting", name=options.name, known=", ".join(known))
        field, _, inner = options.name.partition(".")
        value = options.value
        if inner:
            now = settings.model_dump(mode="json")[field]
            value = {**now, inner: None if (options.name, value) == (_PAGE_S_OWN, _AUTO) else value}
        try:
            setattr(settings, field, value)
        except ValidationError as error:
            detail = error.errors()[0]["msg"]
            raise UserFacingError(
                "usage.wrong_setting", name=options.name, value=options.value, detail=detail
            ) from error
        settings.save()
        row = next(row for row in _rows(settings) if row["name"] == options.name)
    return Result(row, [f"{row['name']}: {_word(row['value'])}"])


def _rows(settings: Settings) -> list[Json]:
    """One row a setting; what was asked for last on the Make card is one row an option."""
    values = settings.model_dump(mode="json")
    rows = []
    for name, field in type(settings).model_fields.items():
        if name == "schema_version":
            continue
        parts = values[name].items() if name == _GROUP else (("", values[name]),)
        for part, value in parts:
            full = f"{name}.{part}" if part else name
            rows.append({"name": full, "value": value, "title": field.title, "description": field.description})
    return rows


def _word(value: object) -> str:
    return _AUTO if value is None else value if isinstance(value, str) else json.dumps(value)
