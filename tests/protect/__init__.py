"""Protection and durability, each with its negative control."""
