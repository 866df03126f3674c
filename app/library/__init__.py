"""Documents: import, page text, corrections, search."""
