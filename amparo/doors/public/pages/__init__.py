"""One file per page. Holds nothing of anyone; never keeps what was posted."""
