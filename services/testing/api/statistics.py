"""What the data teach: rates of rejection and drifts, as numbers and as pictures."""

from typing import Any

from flask import Response

from services.testing.schemas import drifts
from services.testing.schemas import statistics as shapes
from services.testing.usecases import drift_statistics, rejection_statistics, statistics_plots
from shared.http.access import by
from shared.http.routes import Blueprint

blueprint = Blueprint("statistics", __name__, url_prefix="/v1", description="What the data teach")
READERS = ("verifier", "head", "auditor")


@blueprint.get("/statistics/rejections", allow=READERS, query=shapes.RejectionQuery, answer=shapes.RejectionsShape)
def show_rejections(query: dict) -> dict[str, Any]:
    """Judged and rejected by kind, district, brand or age: counts beside every rate, retests by themselves."""
    return rejection_statistics.rejections(by(), **query)


@blueprint.get("/statistics/rejections/plot", allow=READERS, query=shapes.RejectionQuery, media=statistics_plots.SVG)
def plot_rejections(query: dict) -> Response:
    """The same as a picture, with counts, axis and a description to be read aloud."""
    return Response(statistics_plots.rejections(by(), **query), content_type=statistics_plots.SVG)


@blueprint.get("/statistics/drift", allow=READERS, query=drifts.DriftQuery, answer=drifts.DriftShape)
def show_drift(query: dict) -> dict[str, Any]:
    """The drift of an instrument, or the spread of a brand or model by years: errors as shares of their limits."""
    return drift_statistics.drifted(by(), **query)


@blueprint.get("/statistics/drift/plot", allow=READERS, query=drifts.DriftPlotQuery, media=statistics_plots.SVG)
def plot_drift(query: dict) -> Response:
    """The same as a picture of one test, with the band of the limit from −100 to +100 %."""
    return Response(statistics_plots.drift(by(), **query), content_type=statistics_plots.SVG)
