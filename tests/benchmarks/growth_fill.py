"""Databases that have lived: as many events as asked for, put into the services' own tables by the server itself.

The mix is that of a programme at work: things are registered once and then change again and again.
"""
# ruff: noqa: S608 - statements of our own with numbers of our own in them

import asyncpg

PROJECTS = 50
DELIVERABLES = 200
COUNCILS = 32

# many moments of two years, in the order in which they are made
WHEN = "timestamptz '2024-01-01' + n * (interval '700 days' / $1::int)"
FACT = "gen_random_uuid(), NULL, (" + WHEN + ")::date, " + WHEN + ", n + 1"
BEGUN = "gen_random_uuid(), NULL, date '2023-01-01', timestamptz '2023-01-01', 1"

KNOWN = (
    f"""INSERT INTO project_fact SELECT {BEGUN}, 'project-' || n, 'digital-partnership', false
        FROM generate_series(0, {PROJECTS - 1}) AS n""",
    f"""INSERT INTO project_description_fact SELECT {BEGUN}, 'project-' || n, 'A project', NULL, NULL
        FROM generate_series(0, {PROJECTS - 1}) AS n""",
    f"""INSERT INTO deliverable_fact SELECT {BEGUN}, 'deliverable-' || n, 'project-' || n % {PROJECTS}, 'A deliverable'
        FROM generate_series(0, {DELIVERABLES - 1}) AS n""",
    f"""INSERT INTO council_fact SELECT {BEGUN}, 'council-' || n, 'A council', NULL
        FROM generate_series(0, {COUNCILS - 1}) AS n""",
    f"""INSERT INTO membership_fact SELECT {BEGUN}, 'council-' || n, true, 'known', NULL
        FROM generate_series(0, {COUNCILS - 1}) AS n""",
    f"""INSERT INTO adoption_fact
        SELECT {BEGUN}, 'council-' || n % {COUNCILS}, 'deliverable-' || n / {COUNCILS}, 'release-1', 'invited', false
        FROM generate_series(0, {COUNCILS * DELIVERABLES - 1}) AS n""",
)
TOLD = (
    # of a hundred events 48 move an adoption, 48 a deliverable's state, and two each rename something
    f"""INSERT INTO adoption_fact
        SELECT {FACT}, 'council-' || n % {COUNCILS}, 'deliverable-' || n / {COUNCILS} % {DELIVERABLES}, 'release-1',
               (ARRAY['considering', 'planned', 'adopting', 'in-use'])[1 + n % 4], NULL
        FROM generate_series(1, $1::int * 48 / 100) AS n""",
    f"""INSERT INTO deliverable_state_fact
        SELECT {FACT}, 'deliverable-' || n % {DELIVERABLES},
               (ARRAY['planned', 'in-progress', 'beta', 'live'])[1 + n % 4]
        FROM generate_series(1, $1::int * 48 / 100) AS n""",
    f"""INSERT INTO deliverable_fact
        SELECT {FACT}, 'deliverable-' || n % {DELIVERABLES}, 'project-' || n % {PROJECTS}, 'Renamed ' || n
        FROM generate_series(1, $1::int * 2 / 100) AS n""",
    f"""INSERT INTO project_description_fact
        SELECT {FACT}, 'project-' || n % {PROJECTS}, 'Renamed ' || n, NULL, NULL
        FROM generate_series(1, $1::int * 2 / 100) AS n""",
)

LOG = """
    INSERT INTO event_log (position, event_id, stream, stream_seq, incarnation, type, source, subject, time,
                           recordedtime, audience, aggregate, sequence, epoch, correlationid, actor, data, data_is_json,
                           kept_at)
    SELECT n, gen_random_uuid(), (ARRAY['PROJECTS', 'COUNCILS'])[1 + n % 2], n / 2 + 1, 'one',
           CASE WHEN n % 1000 = 0 THEN 'partnership.projects.release-closed.v1'
                ELSE 'partnership.projects.' || (ARRAY['deliverable-renamed', 'deliverable-state-changed',
                                                       'details-changed', 'gate-decided'])[1 + n % 4] || '.v1' END,
           '/projects', 'deliverable-' || n % 500, at, at, 'public', 'deliverable/deliverable-' || n % 500,
           n / 500 + 1, 1, 'a-correlation', 'client:bench',
           convert_to('{"deliverable": "deliverable-' || n % 500 || '", "project": "bench", "name": "A name"}', 'UTF8'),
           true, at
    FROM (SELECT n, timestamptz '2024-01-01' + n * interval '1 second' AS at
          FROM generate_series(1, $1::int) AS n) AS one"""
HEAD = "UPDATE event_log_head SET position = $1::int"

OUTBOX = """
    INSERT INTO outbox_event (event_id, aggregate_type, aggregate_id, aggregate_version, event_type, schema_version,
                              subject, payload, headers, occurred_at, recorded_at, published_at, stream_seq)
    SELECT gen_random_uuid(), 'deliverable', 'old-' || n % 500, n / 500 + 1,
           'partnership.projects.deliverable-renamed.v1', 1,
           'partnership.projects.deliverable-renamed.v1.old-' || n % 500,
           convert_to('{"deliverable": "old-' || n % 500 || '", "project": "bench", "name": "A name"}', 'UTF8'),
           jsonb_build_object('ce-id', n, 'ce-sequence', n / 500 + 1, 'ce-actor', repeat('a', 300)), at, at, at, n
    FROM (SELECT n, timestamptz '2024-01-01' + n * interval '1 second' AS at
          FROM generate_series(1, $1::int) AS n) AS one"""
KEYS = """
    INSERT INTO idempotency_key (client, key, fingerprint, answer)
    SELECT 'digital-office', 'key-' || gen_random_uuid(), sha256(n::text::bytea), jsonb_build_object('version', n)
    FROM generate_series(1, $1::int) AS n"""

HISTORIES = {"reporting": TOLD, "notifications": (LOG, HEAD), "projects": (OUTBOX, KEYS)}


async def live_through(connection: asyncpg.Connection, service: str, events: int) -> None:
    """Give a service's database a history of so many events, in the state that autovacuum keeps it in."""
    for statement in KNOWN if service == "reporting" else ():
        await connection.execute(statement)
    for statement in HISTORIES[service]:
        await connection.execute(statement, events)
    await connection.execute("VACUUM (ANALYZE)")
