"""Help to persons."""
