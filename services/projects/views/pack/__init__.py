"""The pack of a call for participation: what councils read before they answer, as a page and as a tagged PDF."""

from services.projects.views.pack.content import Pack, pack
from services.projects.views.pack.html import html
from services.projects.views.pack.pdf import pdf

__all__ = ["Pack", "html", "pack", "pdf"]
