"""What Meta's MMS voices need beside their model: letters to numbers, clauses, pauses, and one sample rate."""
