"""What the pages of notifications are rendered with."""

from pathlib import Path

from services.notifications import cloudevents
from services.notifications.pages import descriptions, words
from shared.pages.rendering import Home, Pages

PAGES = Pages(
    Path(__file__).parent,
    assets="/assets/notifications",
    home=Home("/subscriptions", "Your subscriptions", "Subscriptions and deliveries are listed on your own pages."),
    filters={
        "moment": words.moment,
        "many": words.many,
        "short": cloudevents.short_name,
        "pretty": words.pretty,
        "coded": descriptions.coded,
        "first_sentence": descriptions.first_sentence,
        "paragraphs": descriptions.paragraphs,
        "plain_name": descriptions.plain_name,
    },
)
