"""What complaints tells of a case: numbers, stages and codes, never a word of the people in it."""

from datetime import date

from shared.events.declarations import Event, named


class AboutComplaint(Event):
    """What every event of a complaint holds; `clocks` are the days on which its running terms are due."""

    about = "complaint_id"

    complaint_id: str
    number: str
    stage: int
    state: str
    kind: str
    channel: str
    complaint_type: str | None = named("type")
    severity: str | None
    priority: str | None
    level: int
    clocks: dict[str, date]


class ComplaintReceived(AboutComplaint):
    """A complaint came in, by whatever channel, and got its number."""

    type = "complaints.complaint.received.v1"


class ComplaintVerified(AboutComplaint):
    """Authenticity, importance and root cause were looked into."""

    type = "complaints.complaint.verified.v1"


class ComplaintDismissed(AboutComplaint):
    """A complaint is not pursued; the reporter was told why."""

    type = "complaints.complaint.dismissed.v1"


class ComplaintClassified(AboutComplaint):
    """Type, severity and priority are fixed; the clocks of the priority run."""

    type = "complaints.complaint.classified.v1"


class ComplaintAssigned(AboutComplaint):
    """Somebody with the skill and without a conflict of interest has the case."""

    type = "complaints.complaint.assigned.v1"


class ComplaintHandlingStarted(AboutComplaint):
    """Work on the case began, or began again because the first try did not work."""

    type = "complaints.complaint.handling_started.v1"


class ComplaintMonitored(AboutComplaint):
    """The actions are taken; their effect is watched."""

    type = "complaints.complaint.monitored.v1"


class ComplaintResolved(AboutComplaint):
    """The effect was checked and the resolution delivered to the reporter."""

    type = "complaints.complaint.resolved.v1"


class ComplaintReporterAnswered(AboutComplaint):
    """The reporter rated the resolution."""

    type = "complaints.complaint.reporter_answered.v1"

    rating: int


class ComplaintReopened(AboutComplaint):
    """The reporter disagrees inside the window; handling goes on, the second time led by the head."""

    type = "complaints.complaint.reopened.v1"


class ComplaintClosed(AboutComplaint):
    """The reporter answered, or the time for it ran out."""

    type = "complaints.complaint.closed.v1"


class ComplaintEvaluated(AboutComplaint):
    """The case was evaluated; the seventh and last stage is reached."""

    type = "complaints.complaint.evaluated.v1"


class ComplaintTransferred(AboutComplaint):
    """Another agency is competent; the reporter was told which."""

    type = "complaints.complaint.transferred.v1"


class ComplaintWithdrawn(AboutComplaint):
    """The reporter took the complaint back."""

    type = "complaints.complaint.withdrawn.v1"


class ComplaintEscalated(AboutComplaint):
    """A term ran past its day; told once per level of the ladder."""

    type = "complaints.complaint.escalated.v1"

    clock: str
    due: date
    escalation_level: int
    to: str
