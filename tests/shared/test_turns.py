"""Threads are given out in turns: what one address sends at once waits for itself and holds nobody else up."""

import socket
from collections.abc import Iterator

import pytest
from gunicorn.config import Config

from shared.http.server.connection import Connection
from shared.http.server.turns import Turns

HERE = ("10.0.0.9", 80)


@pytest.fixture
def wire() -> Iterator[socket.socket]:
    with socket.socket() as one:
        yield one


def crowd(wire: socket.socket, address: str, many: int) -> list[Connection]:
    return [Connection(Config(), wire, (address, port), HERE) for port in range(many)]


def given(turns: Turns) -> list[Connection]:
    """Who gets a thread now."""
    return list(iter(turns.next, None))


def test_one_address_never_has_all_the_threads(wire):
    turns, other = Turns(4), crowd(wire, "10.0.0.2", 1)[0]
    for conn in crowd(wire, "10.0.0.1", 60):
        turns.add(conn)

    assert len(given(turns)) == 2
    turns.add(other)
    assert given(turns) == [other]


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_this_machine_itself_may_have_them_all_for_its_services_wait_for_each_other(wire, address):
    turns = Turns(4)
    for conn in crowd(wire, address, 9):
        turns.add(conn)

    assert len(given(turns)) == 4


def test_addresses_take_turns_however_many_wait_of_one(wire):
    turns = Turns(2)
    many, two = crowd(wire, "10.0.0.1", 30), crowd(wire, "10.0.0.2", 2)
    for conn in (*many, *two):
        turns.add(conn)

    served = given(turns)
    for place in range(4):
        turns.end(served[place])
        served += given(turns)
    assert served == [many[0], two[0], many[1], two[1], many[2]]


def test_what_a_connection_sent_ahead_waits_behind_what_others_sent(wire):
    turns = Turns(2)
    one, other = crowd(wire, "10.0.0.1", 2)
    turns.add(one)
    assert given(turns) == [one]
    turns.add(other)
    turns.end(one)
    turns.add(one)

    assert given(turns) == [other]


def test_a_thread_that_is_free_again_is_given_out_again_also_when_its_address_became_another_one(wire):
    turns = Turns(2)
    (one,) = crowd(wire, "10.0.0.1", 1)
    for address in ("10.0.0.3", "10.0.0.4", "10.0.0.5"):
        one.address = address
        turns.add(one)
        assert given(turns) == [one]
        one.address = "10.0.0.1"
        turns.end(one)
    assert not turns.busy
