"""The root of the gateway: a start page for people, and the keys of the token issuer for programs."""

import os
import sys
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Flask, Response, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from deploy.services import SERVICES
from shared import ids, rate_classes
from shared.cli.commands import GUNICORN
from shared.clock import today
from shared.config import Settings, path
from shared.http import cross_origin, headers, rate_limiting, thread_shares
from shared.http.problems import KEPT_HEADERS, log
from shared.http.server import plain_problems
from shared.office.profile import Profile, valid_on
from shared.production import unsafe_settings

PAGES = Path(__file__).parent / "pages"
DAY = 86_400
DAYS = ("", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
routes = Blueprint("front", __name__)


def create_app(settings: Settings) -> Flask:
    app = Flask("front", static_folder=None, template_folder=str(PAGES))
    # An address without its last slash was led on by a whole address, made of the host that the caller named.
    app.url_map.strict_slashes = app.url_map.merge_slashes = app.url_map.redirect_defaults = False
    app.extensions |= {"settings": settings, "profile": Profile(path(settings.profile_dir))}
    app.register_blueprint(routes)
    app.register_error_handler(404, lost)
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Exception, failed)
    app.after_request(_finish)
    cross_origin.install(app, "", lambda method: method in cross_origin.READS)
    rate_limiting.Limiter(rate_classes.rates(settings.rate_limits), lambda _: plain_problems.answer(429)).install(app)
    thread_shares.install(app, lambda: plain_problems.answer(429))
    if hops := int(settings.proxy_hops):
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops, x_prefix=hops)
    return app


def wsgi() -> Flask:
    """For a gateway that serves the start page from a process of its own."""
    with unsafe_settings.booting():
        settings = Settings.from_env("front")
        unsafe_settings.refuse(settings)
    return create_app(settings)


def main() -> None:
    """Look at the settings, then serve at LISTEN until stopped."""
    settings = Settings.from_env("front")
    unsafe_settings.refuse(settings)
    command = [sys.executable, "-m", "gunicorn", *GUNICORN, "--bind", settings.listen, "deploy.gateway.start:wsgi()"]
    os.execv(sys.executable, command)


def facts() -> dict[str, Any]:
    """What the pages say of the office: all of it from the profile, as it stands today."""
    profile, settings = current_app.extensions["profile"], current_app.extensions["settings"]
    agency = profile.document("agency")
    on = today(ZoneInfo(agency["zone"]))
    return {
        "agency": agency,
        "trial": not settings.production,
        "days": DAYS,
        "promise": valid_on(profile.table("agency.promise"), on)[-1],
        "periods": valid_on(profile.table("periods.period"), on),
        "week": _week(valid_on(profile.table("calendar.week"), on)),
        "kinds": [kind for kind in valid_on(profile.table("kinds"), on) if kind["in_scope"] == "yes"],
        "districts": valid_on(profile.table("districts"), on),
    }


@routes.get("/")
def start() -> str:
    return render_template("start.html", services=SERVICES, **facts())


@routes.get("/style.css")
def style() -> Response:
    kept = {"Cache-Control": f"public, max-age={DAY}"}
    return Response((PAGES / "style.css").read_text(), content_type="text/css; charset=utf-8", headers=kept)


@routes.get("/v/")
def verify() -> Response:
    """The form of the start page: the code as typed, led to its page."""
    code = ids.normal(request.args.get("code", "")[:80])
    return redirect(f"/v/{code}" if code.replace("-", "").isalnum() else "/#cek")


@routes.get("/lacak")
def track() -> Response:
    """The other form: number and code of a receipt, led to the service that keeps the letter."""
    number, code = (request.args.get(name, "").strip()[:60] for name in ("number", "code"))
    return redirect(f"/intake/tracking/{_plain(number)}?code={_plain(ids.normal(code))}" if number else "/#lacak")


@routes.get("/.well-known/jwks.json")
def keys() -> Response:
    """The public keys of the development issuer; an identity provider publishes its own."""
    file = path(current_app.extensions["settings"].jwks_file)
    return Response(file.read_bytes() if file.exists() else b'{"keys": []}', content_type="application/json")


@routes.get("/livez")
def livez() -> dict[str, str]:
    return {"status": "ok"}


def lost(_: Exception) -> tuple[str, int]:
    return render_template("lost.html", **facts()), 404


def refused(error: HTTPException) -> Response:
    """What is no page, in the one shape and in both languages."""
    answer = plain_problems.answer(error.code or 500)
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            answer.headers[name] = value
    return answer


def failed(error: Exception) -> Response:
    """A mistake of our own: recorded without what the caller wrote, answered without what went wrong."""
    log.error("unexpected %s", type(error).__name__, exc_info=error)
    return plain_problems.answer(500)


def _week(rows: list[Any]) -> list[Any]:
    """One row for the same days: a season lies over the year."""
    return list({row["weekdays"]: row for row in sorted(rows, key=lambda row: row["valid_from"])}.values())


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum() or letter in "-._")


def _finish(answer: Response) -> Response:
    return headers.secure(answer, current_app.extensions["settings"])


if __name__ == "__main__":
    main()
