"""Stages and evaluations in words, for places that know no language. Pure."""

from __future__ import annotations

from rehab_center.stages.kinds import Result, Stage
from rehab_center.stages.rules.intervals import Change
from rehab_center.words import N_, Message, message

STAGES = {
    Stage.INTAKE: N_("a) Reception and classification"),
    Stage.TREATMENT: N_("b) Withdrawal and medical treatment"),
    Stage.EDUCATION: N_("c) Education, counselling, behaviour"),
    Stage.LABOUR: N_("d) Therapeutic labour, learning a trade"),
    Stage.REINTEGRATION: N_("đ) Preparing the return to the community"),
}
RESULTS = {Result.MET: N_("Aims met"), Result.NOT_MET: N_("Aims not met")}


def stage_words(change: Change) -> Message:
    """A stage that begins, or goes on after an evaluation."""
    return message(N_("Stage %(stage)s"), stage=Message(STAGES[change.stage]))


def decided_words(result: Result | None) -> Message | None:
    """What an evaluation says."""
    return Message(RESULTS[result]) if result else None
