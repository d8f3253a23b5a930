"""A sabotaged door: it acknowledges before the commit is on disk. Only for the control of C16."""

from typing import Any

from psycopg import AsyncConnection

from amparo.doors.intake.__main__ import main

connect = AsyncConnection.connect


async def hastily(*given: Any, **asked: Any) -> Any:
    """A connection whose commits return at once and reach the disk a little later."""
    asked["options"] = str(asked["options"]).replace(
        "synchronous_commit=on", "synchronous_commit=off"
    )
    assert "synchronous_commit=off" in asked["options"]
    return await connect(*given, **asked)


if __name__ == "__main__":
    AsyncConnection.connect = hastily  # type: ignore[method-assign]
    main()
