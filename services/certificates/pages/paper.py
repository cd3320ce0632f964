"""Says to whoever scans a paper whether it holds: a page for people, the same as JSON for programs."""

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, make_response, render_template, request

from services.certificates.schemas import VerificationShape
from services.certificates.storage import context, profile
from services.certificates.storage.context import own
from services.certificates.usecases import verification
from services.certificates.usecases.printed_readings import long_date
from shared.http.access import allow

FOLDER = Path(__file__).parent
LONGEST = 80
JSON, HTML = "application/json", "text/html"

blueprint = Blueprint("paper", __name__, template_folder=str(FOLDER))
blueprint.add_app_template_filter(long_date)


@blueprint.get("/v/<string:code>")
@allow(rate="code")
def paper(code: str) -> Response:
    """The answer for one code; search engines are asked to stay away."""
    told = verification.by_code(code[:LONGEST])
    as_json = request.accept_mimetypes.best_match([HTML, JSON], default=HTML) == JSON
    answer = make_response(VerificationShape().dump(told) if as_json else _page(told))
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.vary.add("Accept")
    return answer


@blueprint.get("/v/style.css")
@allow()
def style() -> Response:
    """The look of the page."""
    return Response((FOLDER / "style.css").read_text(), content_type="text/css; charset=utf-8")


def _page(told: dict[str, Any]) -> str:
    at = told["as_of"].astimezone(context.zone)
    facts = {"at": at, "agency": profile.agency(), "words": own("words"), "address": context.settings.public_url}
    return render_template("paper.html", told=told, paper=told["certificate"], **facts)
