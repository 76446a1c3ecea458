"""What reporting hears, and how it remembers it: every event of projects and councils, in order, from the first."""

from services.reporting.subscribers import councils, projects
from services.reporting.subscribers.freezing import freeze
from services.reporting.subscribers.rewinding import forget
from services.reporting.subscribers.rows import together
from services.reporting.subscribers.telling import come_this_far
from shared.events import councils as councils_said
from shared.events import projects as projects_said
from shared.messaging.subscription import Subscription

SUBSCRIPTIONS = (
    Subscription(
        "projects",
        {projects_said.ReleaseClosed: freeze, projects_said.HistoryRewound: forget},
        together=together(projects.TELLS),
        guard="strict",
        taken=come_this_far,
    ),
    Subscription(
        "councils",
        {councils_said.HistoryRewound: forget},
        together=together(councils.TELLS),
        guard="strict",
        taken=come_this_far,
    ),
)
