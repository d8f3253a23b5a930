"""Pages for the people Amparo exists for."""
