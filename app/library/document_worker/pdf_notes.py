"""What stands on a PDF page without being part of it: the values of form fields, notes typed on it, stamps."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_TEXT = (pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP)
_MOST = 2000


def made_part_of_page(document: PdfDocument, index: int) -> None:
    """Put fields and notes that show text into the page itself, where they are read and drawn like all of it.

    Args:
        document: The open document; only the copy in memory changes.
        index: Number of the page from 0; it must not be loaded.

    Raises:
        PdfiumError: the page is damaged.
    """
    with closing(document[index]) as page:
        if any(kind in _TEXT for kind in _kinds(page)):
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)


def _kinds(page: PdfPage) -> list[int]:
    kinds = []
    for number in range(min(max(0, pdfium.FPDFPage_GetAnnotCount(page.raw)), _MOST)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if note:
            kinds.append(pdfium.FPDFAnnot_GetSubtype(note))
            pdfium.FPDFPage_CloseAnnot(note)
    return kinds
