"""How our own PostgreSQL is set: what its log must never hold, and the first sizes."""

import os

# Given on the command line at every start, where neither ALTER SYSTEM nor a file can undo them.
# An error's own first line may quote a value ('invalid input syntax for type uuid: "…"'), so
# log_min_messages drops plain errors: the client is told, the log is not.
KEPT_OUT_OF_THE_LOG = {
    "log_min_messages": "log",
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_duration": "off",
    "debug_print_parse": "off",
}
LOG_FILES = {
    "logging_collector": "on",
    "log_destination": "stderr",
    "log_filename": "postgresql-%a.log",  # one a weekday: a week is kept
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_file_mode": "0600",
    "log_line_prefix": "%m [%p] %e ",
    "log_timezone": "UTC",
}
# Written once into postgresql.conf, where an administrator may change them.
FIRST_SETTINGS = {
    # two web processes of eight threads, each with a connection per room, and the rest
    "max_connections": "200",
    "jit": "off",
    "timezone": "UTC",
}


def shared_buffers() -> str:
    """An eighth of the memory, between 128 MB and 1 GB: Python lives on the same machine."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return f"{min(max(memory // 8, 128), 1024)}MB"
