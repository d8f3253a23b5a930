"""The amparo command."""
