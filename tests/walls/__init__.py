"""Who may see what: the default is no."""
