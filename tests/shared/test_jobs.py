"""What the clock demands runs when it is due, in one process at a time, and no broken job stops the others."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from shared import clock
from shared.jobs import LEASE, Job, run_due
from tests.support import MONDAY

HOUR = timedelta(hours=1)


@pytest.fixture
def ran() -> list:
    return []


@pytest.fixture
def job(ran) -> Job:
    return Job("counting", HOUR, ran.append)


def run_at(intake, moment, *jobs: Job) -> int:
    with clock.frozen_at(moment):
        return run_due(intake.store, jobs)


def test_a_job_runs_at_once_and_then_about_every_so_often(intake, job, ran):
    moments = [MONDAY, MONDAY + HOUR - timedelta(seconds=1), MONDAY + HOUR, MONDAY + 2 * HOUR]

    assert [run_at(intake, moment, job) for moment in moments] == [1, 0, 1, 1]
    assert ran == [MONDAY, MONDAY + HOUR, MONDAY + 2 * HOUR]


def test_a_broken_job_does_not_stop_the_others_and_is_tried_again(intake, job, ran):
    broken = Job("broken", HOUR, lambda _: 1 / 0)

    assert run_at(intake, MONDAY, broken, job) == 2
    assert ran == [MONDAY]
    assert run_at(intake, MONDAY + HOUR, broken) == 1


def test_of_many_processes_one_runs_it(intake, ran):
    together = Job("together", HOUR, ran.append)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: run_due(intake.store, [together]), range(16))) == 1
    assert len(ran) == 1


@pytest.mark.parametrize(("after", "runs"), [(LEASE - timedelta(seconds=1), 0), (LEASE, 1)])
def test_who_died_at_it_is_succeeded_when_the_lease_is_over(intake, job, after, runs):
    with intake.store.transaction():
        sql = "INSERT INTO lease (name, owner, until) VALUES (?, ?, ?)"
        intake.store.execute(sql, job.name, "somebody", clock.rfc3339(MONDAY + LEASE))

    assert run_at(intake, MONDAY + after, job) == runs


def test_a_clock_that_ran_ahead_holds_up_no_job_once_it_is_set_back(intake, job, ran):
    assert run_at(intake, MONDAY + 2 * HOUR, job) == 1
    with intake.store.transaction():  # and in that hour somebody died at it
        intake.store.execute("UPDATE lease SET until = ?", clock.rfc3339(MONDAY + 2 * HOUR + LEASE))

    assert run_at(intake, MONDAY, job) == 1
