"""One folder for each way a message comes in or goes out."""
