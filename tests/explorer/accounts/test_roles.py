"""Who may do what, however a login tells it."""

from __future__ import annotations

import pytest

from explorer.accounts import Role, check_teacher, role_of, times_of
from explorer.errors import LimitError

ISSUER = "https://login.example"
ADA = {"iss": ISSUER, "sub": "42", "email": "Ada@login.example", "email_verified": True}
LISTED = {"teachers": f"kate@login.example ada@login.example {ISSUER}|7", "admins": f"{ISSUER}|1|a"}
CLAIMED = {"role_claim": "roles", "teacher_values": "staff, Course Teachers"}


def test_where_nothing_says_who_teaches_everybody_does_with_the_limits_of_all(configure):
    assert role_of({}) is role_of(ADA) is Role.TEACHER
    assert times_of(Role.TEACHER) == 1
    configure(admins="ada@login.example")
    assert (role_of({}), role_of(ADA)) == (Role.TEACHER, Role.ADMIN)


def test_a_list_names_teachers_and_admins_and_all_others_are_readers(configure):
    configure(**LISTED, teacher_factor="3")
    assert role_of(ADA) is Role.TEACHER
    assert role_of({"iss": ISSUER, "sub": "7"}) is Role.TEACHER
    assert role_of({"iss": ISSUER, "sub": "1|a"}) is Role.ADMIN
    assert role_of({}) is role_of({"iss": ISSUER, "sub": "8"}) is Role.READER
    assert [times_of(role) for role in Role] == [1, 3, 3]


@pytest.mark.parametrize("told", [False, None, 1, "True", "yes", [True], {"a": True}])
def test_an_address_that_the_provider_has_not_checked_raises_nobody(configure, told):
    configure(**LISTED)
    assert role_of({**ADA, "email_verified": told}) is Role.READER


@pytest.mark.parametrize("changes", [
    {"iss": "https://evil.example", "sub": "7"}, {"iss": f"{ISSUER}|7", "sub": ""}, {"iss": ISSUER, "sub": 7},
    {"iss": f"{ISSUER}|", "sub": "7"}, {"iss": "", "sub": f"{ISSUER}|7"}, {"iss": None, "sub": "7"},
    {"email": "ada@login.example.evil.example"}, {"email": ["ada@login.example"]}, {"email": "ada@LOGIN.EXAMPLE "},
    {"email": "\u212aate@login.example"}, {"role": "admin"}, {"roles": ["admin"]}, {"EXPLORER_ADMINS": "42"}])
def test_nobody_else_is_taken_for_someone_on_the_list(configure, changes):
    configure(**LISTED)
    assert role_of({"iss": ISSUER, "sub": "42", "email_verified": True, **changes}) is Role.READER


@pytest.mark.parametrize(("told", "role"), [
    ("staff", Role.TEACHER), (["student", "Course Teachers"], Role.TEACHER), (["staff", "admin"], Role.ADMIN),
    ("student", Role.READER), ("staff admin", Role.READER), ("STAFF", Role.READER), ("", Role.READER),
    ({"staff": True}, Role.READER), ([["staff"]], Role.READER), (True, Role.READER), (None, Role.READER)])
def test_a_claim_is_a_text_or_a_list_of_texts(configure, told, role):
    configure(**CLAIMED)
    assert role_of({**ADA, "roles": told}) is role


def test_a_claim_may_lie_inside_another_or_have_dots_in_its_name(configure):
    configure(role_claim="realm_access.roles")
    assert role_of({"realm_access": {"roles": ["teacher"]}}) is Role.TEACHER
    assert role_of({"realm_access.roles": "admin"}) is Role.ADMIN
    assert role_of({"realm_access": "teacher"}) is Role.READER


def test_who_is_no_teacher_is_told_what_to_do():
    check_teacher(Role.TEACHER)
    with pytest.raises(LimitError, match="Log in as one"):
        check_teacher(Role.READER)
