"""`make bench`: every benchmark, or the ones named."""

import importlib
import sys

import bench.stage  # Django is set up before a benchmark imports a table

ALL = (
    *("door", "asking", "weights", "slow", "understood", "ranking", "queue", "case", "export"),
    *("keyholder", "understanding"),
)


def main() -> None:
    """Each runs in turn; one that fails does not keep the others from running."""
    wanted = sys.argv[1:] or ALL
    assert bench.stage
    failed: list[str] = []
    for name in wanted:
        print(f"== {name}", flush=True)
        try:
            importlib.import_module(f"bench.{name}").main()
        except Exception as error:
            print(f"{name} failed: {error}", file=sys.stderr)
            failed.append(name)
    if failed:
        raise SystemExit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
