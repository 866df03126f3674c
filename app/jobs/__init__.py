"""Durable jobs: lanes, checkpoints, cancel, resume, time estimates."""
