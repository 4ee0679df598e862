"""Visits that a worker offers, dates of the person's own, and the address at which a calendar program reads both."""
