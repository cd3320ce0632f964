"""What complaints tells of a case: numbers, stages and codes, never a word of the people in it."""

from datetime import date
from typing import Annotated

from services.complaints.domain.lifecycle import State
from services.complaints.domain.words import Channel, Kind, Priority, Severity, Type
from shared.events.declarations import Event, named


class AboutComplaint(Event):
    """What every event of a complaint holds; `clocks` are the days on which its running terms are due."""

    about = "complaint_id"

    complaint_id: Annotated[str, "the case"]
    number: Annotated[str, "its official number"]
    stage: Annotated[int, "which of the seven stages it has reached"]
    state: Annotated[str, State, "where it stands now"]
    kind: Annotated[str, Kind, "an appeal is directed against a verdict"]
    channel: Annotated[str, Channel, "how it came"]
    complaint_type: Annotated[str | None, Type, "what it is about; null until it is classified"] = named("type")
    severity: Annotated[str | None, Severity, "how bad it is; null until it is classified"]
    priority: Annotated[str | None, Priority, "what type and severity make it; null until it is classified"]
    level: Annotated[int, "how high up it is led; rises when it is reopened"]
    clocks: Annotated[dict[str, date], "the last day of each term that runs, by the code of the term"]


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

    rating: Annotated[int, "1 (worst) to 5"]


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


class ComplaintUnattended(Event):
    """Nobody of the desk may go on with a case: the auditor ends a doubt about whom it means, or refers it. Told to no
    stranger, for it says whom the case is about."""

    type = "complaints.complaint.unattended.v1"
    about = "complaint_id"
    internal = True

    complaint_id: Annotated[str, "the case"]
    state: Annotated[str, State, "where it stands now"]
    to: Annotated[str, "the role that it reaches"]


class ComplaintEscalated(AboutComplaint):
    """A term ran past its day; told once per level of the ladder."""

    type = "complaints.complaint.escalated.v1"

    clock: Annotated[str, "code of the term"]
    due: Annotated[date, "its last day"]
    escalation_level: Annotated[int, "the step of the ladder"]
    to: Annotated[str, "the role that is told"]
