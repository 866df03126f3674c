"""What Meta's MMS voices need beside their model: letters to numbers, clauses, pauses, and one sample rate."""

VERSION = 1
"""Of this code, part of every cached sound; raised when the same words come to sound otherwise."""
