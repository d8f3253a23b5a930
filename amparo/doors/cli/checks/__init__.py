"""What `amparo check` looks at: machine, folder, door, database, backups, people."""
