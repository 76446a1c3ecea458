"""What other systems report to councils, over HTTP."""

from services.councils.commands.imports import REPORTS
from shared.imports.api import router as routes

router = routes("councils", REPORTS)
