"""The tabs of the lesson desk; each is built when it is first opened."""
