"""What the pages of councils are rendered with."""

from pathlib import Path

from shared.pages.rendering import Home, Pages

PAGES = Pages(
    Path(__file__).parent,
    assets="/assets/councils",
    home=Home("/subscriptions", "Your subscriptions", "Subscriptions and deliveries are listed on your own pages."),
)
