"""SMS by the Kannel gateway."""
