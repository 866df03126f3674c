"""Windows on Qt's offscreen platform, over the in-memory services."""
