"""What `make up` shows at the end: where everything is, and three lines worth trying."""

from pathlib import Path

RETIRED_CODE = "S12000015"  # Fife's before its boundary moved


def welcome(url: str, client: str, secret: str, folder: Path, box: str = "") -> str:
    """Return the closing text; its curl lines work by copy and paste. `box` tells of the demonstration, if it runs."""
    return f"""
The Partnership is serving.

  The programme today     {url}/
  The API, documented     {url}/api/docs
  OpenAPI of all four     {url}/api/v1/openapi.json
  Events, described       {url}/asyncapi.json
  Health                  {url}/health/projects  (councils, notifications, reporting)
  Logs and process ids    {folder}/logs  {folder}/run

  Client id               {client}
  Client secret           {secret}
{box}
Worth trying, in this order:

{curl_lines(url, client, secret)}

Ctrl-C stops everything. The data stays in {folder}.
"""


def demonstration(url: str, council: str, secret: Path) -> str:
    """Return what is told of the demonstration: where it is, and as whom things are tried."""
    return f"""
Demonstration: simulated endpoints and a mail server that delivers nothing; minutes take seconds.

  Endpoints and mails     {url}/
  A council's client      demo-{council}
  Its secret stands in    {secret}
"""


def curl_lines(url: str, client: str, secret: str) -> str:
    """Return three commands: get a token, ask by a code that was retired, read the feed."""
    token = f"curl -s -u '{client}:{secret}' -d grant_type=client_credentials {url}/oauth/token"
    pick = r"""sed 's/.*"access_token" *: *"\([^"]*\)".*/\1/'"""
    bearer = '-H "Authorization: Bearer $TOKEN"'
    return "\n".join(
        (
            f"TOKEN=$({token} | {pick})",
            f"curl -s {bearer} {url}/api/v1/councils/{RETIRED_CODE}",
            f"curl -s {bearer} '{url}/api/v1/events?limit=5'",
        )
    )
