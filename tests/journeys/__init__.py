"""Few, whole, through the doors."""
