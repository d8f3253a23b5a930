"""Words that the public templates use."""
