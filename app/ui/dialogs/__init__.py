"""Questions that need a typed answer; always opened, never executed, so that the loop goes on."""
