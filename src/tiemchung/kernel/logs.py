"""Structured logs: one JSON object a line, with a traceback of files and lines, never of values.

Local variables of a failed function may hold a name or a number of somebody, so they are not
written, whatever fails.
"""

import structlog


def configure_logs() -> None:
    """Set logging up for this process; safe to call twice."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(
                    show_locals=False, max_frames=20, use_rich=False
                )
            ),
            _without_messages,
            structlog.processors.JSONRenderer(),
        ],
        cache_logger_on_first_use=False,
    )


def _without_messages(
    _logger: object, _method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    """Leave out what an exception says: messages of databases and parsers quote values."""
    for failure in event.get("exception", ()):
        if isinstance(failure, dict):
            failure["exc_value"] = ""
    return event
