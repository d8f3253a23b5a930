"""Who asks, who is meant, may it pass."""
