"""Caps on what a brought file may ask of this laptop. Whatever lies above is refused or cut, and said so."""

from __future__ import annotations

MAX_PDF_BYTES = 500 << 20
MAX_DOCX_BYTES = 100 << 20
MAX_TEXT_BYTES = 5 << 20
MAX_PAGES = 3000
MAX_PAGE_CHARACTERS = 40_000
"""A dense newspaper page has about 20,000."""
MAX_PAGE_OBJECTS = 20_000
"""Drawing objects looked at on one page when figures are searched."""
MAX_FIGURES = 40
PICTURE_SIDE = 2000
"""Longer side in pixels of a page picture that is shown."""
OCR_SIDE = 3508
"""Longer side in pixels of a page picture that is read: A4 at 300 dots per inch."""
OCR_SCALE = 300 / 72
"""Pixels per PDF point when a page is read by OCR."""
FIGURE_SCALE = 150 / 72
"""Pixels per PDF point of a figure that is cut out."""
TEXT_PAGE_CHARACTERS = 3000
"""Sources without pages are cut at a heading or paragraph about this long."""

# DOCX: a zip of XML files
MAX_DOCX_PARAGRAPHS = 200_000
"""A book of a thousand pages has about 40,000."""
MAX_ZIP_ENTRIES = 5000
MAX_ZIP_BYTES = 300 << 20
MAX_XML_BYTES = 40 << 20
MAX_ZIP_RATIO = 300
"""Uncompressed : compressed. Word's own files reach about 20, pages of empty table cells 150."""
