"""Worker processes and the client that owns them."""
