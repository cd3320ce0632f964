"""Who closes the channel is found and set aside, and nobody is blamed for a broker that takes nothing."""

from hypothesis import given
from hypothesis import strategies as st

from shared.bus.poison_events import MOST, Suspects


def rows(*positions: int) -> list[tuple[int]]:
    return [(position,) for position in positions]


def play(waiting: list[int], bad: set[int], turns: int = 200) -> tuple[list[int], list[int]]:
    """A broker that closes the channel over `bad` positions: what it took, and what was set aside."""
    suspects, taken, aside = Suspects(), [], []
    waiting = sorted(waiting)
    for _ in range(turns):
        flying = [row[0] for row in suspects.next(rows(*waiting))]
        if not flying:
            break
        if bad & set(flying):
            if guilty := suspects.closed(flying):
                aside.append(guilty)
                waiting.remove(guilty)
        else:
            suspects.cleared(flying)
            taken += flying
            waiting = [position for position in waiting if position not in flying]
    return taken, aside


@given(st.sets(st.integers(1, 30), min_size=3, max_size=12).flatmap(
    lambda all_: st.tuples(st.just(all_), st.sets(st.sampled_from(sorted(all_)), max_size=len(all_) - 2))
))  # fmt: skip
def test_the_innocent_all_arrive(case):
    all_, bad = case

    taken, aside = play(list(all_), bad)

    assert sorted(taken) == sorted(all_ - bad)
    assert set(aside) <= bad


def test_one_bad_event_among_many_is_set_aside():
    taken, aside = play(list(range(1, 21)), {7})

    assert aside == [7]
    assert len(taken) == 19


def test_a_broker_that_takes_nothing_makes_nobody_guilty():
    taken, aside = play([1, 2, 3], {1, 2, 3})

    assert (taken, aside) == ([], [])


def test_a_lonely_event_is_not_blamed_until_another_one_passes():
    suspects = Suspects()
    for _ in range(2 * MOST):
        suspects.next(rows(1))
        assert suspects.closed([1]) is None

    assert suspects.next(rows(1, 2)) == [(2,)]
    suspects.cleared([2])
    suspects.next(rows(1))
    assert suspects.closed([1]) == 1


def test_without_a_suspect_everything_flies():
    assert Suspects().next(rows(1, 2, 3)) == rows(1, 2, 3)
