"""Which lesson a person means: by its id, or by the name that its folder on the stick has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.domain.slugs import is_slug

if TYPE_CHECKING:
    from app.cli.application import Reading


def lesson_id(services: Reading, name: str) -> str:
    """Id of the lesson of that id or slug, thrown away or not; a name that none has is given back as it is.

    Two lessons never share a slug: the database keeps it unique. A version behind it (``NAME@2``) stays there.
    """
    slug, at, number = name.partition("@")
    if not is_slug(slug):
        return name
    known = (*services.lessons.summaries(), *services.lessons.summaries(deleted=True))
    return next((one.id for one in known if one.slug == slug), slug) + at + number
