"""Kind `team_members`: who works at the firm. It names people and grants nobody anything."""

from collections.abc import Iterable

from services.imports.kinds.declare import Books, Column, Facts, Kind, Oddity, Type


def addresses_are_their_own(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Addresses that belong to somebody else: a member of the team, here or in the file itself, or
    a person who signs in, given to a member who is known under another one."""
    members = {person.code for person in books.people.values()}
    first: dict[str, tuple[int, str]] = {}
    for row, code, email in zip(
        facts.rows, facts.columns["user"], facts.columns["email"], strict=True
    ):
        person = books.people.get(email)
        known_row, known = first.setdefault(email, (row, code))
        if person is not None and person.code not in (None, code):
            words = f"This address belongs to the team member {person.code!r}."
            yield Oddity(row, "email", email, words)
        elif person is not None and person.code is None and code in members:
            words = f"This address belongs to somebody else than {code!r}, who is known already."
            yield Oddity(row, "email", email, words)
        elif known != code:
            yield Oddity(row, "email", email, f"Row {known_row} gives this address to {known!r}.")


def login_stands(facts: Facts, books: Books) -> Iterable[Oddity]:
    """Members known under another address: they go on signing in with that one."""
    known = {person.code: person.email for person in books.people.values()}
    for row, code, email in zip(
        facts.rows, facts.columns["user"], facts.columns["email"], strict=True
    ):
        before = known.get(code)
        if before is not None and before != email:
            words = f"The record of sign-in keeps the address {before}."
            yield Oddity(row, "email", email, words)


KIND = Kind(
    name="team_members",
    meaning="people of the firm; the role is a title and gives no right to sign in",
    table="team_member_versions",
    entity="users",
    columns=(
        Column("user", Type.USER, "the firm's code of the person", "U03", True, "user_id"),
        Column("name", Type.TEXT, "full name", "Ada Moreau", True),
        Column("email", Type.EMAIL, "their address, in any case", "ada@firm.example", True),
        Column("role", Type.TEXT, "title, such as partner or associate", "partner", True),
    ),
    identity=("user_id",),
    series="user_id",
    faults=(addresses_are_their_own,),
    oddities=(login_stands,),
)
