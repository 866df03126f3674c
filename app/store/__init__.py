"""SQLite, the cache and the media folder. The only layer that knows SQLAlchemy."""
