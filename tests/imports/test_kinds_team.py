"""Members of the team are people of the firm: naming them opens no door and closes none."""

from __future__ import annotations

import pytest

from services.access.users import add_user
from tests.imports.conftest import Books

HEAD = "user,name,email,role\n"
LOGIN = (
    "SELECT code, name, title, email, roles, all_funds, password_hash IS NOT NULL, disabled_at "
    "FROM users ORDER BY email"
)


def test_somebody_new_cannot_sign_in(books: Books) -> None:
    books.take("team_members", HEAD + "U1,Ada Moreau,Ada@Firm.example,partner\n")
    assert books.ask(LOGIN) == [
        ("U1", "Ada Moreau", "partner", "ada@firm.example", [], False, False, None)
    ]


def test_a_login_is_linked_by_its_address_and_keeps_its_rights(firm: Books) -> None:
    add_user(firm.db, "ada@firm.example", roles=["associate"], funds=["AQ1"], name="Ada")
    password = firm.one("SELECT password_hash FROM users")
    result = firm.take("team_members", HEAD + "U1,Ada Moreau,ADA@firm.example,partner\n")
    assert (result.status, result.rows_new) == ("imported", 1)
    assert firm.ask(LOGIN) == [
        ("U1", "Ada Moreau", "partner", "ada@firm.example", ["associate"], False, True, None)
    ]
    assert firm.one("SELECT password_hash FROM users") == password
    assert firm.one("SELECT count(*) FROM user_funds") == 1


def test_a_new_title_supersedes_and_touches_no_right(firm: Books) -> None:
    add_user(firm.db, "ada@firm.example", roles=["auditor"], name="Ada")
    firm.take("team_members", HEAD + "U1,Ada Moreau,ada@firm.example,associate\n")
    result = firm.take("team_members", HEAD + "U1,Ada Moreau,ada@firm.example,admin\n")
    assert (result.rows_new, result.rows_superseded) == (0, 1)
    assert firm.ask("SELECT title, roles, all_funds FROM users") == [("admin", ["auditor"], True)]


def test_another_address_changes_nothing_about_signing_in(firm: Books) -> None:
    add_user(firm.db, "ada@firm.example", roles=["partner"], name="Ada")
    firm.take("team_members", HEAD + "U1,Ada Moreau,ada@firm.example,partner\n")
    result = firm.take("team_members", HEAD + "U1,Ada Moreau,moreau@firm.example,partner\n")
    assert result.rows_superseded == 1
    assert "The record of sign-in keeps the address ada@firm.example." in [
        warning.message for warning in result.warnings
    ]
    assert firm.ask("SELECT code, email FROM users") == [("U1", "ada@firm.example")]
    assert firm.ask("SELECT email FROM team_member_versions WHERE known_to IS NULL") == [
        ("moreau@firm.example",)
    ]


def test_nobody_takes_over_the_address_of_another_member(books: Books) -> None:
    books.take("team_members", HEAD + "U1,Ada Moreau,ada@firm.example,partner\n")
    result = books.take("team_members", HEAD + "U2,Mallory,Ada@firm.example,partner\n")
    assert result.status == "rejected"
    assert (result.errors[0].row, result.errors[0].column) == (2, "email")
    assert result.errors[0].message == "This address belongs to the team member 'U1'."
    assert books.ask("SELECT code, name FROM users") == [("U1", "Ada Moreau")]


def test_a_known_member_is_not_given_the_login_of_somebody_else(firm: Books) -> None:
    add_user(firm.db, "ben@firm.example", roles=["partner"], name="Ben")
    firm.take("team_members", HEAD + "U1,Ada Moreau,ada@firm.example,partner\n")
    result = firm.take("team_members", HEAD + "U1,Ben Okafor,ben@firm.example,partner\n")
    assert (result.status, result.errors[0].column) == ("rejected", "email")
    assert firm.ask("SELECT email, code, name FROM users ORDER BY email") == [
        ("ada@firm.example", "U1", "Ada Moreau"),
        ("ben@firm.example", None, "Ben"),
    ]


def test_one_address_for_two_people_of_a_file_is_refused(books: Books) -> None:
    lines = "U1,Ada Moreau,ada@firm.example,partner\nU2,Ben Okafor,ADA@firm.example,analyst\n"
    result = books.take("team_members", HEAD + lines)
    assert (result.status, result.errors[0].row) == ("rejected", 3)
    assert result.errors[0].message == "Row 2 gives this address to 'U1'."
    assert books.one("SELECT count(*) FROM users") == 0


@pytest.mark.parametrize("address", ["ada", "ada@", "@firm.example", "ada firm@x.example"])
def test_what_is_no_address_is_refused(books: Books, address: str) -> None:
    result = books.take("team_members", HEAD + f"U1,Ada Moreau,{address},partner\n")
    assert (result.status, result.errors[0].column) == ("rejected", "email")
    assert books.one("SELECT count(*) FROM users") == 0


def test_a_member_may_get_a_login_later(firm: Books) -> None:
    firm.take("team_members", HEAD + "U1,Ada Moreau,ada@firm.example,partner\n")
    made = add_user(firm.db, "ada@firm.example", roles=["associate"], funds=["AQ1"])
    assert made.password
    assert firm.ask(LOGIN) == [
        ("U1", "Ada Moreau", "partner", "ada@firm.example", ["associate"], False, True, None)
    ]
