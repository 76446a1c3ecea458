"""Invented people in the roles of a demonstration council, so that there is somebody to write to."""

from deploy.load.client import Api

ROLES = {"council-digital-lead": "Digital Lead", "security-contact": "Security Contact"}


async def ensure(api: Api, council: str) -> str:
    """Name somebody for the roles that nobody holds, and leave those that somebody does; say what was done."""
    gaps = await api.items(f"/councils/roles/gaps?council={council}&gap=no-holder")
    vacant = [role for role in ROLES if role in {gap["role"] for gap in gaps}]
    for role in vacant:
        name = f"Demonstration {ROLES[role]}"
        # a domain that is reserved for examples: nobody has this address
        person = {"name": name, "email": f"{role}@{council}.example"}
        await api.put(f"/roles/{council}/{role}", {"holder": person})
    return f"invented people named for {', '.join(vacant)}" if vacant else "people named for its roles already"
