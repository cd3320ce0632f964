"""What complaints tells, and what it understands of the others."""

from services.complaints.events import cases, demands, heard

PUBLISHED = [
    cases.ComplaintReceived,
    cases.ComplaintVerified,
    cases.ComplaintDismissed,
    cases.ComplaintClassified,
    cases.ComplaintAssigned,
    cases.ComplaintHandlingStarted,
    cases.ComplaintMonitored,
    cases.ComplaintResolved,
    cases.ComplaintReporterAnswered,
    cases.ComplaintReopened,
    cases.ComplaintClosed,
    cases.ComplaintEvaluated,
    cases.ComplaintEscalated,
    cases.ComplaintUnattended,
    cases.ComplaintTransferred,
    cases.ComplaintWithdrawn,
    demands.RetestRequested,
    demands.SuspensionRequested,
    demands.ImprovementCompleted,
]

__all__ = ["PUBLISHED", "cases", "demands", "heard"]
