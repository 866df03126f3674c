"""From page text to a lesson: simplify, question, check, speak."""
