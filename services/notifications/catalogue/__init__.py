"""The catalogue of event types, made from the event classes: names, owners, readers, classes, schemas and examples."""

from services.notifications.catalogue.types import DIALECT, every_type, schema, title, types_called, versions
from services.notifications.catalogue.views import EventTypeView, ToldLatelyView, view

__all__ = [
    "DIALECT",
    "EventTypeView",
    "ToldLatelyView",
    "every_type",
    "schema",
    "title",
    "types_called",
    "versions",
    "view",
]
