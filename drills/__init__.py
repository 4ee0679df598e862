"""Faults on purpose: each drill breaks something while it runs, then counts what was lost."""
