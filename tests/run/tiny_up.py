"""Runs `up` on the tiny application: tiny_up.py '{"folder": ..., "port": ...}'."""

import asyncio
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import uvloop

from tiemchung.run import CannotRun, Hooks, Prepared, Say, UpOptions, up


def main() -> int:
    given: dict[str, Any] = json.loads(sys.argv[1])

    async def prepare(dsn: str, say: Say) -> Prepared:
        say("preparing " + dsn.partition("@")[2])
        match given.get("prepare"):
            case "refused":
                raise CannotRun(reason="this login is a superuser", code=3)
            case "wrong":
                raise ZeroDivisionError
            case "endless":
                await asyncio.sleep(600)
            case _:
                pass
        return Prepared(web={"TINY_DSN": dsn}, worker={"TINY_WORKER": "1"})

    def welcome(address: str) -> Iterable[str]:
        yield f"try {address}/ first"

    options = UpOptions(
        folder=Path(given["folder"]),
        host=given.get("host", "127.0.0.1"),
        port=given["port"],
        workers=2,
        database_url=given.get("database_url"),
        web_target=given.get("web_target", "tiny_app:create_app"),
        worker_command=(
            sys.executable,
            str(Path(__file__).with_name("tiny_worker.py")),
            given.get("worker", ""),
        ),
        watch=Path(given["watch"]) if "watch" in given else None,
    )
    uvloop.install()  # as the command line does
    return up(options, Hooks(prepare=prepare, welcome=welcome))


if __name__ == "__main__":
    sys.exit(main())
