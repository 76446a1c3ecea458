"""What reporting hears, and how it remembers it: every event of projects and councils, in order, from the first."""

from services.reporting.subscribers import councils, projects
from services.reporting.subscribers.freezing import freeze
from services.reporting.subscribers.rows import together
from shared.events.projects import ReleaseClosed
from shared.messaging.subscription import Subscription

SUBSCRIPTIONS = (
    Subscription("projects", {ReleaseClosed: freeze}, together=together(projects.TELLS), guard="strict"),
    Subscription("councils", together=together(councils.TELLS), guard="strict"),
)
