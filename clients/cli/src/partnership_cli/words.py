"""Words of sentences that count."""


def counted(number: float, what: str) -> str:
    """Return a number and what is counted: 1 day, 2 days, 0.5 days, 1,000,000 rows."""
    shown = f"{int(number):,}" if number == int(number) else f"{number:g}"
    return f"{shown} {what}" if number == 1 else f"{shown} {what}s"
