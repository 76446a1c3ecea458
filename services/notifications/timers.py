"""What notifications does by itself: keys that were replaced stop signing."""

from services.notifications.commands.secrets import RETIRES, retire_key
from services.notifications.models import Subscription
from shared.timers import Timer

TIMERS: tuple[Timer, ...] = (Timer(RETIRES, Subscription, retire_key),)
