"""What the console's templates say that Django's own tags cannot."""
