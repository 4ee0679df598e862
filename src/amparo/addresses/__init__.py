"""Where a person lives now: said once, sealed, and every office that must be told, with its clock and its proof."""
