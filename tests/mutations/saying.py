"""Breaking what is said: commands, the outbox, the relay, and what it does when the broker forgets."""

from tests.mutations.mutation import Edit, Mutation

RELAY, AUDIT, PUBLISH = "shared/outbox/relay.py", "shared/outbox/audit.py", "shared/outbox/publish.py"
DATABASE, CALLS, PROVISION = "shared/database.py", "shared/web/calls.py", "shared/messaging/provision.py"
ONEROW = "shared/web/onerow.py"
TESTS = "tests/component/shared/"
HOT = "tests/component/projects/test_hot_path.py::"
RELAYING = f"{TESTS}test_relay.py::"
AUDITED = f"{TESTS}test_audit.py::"
ROLLED_BACK = "tests/fault/test_rolled_back_store.py::"
OUTBOX = f"{TESTS}test_outbox.py::"

NO_TAIL_AUDIT = Edit(AUDIT, "        put_back = await _rewind(connection, js, info)\n", "        put_back = 0\n")

COMMANDS = (
    Mutation(
        "events are committed apart from their change",
        [
            Edit(DATABASE, "                        await self._write_events(change)\n", ""),
            Edit(
                DATABASE,
                "                if change.recorded or change.spilled:\n                    self.outbox_wake.set()",
                "                if change.recorded or change.spilled:\n"
                "                    async with connection.begin():\n"
                "                        await self._write_events(change)\n"
                "                    self.outbox_wake.set()",
            ),
        ],
        [f"{OUTBOX}test_two_events_of_one_version_cannot_be_written"],
    ),
    Mutation(
        "the aggregate's row is not locked",
        [Edit(DATABASE, "with_for_update=True", "with_for_update=False")],
        [f"{OUTBOX}test_changes_of_one_aggregate_follow_one_another"],
    ),
    Mutation(
        "idempotency keys are not claimed",
        [Edit(CALLS, "            await self._claim(change)\n", "")],
        [f"{TESTS}test_idempotency.py::test_the_same_request_gets_the_same_answer_and_has_one_effect"],
    ),
    Mutation(
        "an idempotency key fits any request",
        [Edit(CALLS, "if bytes(fingerprint) != self.fingerprint:", "if False:")],
        [f"{TESTS}test_idempotency.py::test_a_key_that_was_used_for_another_request_is_refused"],
    ),
    Mutation(
        "If-Match is not compared",
        [Edit(CALLS, "if self.if_match is not None and row.version != self.if_match:", "if False:")],
        [f"{TESTS}test_conditional_requests.py::test_of_many_changes_to_one_version_one_is_made"],
    ),
)

ONE_ROW = (
    Mutation(
        "the hot path writes over what another changed",
        [
            Edit(
                ONEROW,
                "WHERE {key} = $1 AND version = $2 RETURNING 1)",
                "WHERE {key} = $1 AND $2::bigint > 0 RETURNING 1)",
            ),
        ],
        [f"{HOT}test_changes_of_one_thing_at_once_follow_one_another_and_none_is_lost"],
    ),
    Mutation(
        "the hot path changes a row and says nothing",
        [Edit(ONEROW, "      FROM database_epoch, changed),\n", "      FROM database_epoch, changed WHERE false),\n")],
        [f"{HOT}test_its_event_has_what_every_event_has"],
    ),
    Mutation(
        "the hot path keeps no answer for an idempotency key",
        [
            Edit(
                ONEROW,
                "FROM changed WHERE $15::varchar IS NOT NULL)",
                "FROM changed WHERE $15::varchar IS NULL AND false)",
            )
        ],
        [
            f"{HOT}test_one_request_sent_many_times_at_once_is_carried_out_once",
            f"{HOT}test_a_key_used_for_another_change_is_refused_and_nothing_changes",
        ],
    ),
)

