"""The only code that parses files somebody brought: PDF, pictures, OCR, DOCX. Runs in its own process."""
