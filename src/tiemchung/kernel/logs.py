"""Structured logs: one JSON object a line, with a traceback of files and lines, never of values.

Local variables of a failed function may hold a name or a number of somebody, so they are not
written, whatever fails. What libraries log, the web server's own faults too, is written likewise.
"""

import logging
import sys

import structlog

SERVER = "uvicorn"


def configure_logs() -> None:
    """Set logging up for this process; safe to call twice."""
    begun: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ended: list[structlog.typing.Processor] = [
        structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(
                show_locals=False, max_frames=20, use_rich=False
            )
        ),
        _without_messages,
        structlog.processors.JSONRenderer(),
    ]
    structlog.configure(processors=[*begun, *ended], cache_logger_on_first_use=False)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=begun,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *ended],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    server = logging.getLogger(SERVER)  # it has a handler of its own, which would say it twice
    server.handlers.clear()
    server.propagate = True


def _without_messages(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Leave out what an exception says: messages of databases and parsers quote values."""
    for failure in event.get("exception", ()):
        if isinstance(failure, dict):
            failure["exc_value"] = ""
    return event
