"""What a fault of a model means for the rest of a lesson."""

from __future__ import annotations

import pytest

from app.domain.errors import UserFacingError
from app.inference.workers.worker_process import WorkerStopped, WorkerTaskError
from app.lesson.ai.faults import ModelFailedError, of_a_model


@pytest.mark.parametrize(
    ("error", "resting"),
    [
        (WorkerStopped("died"), False),
        (WorkerStopped("time"), True),
        (UserFacingError("engine.out_of_memory", name="qwen"), False),
        (UserFacingError("engine.resting", name="qwen"), True),
        (UserFacingError("engine.stream_broken", name="qwen"), False),
        (WorkerTaskError("seeded"), False),
    ],
)
def test_what_was_waited_for_in_vain_is_not_asked_again_for_this_lesson(error: Exception, resting: bool) -> None:
    with pytest.raises(ModelFailedError) as caught, of_a_model():
        raise error
    assert caught.value.resting is resting


def test_other_faults_stay_what_they_are() -> None:
    with pytest.raises(UserFacingError, match="page"), of_a_model():
        raise UserFacingError("import.empty_file", name="page")
