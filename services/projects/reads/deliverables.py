"""Reading deliverables: what is asked and changed most."""

from services.projects.models import Deliverable
from shared.web.onerow import OneRow

DELIVERABLE = OneRow.of(Deliverable, "state", "state_since", called="deliverable")
"""What is asked and changed most: council systems follow each deliverable."""
