"""The only ways in and out."""
