"""Engines: protocols, worker processes, runtimes."""
