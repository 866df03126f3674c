"""Names of files that come from elsewhere: a catalogue, a stick, a pack."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 150
_DEEPEST = 3
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')
_SYSTEM = frozenset({"desktop.ini", "thumbs.db", "system volume information"})
_LEFT_BY_SYSTEMS = _SYSTEM | {".git", ".gitattributes", ".gitignore", ".cache", ".huggingface", ".ds_store"}
_LEFT_BEGINS = ("._", ".trash", ".spotlight-", ".fseventsd", ".temporaryitems", ".documentrevisions-")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{one}{number}" for one in ("com", "lpt") for number in range(10))}
)


def is_plain(name: str) -> bool:
    """Whether a name, "/" between its parts, stays inside its folder and means the same file on every system.

    No part is hidden (".x") or one that systems give a meaning of their own: what nobody sees is never taken along.
    """
    parts = name.split("/")
    return 0 < len(name) <= _LONGEST and len(parts) <= _DEEPEST and all(_is_plain_part(one) for one in parts)


def left_by_system(part: str) -> bool:
    """Whether a system, git or the hub's own program leaves a thing of this name in folders; it is never copied."""
    return part.lower() in _LEFT_BY_SYSTEMS or part.lower().startswith(_LEFT_BEGINS)


def shortened(said: object, most: int = 60) -> str:
    """What a file says of itself, short enough for a sentence."""
    text = said if isinstance(said, str) else f"{said!r:.{most + 1}}"
    return text if len(text) <= most else f"{text[:most]}..."


def folded(name: str) -> str:
    """The name as a disk sees it that tells neither case nor the forms of Unicode apart."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def colliding(names: Iterable[str]) -> tuple[str, str] | None:
    """Two names that are one file, or a file and the folder of another, on some system; None where all is well."""
    files: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        key = folded(name)
        if key in files:
            return files[key], name
        files[key] = name
        for end in (at for at, sign in enumerate(key) if sign == "/"):
            folders[key[:end]] = name
    return next(((files[key], folders[key]) for key in folders if key in files), None)


def _is_plain_part(part: str) -> bool:
    if not part or part[-1] in ". " or part[0] in ". " or part.lower() in _SYSTEM:
        return False
    if _FORBIDDEN.search(part) or any(0xD800 <= ord(sign) < 0xE000 for sign in part):
        return False
    return part.split(".")[0].lower() not in _DEVICES
