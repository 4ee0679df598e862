"""What the background does across rooms, as the background's own database role."""

from __future__ import annotations

from amparo.access.rows import acting
from amparo.casework import intake, jobs
from amparo.foundation import clock
from amparo.people.models import Person
from tests.conftest import role

LIST = b"Name,A-Number,Phone,Language,ZIP,Worker\nJuana Diaz,A700000001,3055550188,Spanish,33010,Luz\n"


def decided(casa) -> None:
    with acting(casa.sol):
        run = intake.stage(LIST, "list.csv", by=casa.sol, at=clock.now())
        guess = intake.columns(run.id, by=casa.sol, at=clock.now()).guess
        intake.preview(run.id, guess, by=casa.sol, at=clock.now())
        intake.begin(run.id, by=casa.sol, at=clock.now())


def test_the_worker_process_applies_a_list_somebody_decided_to_apply(casa) -> None:
    decided(casa)
    with role("worker"):
        assert jobs.apply_imports(casa.id, clock.now()) == 1
        assert jobs.apply_imports(casa.id, clock.now()) == 0
    with acting(casa.luz):
        assert [person.worker_id for person in Person.objects.all()] == [casa.members["luz"].id]


def test_every_sweep_runs_as_the_worker_process(casa) -> None:
    from amparo.cli import worker

    at = clock.now()
    with role("worker"):
        for sweep in worker.sweeps():
            sweep.job(casa.id, at)
