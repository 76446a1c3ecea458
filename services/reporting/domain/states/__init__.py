"""What events make of the state of things: rules that are data, so that whoever keeps a copy can go by them too."""

from services.reporting.domain.states.folding import Change, Put, changes, fold
from services.reporting.domain.states.rules import LEFT_OUT, RULES
from services.reporting.domain.states.scopes import Scope, about, scope

__all__ = ["LEFT_OUT", "RULES", "Change", "Put", "Scope", "about", "changes", "fold", "scope"]
