"""One file in, made new, out; then the end of this process."""

import json
import sys

from amparo.aid.attachments.decoder import making, prison


def main() -> None:
    """Reads stdin, writes one line of JSON, then all bytes in the order of that line."""
    making.begin()
    filtered = prison.enter()
    data = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        kind, pages = making.make(data)
    except making.Refused as why:
        out.write(json.dumps({"refused": str(why), "filtered": filtered}).encode() + b"\n")
        return
    rows = [[one.width, one.height, len(one.data), len(one.thumb)] for one in pages]
    out.write(json.dumps({"kind": kind, "pages": rows, "filtered": filtered}).encode() + b"\n")
    for one in pages:
        out.write(one.data + one.thumb)


main()
