"""A window closed in silence: who reaches out, what a human concludes, and what the person says to it."""
