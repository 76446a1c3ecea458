"""What other systems report to projects, over HTTP."""

from services.projects.commands.imports import REPORTS
from shared.imports.api import router as routes

router = routes("projects", REPORTS)