RELAYED = (
    Mutation(
        "the relay remembers a position (id > last)",
        [
            Edit(
                RELAY,
                "WHERE published_at IS NULL ORDER BY position LIMIT $1) AS first",
                "WHERE published_at IS NULL AND position > $3 ORDER BY position LIMIT $1) AS first",
            ),
            Edit(
                RELAY,
                "            rows = await connection.fetch(PICK, BATCH_LIMIT, PICK_BYTES)\n",
                "            before = locals().get('rows', [])\n"
                "            last = max([locals().get('last', 0), *(row['position'] for row in before)])\n"
                "            rows = await connection.fetch(PICK, BATCH_LIMIT, PICK_BYTES, last)\n",
            ),
        ],
        [f"{OUTBOX}test_a_transaction_that_commits_late_is_not_lost"],
    ),
    Mutation(
        "no lanes: order within an aggregate is given up",
        [Edit(PUBLISH, 'lanes.setdefault(row["aggregate"], [])', 'lanes.setdefault(row["position"], [])')],
        [f"{RELAYING}test_an_event_that_cannot_go_out_holds_up_its_successors_and_no_other_aggregate"],
    ),
    Mutation(
        "events are marked before the ack",
        [
            Edit(
                RELAY,
                "            done = await publisher.publish(rows)\n",
                "            early = MARK.replace(', stream_seq = x.seq', '')\n"
                "            await connection.execute(early, [row['position'] for row in rows], [0] * len(rows))\n"
                "            done = await publisher.publish(rows)\n",
            )
        ],
        [f"{RELAYING}test_events_wait_for_a_full_stream_and_go_out_when_it_has_room"],
    ),
    Mutation(
        "every relay leads",
        [
            Edit(
                RELAY,
                'while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", LEADER_LOCK):',
                "while False:",
            )
        ],
        [f"{RELAYING}test_of_two_relays_one_leads_and_the_other_takes_over_when_it_stops"],
    ),
    Mutation(
        "events travel without their message id",
        [
            Edit(
                PUBLISH,
                'headers["Nats-Msg-Id"] = str(row["event_id"])',
                'headers.pop("Nats-Msg-Id", None)',
            )
        ],
        [f"{RELAYING}test_an_event_that_was_stored_without_its_answer_is_marked_and_not_stored_twice"],
    ),
    Mutation(
        "a refused batch is not sent singly",
        [
            Edit(
                PUBLISH,
                "done = done or await self._lanes(rows)",
                "done = done or ([] if len(rows) >= BATCH_PAYS_FROM else await self._lanes(rows))",
            )
        ],
        [f"{RELAYING}test_a_batch_that_is_refused_goes_out_singly"],
    ),
)

REPAIRED = (
    Mutation(
        "no tail audit",
        [NO_TAIL_AUDIT],
        [f"{AUDITED}test_acknowledged_events_that_the_stream_no_longer_has_are_published_again"],
    ),
    Mutation(
        "a new stream is noticed by nobody, neither by its age nor by its tail",
        [Edit(AUDIT, "if known is not None and known != created:", "if False:"), NO_TAIL_AUDIT],
        [f"{AUDITED}test_a_stream_made_anew_gets_every_event_again"],
    ),
    Mutation(
        "the tail audit does not look which event is there",
        [Edit(AUDIT, 'return (message.headers or {}).get("Nats-Msg-Id") == event_id', "return bool(message)")],
        [f"{AUDITED}test_an_event_whose_place_holds_another_is_published_again"],
    ),
    Mutation(
        # with the audit alone it would be mended, only later
        "a claimed sequence does not give way, neither at once nor to the audit",
        [Edit(RELAY, "            await connection.execute(UNCLAIM, sequences)\n", ""), NO_TAIL_AUDIT],
        [f"{AUDITED}test_a_sequence_given_twice_goes_to_the_event_that_has_it_now"],
    ),
    Mutation(
        "two events may claim one sequence",
        [
            Edit(
                "shared/migrations/2026_11_21_foundation.py",
                "CREATE UNIQUE INDEX outbox_event_tail",
                "CREATE INDEX outbox_event_tail",
            )
        ],
        ["tests/component/test_tables.py::test_a_migrated_database_has_what_the_models_say"],
    ),
    Mutation(
        "a new stream takes events before it is opened",
        [Edit(PROVISION, "await js.add_stream(replace(wanted, subjects=shut))", "await js.add_stream(wanted)")],
        [f"{TESTS}test_provisioning.py::test_a_new_stream_takes_no_event_before_it_is_opened"],
    ),
    Mutation(
        "a new stream is opened before what was lost waits again",
        [
            Edit(
                AUDIT,
                "    put_back = await _compare(connection, js, info)\n",
                "    await open_stream(js)\n    put_back = await _compare(connection, js, info)\n",
            )
        ],
        [f"{AUDITED}test_a_new_stream_is_opened_only_when_everything_waits_to_be_said_again"],
    ),
    Mutation(
        "the stream is not audited after a reconnect",
        [Edit(RELAY, ' or audited != (client, client.stats["reconnects"])', "")],
        [f"{ROLLED_BACK}test_what_a_rolled_back_store_lost_goes_out_before_what_is_said_next"],
    ),
)

SAYING = (*COMMANDS, *ONE_ROW, *RELAYED, *REPAIRED)
