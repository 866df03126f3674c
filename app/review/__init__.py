"""People, the review queue, and the decisions they make."""
