"""What the reporter sees of his case: only from public columns, so that nothing internal can slip in."""

from types import SimpleNamespace

from services.complaints.domain.lifecycle import Action
from services.complaints.storage import Complaint, Message, context, rules
from services.complaints.usecases import by_code
from services.complaints.usecases.cases import clocks
from services.complaints.usecases.reporter import may, reopen_until
from shared.auth.actor import Actor

SHOWN = ("id", "version", "number", "reference", "kind", "state", "stage", "received_at", "resolution")


def tracked(by: Actor, number: str, code: str) -> SimpleNamespace:
    """The case, by its number and code."""
    return view(by_code.of_number(by, number, code))


def asked_about(by: Actor, token: str) -> SimpleNamespace:
    """The case, by the link under its resolution."""
    return feedback_view(by_code.of_link(by, token))


def view(complaint: Complaint) -> SimpleNamespace:
    """Stage, next step, messages, and what the reporter may do now."""
    return SimpleNamespace(
        **{name: getattr(complaint, name) for name in SHOWN},
        stages=stages(complaint),
        next_step=rules.next_step(complaint.state),
        answer_due=next((one.due.on for one in clocks(complaint) if one.code == "legal_answer"), None),
        messages=Message.of(complaint),
        feedback_url=_feedback_url(complaint),
        confirm_until=next(
            (one.due.on for one in clocks(complaint) if one.code == "confirmation" and not one.stopped), None
        ),
        reopen_until=reopen_until(complaint),
        may=[str(each) for each in may(complaint)],
    )


def feedback_view(complaint: Complaint) -> SimpleNamespace:
    """What the feedback link shows."""
    names = ("version", "number", "state", "resolution", "rating")
    more = {"reopen_until": reopen_until(complaint), "next_step": rules.next_step(complaint.state)}
    return SimpleNamespace(**{name: getattr(complaint, name) for name in names}, **more)


def stages(complaint: Complaint) -> list[dict]:
    """The seven stages, and which of them are reached."""
    named = enumerate(rules.stages(), 1)
    return [{"number": number, "name": name, "done": number <= complaint.stage} for number, name in named]


def _feedback_url(complaint: Complaint) -> str | None:
    if not complaint.feedback_token or Action.ANSWER not in may(complaint):
        return None
    return f"{context.settings.public_url}/complaints/v1/feedback/{complaint.feedback_token}"
