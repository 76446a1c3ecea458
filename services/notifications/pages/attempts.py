"""An attempt at a delivery as a page shows it: what was sent and what was answered, as text."""

from typing import Any

from services.notifications import views
from services.notifications.pages import words

SECOND = 1000
VISIBLE = {code: 0x2400 + code for code in range(0x20) if chr(code) not in "\t\n"} | {0x7F: 0x2421}
"""What steers terminals and means nothing in a page, each as the sign that stands for it."""


def shown(number: int, attempt: views.AttemptView) -> dict[str, Any]:
    """Return what a page shows of an attempt."""
    return {
        "number": number,
        "at": words.moment(attempt.at, seconds=True),
        "standing": words.OUTCOMES[attempt.outcome],
        "kind": words.KINDS[attempt.kind],
        "took": f"{attempt.took_ms / SECOND:.1f} seconds" if attempt.took_ms >= SECOND else f"{attempt.took_ms} ms",
        "status": attempt.status,
        "error": "" if attempt.error == f"answered {attempt.status}" else (attempt.error or "").rstrip("."),
        "request": _message(attempt.request),
        "answer": _answer(attempt),
    }


def _answer(attempt: views.AttemptView) -> str:
    if attempt.answer is None:
        return ""
    body = attempt.answer_body
    if body is None and attempt.answer_body_base64:
        body = "(no text; the API shows it in base 64)"
    return _message({"status": attempt.status} | attempt.answer, body or "")


def _message(told: dict[str, Any], body: str | None = None) -> str:
    """Write a request or an answer as it went over the wire: first line, headers, and body."""
    rest = dict(told)
    head = " ".join(str(rest.pop(name)) for name in ("method", "url", "status") if rest.get(name) is not None)
    headers = rest.pop("headers", None) or {}
    pairs = headers.items() if isinstance(headers, dict) else [tuple(one) for one in headers]
    lines = [head] if head else []
    lines += [f"{name}: {value}" for name, value in pairs]
    given = rest.pop("body", None) if body is None else body
    lines += [f"({name}: {value})" for name, value in rest.items() if value is not None]
    if given:
        lines += ["", words.pretty(given)]
    return "\n".join(lines).translate(VISIBLE)
