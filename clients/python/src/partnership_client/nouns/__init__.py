"""Every noun of the API, as an attribute."""

# Written by clients/python/tools from the OpenAPI document: change that, or tools/names.py, and write it anew.

from partnership_client.events import AsyncEvents, Events
from partnership_client.imports import AsyncImports, Imports
from partnership_client.nouns.adoptions import Adoptions, AsyncAdoptions
from partnership_client.nouns.benefit_profiles import AsyncBenefitProfiles, BenefitProfiles
from partnership_client.nouns.benefits import AsyncBenefits, Benefits
from partnership_client.nouns.calls import AsyncCalls, Calls
from partnership_client.nouns.clients import AsyncClients, Clients
from partnership_client.nouns.commitments import AsyncCommitments, Commitments
from partnership_client.nouns.councils import AsyncCouncils, Councils
from partnership_client.nouns.deliverables import AsyncDeliverables, Deliverables
from partnership_client.nouns.deliveries import AsyncDeliveries, Deliveries
from partnership_client.nouns.event_types import AsyncEventTypes, EventTypes
from partnership_client.nouns.lifecycles import AsyncLifecycles, Lifecycles
from partnership_client.nouns.memberships import AsyncMemberships, Memberships
from partnership_client.nouns.operations import AsyncOperations, Operations
from partnership_client.nouns.portfolios import AsyncPortfolios, Portfolios
from partnership_client.nouns.programme import AsyncTheProgramme, TheProgramme
from partnership_client.nouns.projects import AsyncProjects, Projects
from partnership_client.nouns.releases import AsyncReleases, Releases
from partnership_client.nouns.reports import AsyncReports, Reports
from partnership_client.nouns.roles import AsyncRoles, Roles
from partnership_client.nouns.snapshots import AsyncSnapshots, Snapshots
from partnership_client.nouns.subscriptions import AsyncSubscriptions, Subscriptions
from partnership_client.nouns.work_requests import AsyncWorkRequests, WorkRequests
from partnership_client.sending import AsyncSender, Sender


class Nouns:
    """All nouns of the API."""

    def __init__(self, sender: Sender) -> None:
        self.adoptions = Adoptions(sender)
        self.benefit_profiles = BenefitProfiles(sender)
        self.benefits = Benefits(sender)
        self.calls = Calls(sender)
        self.clients = Clients(sender)
        self.commitments = Commitments(sender)
        self.councils = Councils(sender)
        self.deliverables = Deliverables(sender)
        self.deliveries = Deliveries(sender)
        self.event_types = EventTypes(sender)
        self.events = Events(sender)
        self.imports = Imports(sender)
        self.lifecycles = Lifecycles(sender)
        self.memberships = Memberships(sender)
        self.operations = Operations(sender)
        self.portfolios = Portfolios(sender)
        self.programme = TheProgramme(sender)
        self.projects = Projects(sender)
        self.releases = Releases(sender)
        self.reports = Reports(sender)
        self.roles = Roles(sender)
        self.snapshots = Snapshots(sender)
        self.subscriptions = Subscriptions(sender)
        self.work_requests = WorkRequests(sender)


class AsyncNouns:
    """All nouns of the API."""

    def __init__(self, sender: AsyncSender) -> None:
        self.adoptions = AsyncAdoptions(sender)
        self.benefit_profiles = AsyncBenefitProfiles(sender)
        self.benefits = AsyncBenefits(sender)
        self.calls = AsyncCalls(sender)
        self.clients = AsyncClients(sender)
        self.commitments = AsyncCommitments(sender)
        self.councils = AsyncCouncils(sender)
        self.deliverables = AsyncDeliverables(sender)
        self.deliveries = AsyncDeliveries(sender)
        self.event_types = AsyncEventTypes(sender)
        self.events = AsyncEvents(sender)
        self.imports = AsyncImports(sender)
        self.lifecycles = AsyncLifecycles(sender)
        self.memberships = AsyncMemberships(sender)
        self.operations = AsyncOperations(sender)
        self.portfolios = AsyncPortfolios(sender)
        self.programme = AsyncTheProgramme(sender)
        self.projects = AsyncProjects(sender)
        self.releases = AsyncReleases(sender)
        self.reports = AsyncReports(sender)
        self.roles = AsyncRoles(sender)
        self.snapshots = AsyncSnapshots(sender)
        self.subscriptions = AsyncSubscriptions(sender)
        self.work_requests = AsyncWorkRequests(sender)
