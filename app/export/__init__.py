"""One exporter per format, and the safe writer for removable drives."""
