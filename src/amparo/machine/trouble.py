"""What this machine's part of Amparo says when it cannot go on: a plain sentence for whoever runs it."""


class CannotStart(Exception):
    """Nothing was started. The message says why, and what to do about it."""
