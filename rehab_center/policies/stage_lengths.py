"""The policies about the stages of rehabilitation. Data only; part of the registry."""

from __future__ import annotations

from rehab_center.policies.rules import OPEN, FirstValue, Policy, PolicyKind, ValueType
from rehab_center.words import N_

_PRACTICE = "Thông lệ; chưa có văn bản, chờ cơ sở xác nhận"
_STAGES = (
    "Hướng dẫn cũ, Thông tư liên tịch 41/2010/TTLT-BLĐTBXH-BYT (chia nhóm khác); luật hiện hành không định thời lượng; "
    "chờ cơ sở xác nhận"
)

STAGE_LENGTHS = (
    Policy(
        PolicyKind.STAGE_SHARE_INTAKE,
        ValueType.WHOLE_NUMBER,
        N_("Planned share of the term for stage a, reception and classification"),
        N_("The evaluation of a stage is due when this share of the term has passed since it began."),
        (FirstValue("5", _STAGES, OPEN),),
        unit=N_("percent of the term"),
        least=1,
        most=100,
    ),
    Policy(
        PolicyKind.STAGE_SHARE_TREATMENT,
        ValueType.WHOLE_NUMBER,
        N_("Planned share of the term for stage b, withdrawal and medical treatment"),
        N_("The evaluation of a stage is due when this share of the term has passed since it began."),
        (FirstValue("5", _STAGES, OPEN),),
        unit=N_("percent of the term"),
        least=1,
        most=100,
    ),
    Policy(
        PolicyKind.STAGE_SHARE_EDUCATION,
        ValueType.WHOLE_NUMBER,
        N_("Planned share of the term for stage c, education, counselling, behaviour"),
        N_("The evaluation of a stage is due when this share of the term has passed since it began."),
        (FirstValue("30", _STAGES, OPEN),),
        unit=N_("percent of the term"),
        least=1,
        most=100,
    ),
    Policy(
        PolicyKind.STAGE_SHARE_LABOUR,
        ValueType.WHOLE_NUMBER,
        N_("Planned share of the term for stage d, therapeutic labour, learning a trade"),
        N_("The evaluation of a stage is due when this share of the term has passed since it began."),
        (FirstValue("40", _STAGES, OPEN),),
        unit=N_("percent of the term"),
        least=1,
        most=100,
    ),
    Policy(
        PolicyKind.STAGE_SHARE_REINTEGRATION,
        ValueType.WHOLE_NUMBER,
        N_("Planned share of the term for stage đ, preparing the return"),
        N_("The evaluation of a stage is due when this share of the term has passed since it began."),
        (FirstValue("20", _STAGES, OPEN),),
        unit=N_("percent of the term"),
        least=1,
        most=100,
    ),
    Policy(
        PolicyKind.STAGE_AGAIN_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("Days until somebody who was kept in a stage is evaluated again"),
        N_("Counted from the evaluation by which the stage goes on."),
        (FirstValue("30", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=1,
        most=180,
    ),
    Policy(
        PolicyKind.STAGE_AHEAD_DAYS,
        ValueType.WHOLE_NUMBER,
        N_("How many days ahead the evaluation of a stage is announced"),
        N_("From then on it stands in the list of those who are due soon."),
        (FirstValue("7", _PRACTICE, OPEN),),
        unit=N_("days"),
        least=0,
        most=60,
    ),
)
