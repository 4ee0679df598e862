"""Measured comparisons: our own figures beside those of others, on the machine they are run on."""
