"""Bringing models onto this laptop: sources, rules, the download, packs."""
