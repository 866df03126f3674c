"""How many pages the tree of a PDF really gives: pdfium believes the number that the tree claims."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pypdfium2 as pypdfium

if TYPE_CHECKING:
    from pathlib import Path

_OBJECT = re.compile(rb"(\d{1,9})\s{1,9}\d{1,9}\s{1,9}obj\b")
_KIDS = re.compile(rb"/Kids\s{0,9}\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d{1,9})\s{1,9}\d{1,9}\s{1,9}R\b")
_TOP = re.compile(rb"/Pages\s{1,9}(\d{1,9})\s{1,9}\d{1,9}\s{1,9}R\b")
_CATALOG = re.compile(rb"/Type\s{0,9}/Catalog\b")


def page_count(document: pypdfium.PdfDocument, path: Path) -> int:
    """Pages of a document, without those that only its count claims.

    A node that lists itself, or that claims more pages than it lists, makes pdfium count pages that no object stands
    for. A page whose object is missing or damaged is listed, so it stays and is said to be unreadable.

    Args:
        document: As opened.
        path: Its file.
    """
    claimed = len(document)
    if _is_there(document, claimed - 1):
        return claimed
    listed = _listed(path.read_bytes())
    if listed is None:
        return claimed
    while claimed > listed and not _is_there(document, claimed - 1):
        claimed -= 1
    return claimed


def _is_there(document: pypdfium.PdfDocument, index: int) -> bool:
    """Whether an object stands for a page; its content is not read."""
    try:
        document.get_page_size(index)
    except pypdfium.PdfiumError:
        return False
    return True


def _listed(data: bytes) -> int | None:
    """Pages that the tree lists, going down each node once; None where it cannot be seen in the bytes."""
    if b"/ObjStm" in data:
        return None
    nodes: dict[int, bytes] = {}
    top = None
    for body in data.split(b"endobj"):
        number = _OBJECT.search(body)
        if number is not None and b"/Kids" in body:
            nodes[int(number[1])] = body  # what was saved later counts
        elif _CATALOG.search(body):
            found = _TOP.search(body)
            top = int(found[1]) if found else top
    if top is None:
        return None
    pages, seen, waiting = 0, {top}, [top]
    while waiting:
        kids = _KIDS.search(nodes.get(waiting.pop(), b""))
        if kids is None:
            return None
        for kid in map(int, _REFERENCE.findall(kids[1])):
            if kid not in nodes:
                pages += 1
            elif kid not in seen:
                seen.add(kid)
                waiting.append(kid)
    return pages
