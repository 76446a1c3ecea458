"""Breaking what protects personal data: showings written down, answers not kept, contacts erased, questions of few."""

from tests.mutations.mutation import Edit, Mutation

COUNCILS = "services/councils"
DISCLOSURES, CONTACTS = f"{COUNCILS}/commands/disclosures.py", f"{COUNCILS}/commands/contacts.py"
TESTS = "tests/component/councils/test_contacts.py::"
SEARCHED = "tests/component/test_personal_data.py::"
ASKED = "tests/component/test_addresses.py::"

PERSONAL = (
    Mutation(
        "what is shown of a person is not written down",
        [Edit(DISCLOSURES, "        if told:\n", "        if not fields:\n")],
        [f"{TESTS}test_a_person_is_told_everything_that_is_held_and_whom_it_was_shown_to"],
    ),
    Mutation(
        "contacts that nobody needs any more are kept",
        [Edit(CONTACTS, "    if until is None or end_of(until) > due.due_at:\n", "    if until != row.erased_on:\n")],
        [f"{TESTS}test_a_contact_is_erased_by_itself_when_it_is_needed_no_more"],
    ),
    Mutation(
        "an erased contact leaves its address in the log",
        [
            Edit(
                CONTACTS,
                "    row.name = row.email = row.phone = row.expires_on = None\n",
                '    print("erased", row.email)\n    row.name = row.email = row.phone = row.expires_on = None\n',
            )
        ],
        [f"{SEARCHED}test_a_contact_stands_in_one_table_while_it_is_kept_and_nowhere_once_it_is_erased"],
    ),
    Mutation(
        "a question is answered into any inbox",
        [
            Edit(
                "shared/messaging/asking.py",
                "            if asker not in answer.askers:\n",
                "            if asker is None:\n",
            )
        ],
        [f"{ASKED}test_an_answer_goes_to_the_inbox_of_who_may_ask_and_what_cannot_be_read_is_refused"],
    ),
)
