"""The moves of a complaint, one sub-resource each; every one carries its evidence."""

from services.complaints.api import by_code
from services.complaints.api.access import DECIDE, WORK
from services.complaints.api.cases import ONE
from services.complaints.schemas import moves as shapes
from services.complaints.schemas.cases import ComplaintShape
from services.complaints.schemas.involvement import InvolvementDecision
from services.complaints.storage import Complaint
from services.complaints.usecases import evaluation, involvement, reception, reporter, retests, steps, tracking
from shared.http.access import by
from shared.http.routes import Blueprint

blueprint = Blueprint("moves", __name__, url_prefix="/v1", description="The seven stages")


@blueprint.post(f"{ONE}/confirmation", body=shapes.ByCode, **by_code.MOVE)
def confirm(body: dict, id: str, match: int) -> dict:
    """The reporter without an account stands by his complaint: it gets its official number, and its terms begin."""
    return tracking.view(reception.confirm(by(), id, match, **body))


@blueprint.post(f"{ONE}/reception", **WORK, body=shapes.TakingIn, answer=ComplaintShape, match=True)
def take_in(body: dict, id: str, match: int) -> Complaint:
    """Take in a complaint that nobody confirmed, lapsed or not: it gets its official number, and its terms begin."""
    return reception.take_in(by(), id, match, body)


@blueprint.post(f"{ONE}/verification", **WORK, body=shapes.Verification, answer=ComplaintShape, match=True)
def verify(body: dict, id: str, match: int) -> Complaint:
    """Stage 2: authenticity, importance, what was looked into, the problem and its cause."""
    return steps.verify(by(), id, match, body)


@blueprint.post(f"{ONE}/dismissal", **WORK, body=shapes.Dismissal, answer=ComplaintShape, match=True)
def dismiss(body: dict, id: str, match: int) -> Complaint:
    """Do not pursue it; needs the evidence of a verification and a message to the reporter."""
    return steps.dismiss(by(), id, match, body)


@blueprint.post(f"{ONE}/classification", **WORK, body=shapes.Classification, answer=ComplaintShape, match=True)
def classify(body: dict, id: str, match: int) -> Complaint:
    """Stage 3: type and severity, from which priority and clocks follow."""
    return steps.classify(by(), id, match, body)


@blueprint.post(f"{ONE}/involvement", **DECIDE, body=InvolvementDecision, answer=ComplaintShape, match=True)
def decide_involvement(body: dict, id: str, match: int) -> Complaint:
    """Say whether the words of a case mean a person of the office, who does not see it until then; an auditor where
    nobody of the desk is left."""
    return involvement.decide(by(), id, match, body)


@blueprint.post(f"{ONE}/assignment", **WORK, body=shapes.Assignment, answer=ComplaintShape, match=True)
def assign(body: dict, id: str, match: int) -> Complaint:
    """Stage 4: somebody with the skill and without a conflict of interest."""
    return steps.assign(by(), id, match, body)


@blueprint.post(f"{ONE}/start", **WORK, body=shapes.Start, answer=ComplaintShape, match=True)
def start(body: dict, id: str, match: int) -> Complaint:
    """Stage 4: the plan; handling begins."""
    return steps.start(by(), id, match, body)


@blueprint.post(f"{ONE}/report", **WORK, body=shapes.Report, answer=ComplaintShape, match=True)
def report_done(body: dict, id: str, match: int) -> Complaint:
    """Stage 5: what was done; its effect is watched from now on."""
    return steps.report_done(by(), id, match, body)


@blueprint.post(f"{ONE}/resumption", **WORK, body=shapes.Resumption, answer=ComplaintShape, match=True)
def resume(body: dict, id: str, match: int) -> Complaint:
    """Back to handling, because it did not work."""
    return steps.resume(by(), id, match, body)


@blueprint.post(f"{ONE}/resolution", **WORK, body=shapes.Resolution, answer=ComplaintShape, match=True)
def resolve(body: dict, id: str, match: int) -> Complaint:
    """Stage 6: the effect is checked, the resolution goes to the reporter."""
    return steps.resolve(by(), id, match, body)


@blueprint.post(f"{ONE}/answer", body=shapes.Answer, **by_code.MOVE)
def answer(body: dict, id: str, match: int) -> dict:
    """Stage 6: the reporter rates the resolution, by code or by the token of the feedback link."""
    return tracking.view(reporter.answer(by(), id, match, body.pop("code"), body))


@blueprint.post(f"{ONE}/evaluation", **WORK, body=shapes.Evaluation, answer=ComplaintShape, match=True)
def evaluate(body: dict, id: str, match: int) -> Complaint:
    """Stage 7: what the case teaches, and what is changed."""
    return evaluation.evaluate(by(), id, match, body)


@blueprint.post(f"{ONE}/transfer", **DECIDE, body=shapes.Transfer, answer=ComplaintShape, match=True)
def transfer(body: dict, id: str, match: int) -> Complaint:
    """Pass it to the competent agency; an auditor where nobody of the desk is left."""
    return steps.transfer(by(), id, match, body)


@blueprint.post(f"{ONE}/withdrawal", body=shapes.ByReporter, **by_code.FOR_HIM)
def withdraw(body: dict, id: str, match: int) -> dict:
    """Take it back; by the reporter with his code, or by an officer for him."""
    return tracking.view(reporter.withdraw(by(), id, match, body.pop("code"), body))


@blueprint.post(f"{ONE}/reopening", body=shapes.ByReporter, **by_code.FOR_HIM)
def reopen(body: dict, id: str, match: int) -> dict:
    """Open it again inside the window; by the reporter with his code, or by an officer for him."""
    return tracking.view(reporter.reopen(by(), id, match, body.pop("code"), body))


@blueprint.post(f"{ONE}/retest", **WORK, body=shapes.RetestDemand, answer=ComplaintShape, match=True)
def request_retest(body: dict, id: str, match: int) -> Complaint:
    """Ask for another examination, by another verifier."""
    return retests.request_retest(by(), id, match, **body)


@blueprint.post(f"{ONE}/suspension", **WORK, body=shapes.Demand, answer=ComplaintShape, match=True)
def request_suspension(body: dict, id: str, match: int) -> Complaint:
    """Ask the head to suspend the certificate in question."""
    return retests.request_suspension(by(), id, match, **body)
