"""Words in and words out."""
