"""Breaking what is heard: the inbox, the order guard, settling, and parking."""

from tests.mutations.mutation import Edit, Mutation

INBOX, CONSUMER = "shared/inbox.py", "shared/messaging/consumer.py"
REACH = "shared/messaging/reach.py"
TESTS = "tests/component/shared/"
HEARD = f"{TESTS}test_inbox.py::"
SETTLED = f"{TESTS}test_settling.py::"
LATE = "tests/component/notifications/test_late_commits.py::"

TAKEN_IN = (
    Mutation(
        "the inbox row is dropped",
        [
            Edit(INBOX, "AS x (event_id, seq)\n    ON CONFLICT", "AS x (event_id, seq) WHERE false\n    ON CONFLICT"),
            Edit(
                INBOX,
                "if not {e.id for e in applied} <= set(new):",
                "if False:",
            ),
        ],
        [f"{HEARD}test_an_event_that_is_delivered_again_has_its_effect_once"],
    ),
    Mutation(
        "no version guard",
        [
            Edit(INBOX, 'if guard != "none":', "if False:"),
            Edit(INBOX, 'if guard != "none" and advanced <', "if False and advanced <"),
        ],
        [
            f"{HEARD}test_events_that_come_out_of_order_are_applied_in_order",
            f"{HEARD}test_where_a_consumer_hears_a_part_only_what_is_newer_is_applied",
        ],
    ),
    Mutation(
        "the epoch of an event is ignored",
        [
            Edit(
                INBOX,
                "have, comes = self.have(envelope), (envelope.epoch, envelope.sequence)",
                "have, comes = (0, self.have(envelope)[1]), (0, envelope.sequence)",
            )
        ],
        [f"{TESTS}test_rewind.py::test_what_is_said_after_a_restore_is_applied_although_its_versions_were_used_before"],
    ),
    Mutation(
        "replicas that meet are not looked for",
        [
            Edit(
                INBOX,
                "if not {e.id for e in applied} <= set(new):",
                "if False:",
            ),
            Edit(INBOX, 'if guard != "none" and advanced <', "if False and advanced <"),
        ],
        [f"{HEARD}test_two_replicas_that_have_the_same_event_in_hand_at_once_apply_it_once"],
    ),
    Mutation(
        "the ack goes out before the commit",
        [
            Edit(
                CONSUMER,
                "            try:\n                late = await self._take_in(waiting)\n",
                "            for message in waiting:\n                await message.ack()\n"
                "            try:\n                late = await self._take_in(waiting)\n",
            ),
            Edit(CONSUMER, "        await message.ack()\n\n    async def _take_in", "\n    async def _take_in"),
        ],
        [f"{SETTLED}test_a_handler_that_fails_a_few_times_succeeds_in_the_end_and_neighbours_do_not_wait"],
    ),
    Mutation(
        "a database put back to an older copy is not noticed",
        [Edit(REACH, "if held < known or (acknowledged > held and (exactly or self.fresh)):", "if False:")],
        [f"{TESTS}test_reach.py::test_an_older_copy_that_a_service_finds_when_it_starts_is_noticed"],
    ),
    Mutation(
        "events are taken in on an older copy of the database",
        [Edit(CONSUMER, "            await self.reach.verify(change.connection)\n", "")],
        [f"{TESTS}test_reach.py::test_nothing_new_is_taken_in_on_an_older_copy_before_it_is_noticed"],
    ),
    Mutation(
        "the log of notifications has no version guard",
        [Edit("services/notifications/subscribers.py", 'together=keep, guard="strict"', 'together=keep, guard="none"')],
        ["tests/component/notifications/test_order.py::test_a_later_version_of_a_thing_waits_for_the_earlier_one"],
    ),
    Mutation(
        "positions in the log are handed out before the commit, as from a sequence",
        [
            Edit(
                "services/notifications/subscribers.py",
                "    before: int = (await change.connection.execute(TAKE_POSITIONS",
                "    async with change.connection.engine.begin() as other:\n"
                "        before: int = (await other.execute(TAKE_POSITIONS",
            )
        ],
        [f"{LATE}test_a_reader_sees_each_event_once_however_late_its_transaction_is_committed"],
    ),
)

SETTLING = (
    Mutation(
        "a list that fails fails as a whole",
        [
            Edit(
                CONSUMER,
                "                if len(waiting) == 1:\n"
                "                    await self._settle_failure(waiting[0], error)\n"
                "                    return\n",
                "                if waiting:\n                    for message in waiting:\n"
                "                        await self._settle_failure(message, error)\n                    return\n",
            )
        ],
        [f"{HEARD}test_a_list_with_one_bad_event_is_taken_in_one_by_one"],
    ),
    Mutation(
        "a message is given up without being parked",
        [
            Edit(
                CONSUMER,
                "            await park(self.database, self.name, message, cause, error, self.reach.verify)\n",
                "            log.info('given up', cause=cause)\n",
            )
        ],
        [f"{SETTLED}test_messages_that_cannot_be_read_are_parked_at_once_and_the_next_is_handled"],
    ),
    Mutation(
        "failures come back at once: backoff is ignored",
        [Edit(CONSUMER, "await message.nak(delay=self.scaled(again.seconds))", "await message.nak()")],
        [f"{SETTLED}test_each_failure_is_followed_by_a_longer_rest"],
    ),
    Mutation(
        "an absent database counts as the message's failure",
        [Edit("shared/messaging/settle.py", "if isinstance(error, UnavailableError):", "if False:")],
        [f"{SETTLED}test_an_absent_database_is_no_fault_of_the_message_however_long_it_lasts"],
    ),
    Mutation(
        "nobody tells the broker that a message is worked on",
        [Edit(CONSUMER, "await message.in_progress()", "await asyncio.sleep(0)")],
        [f"{SETTLED}test_a_slow_handler_keeps_its_message"],
    ),
    Mutation(
        "a message says where its answer goes",
        [Edit("shared/messaging/supervisor.py", "no_reply=True", "no_reply=False")],
        [f"{TESTS}test_answers.py::test_a_message_cannot_make_the_service_answer_where_it_likes"],
    ),
)

HEARING = (*TAKEN_IN, *SETTLING)
