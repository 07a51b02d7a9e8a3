"""The words of the figures of work and classes, as msgids. Pure."""

from __future__ import annotations

from rehab_center.activities.kinds import ActivityKind, CancelReason, CourseLevel, Subject
from rehab_center.assignments.kinds import Standing
from rehab_center.words import N_

COMPARED = {
    ActivityKind.LABOUR: (N_("Took part in labour in the period"), N_("Hours of labour in the period")),
    ActivityKind.VOCATIONAL: (
        N_("Took part in vocational courses in the period"),
        N_("Hours of vocational courses in the period"),
    ),
    ActivityKind.EDUCATION: (
        N_("Took part in education classes in the period"),
        N_("Hours of education classes in the period"),
    ),
}
"""For each kind of programme the people and their hours."""
ENDS = {
    ActivityKind.LABOUR: N_("In labour at the end of the period"),
    ActivityKind.VOCATIONAL: N_("In vocational courses at the end of the period"),
    ActivityKind.EDUCATION: N_("In education classes at the end of the period"),
}
LEVELS = {CourseLevel.SHORT: N_("Under three months"), CourseLevel.ELEMENTARY: N_("Elementary level")}
SUBJECTS = {
    Subject.LAW: N_("Law"),
    Subject.BEHAVIOUR: N_("Behaviour and personality"),
    Subject.LIFE_SKILLS: N_("Life skills"),
    Subject.RELAPSE: N_("Relapse prevention"),
    Subject.HIV: N_("HIV/AIDS prevention"),
    Subject.LITERACY: N_("Literacy"),
    Subject.SCHOOLING: N_("General schooling"),
    Subject.COUNSELLING: N_("Group counselling"),
    Subject.SPORT: N_("Culture and sport"),
}
RESTS = {
    Standing.PROPOSED: N_("waits for the decision"),
    Standing.PLANNED: N_("begins later"),
    Standing.AWAY: N_("away on that day"),
    Standing.PAUSED: N_("paused on that day"),
    Standing.LAPSED: N_("the director's permission has run out"),
}
"""Why somebody who is assigned does not take part as a day ends; never the cause."""
CANCELLED = {
    CancelReason.TEACHER: N_("Whoever leads it is away"),
    CancelReason.NO_WORK: N_("No work or material"),
    CancelReason.WEATHER: N_("Weather"),
    CancelReason.POWER: N_("Power cut or broken machines"),
    CancelReason.SAFETY: N_("Safety and order"),
    CancelReason.EPIDEMIC: N_("Epidemic"),
    CancelReason.CENTRE: N_("Event of the whole centre"),
    CancelReason.OTHER: N_("Another cause"),
    CancelReason.HOLIDAY: N_("Holiday"),
    CancelReason.SCHEDULE: N_("The weekly times were changed"),
    CancelReason.CLOSED: N_("The programme has ended"),
}
