"""Which ring each file of tests belongs to, and which rings `make test` leaves to `make check`."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

TESTS = Path(__file__).resolve().parent
QUICK, ALL = "quick", "all"


@dataclass(frozen=True)
class Ring:
    """Tests of one kind. `wants` says why a newcomer's run leaves them out; empty: it runs them."""

    name: str
    about: str
    places: tuple[str, ...]
    wants: str = ""


# The first place that fits decides, and files run in this order: what takes longest begins first. A new file needs no
# row here unless the last three places say less than is meant.
RINGS = (
    Ring("chaos", "an office whose processes, disks and carriers are hurt", ("chaos/*",), "a minute per scenario"),
    Ring(
        "live",
        "real processes with RabbitMQ, PostgreSQL, nginx, a virus scanner, a browser and containers",
        ("compose/*", "live/*"),
        "these servers, some of them root",
    ),
    Ring("bench", "every section of the benchmark, once", ("bench/*",), "a machine without other work"),
    Ring(
        "endurance",
        "every hostile file, every order of events, every pair of roles, every unsafe setting, long random walks",
        (
            *("test_uploads.py", "test_interleavings.py", "shared/test_searches.py", "shared/test_model.py"),
            *("testing/test_state_graph.py", "testing/test_random_http.py", "test_scopes.py"),
            *("shared/test_uploads.py", "shared/test_unstorable.py", "deploy/test_unsafe_settings.py"),
        ),
        "minutes of computing each",
    ),
    Ring(
        "journeys",
        "stories through all four services in one process",
        (
            *("taint/*", "test_journeys.py", "test_biggest_letter.py", "test_complaint_links.py"),
            *("test_hidden_cases.py", "test_agencies.py", "upgrade/*"),
        ),
    ),
    Ring(
        "api",
        "HTTP: who may, what is refused, what is told to whom",
        (
            *("test_bodies.py", "test_authority.py", "test_answers.py", "test_shown_secrets.py"),
            *("*/test_api.py", "*/test_*_http.py", "*/test_own_*.py", "intake/test_scopes.py"),
            *("testing/test_hidden_retests.py", "testing/test_photos.py", "testing/test_duties.py"),
            *("complaints/test_noninterference.py", "complaints/test_people.py", "complaints/test_codes.py"),
            *("complaints/test_reception.py", "certificates/test_verification.py"),
        ),
    ),
    Ring(
        "domain",
        "rules and numbers without a database",
        (
            *("*/test_domain.py", "complaints/test_numbers.py", "complaints/test_spellings.py"),
            *("certificates/test_keys.py", "certificates/test_pdf_validation.py", "testing/test_mpe*.py"),
            *("testing/test_verdict*.py", "testing/test_engine_properties.py", "testing/test_beams.py"),
            *("testing/test_conditions.py", "testing/test_drift.py", "testing/test_early_stop.py"),
            *("testing/test_excuses.py", "testing/test_lifecycle.py", "testing/test_limits.py"),
            *("testing/test_multi_interval.py", "testing/test_pictures.py", "testing/test_procedure.py"),
            *("testing/test_proof.py", "testing/test_rates.py", "testing/test_standards.py"),
            *("testing/test_substitution.py", "testing/test_svg.py"),
        ),
    ),
    Ring("plumbing", "what the services share, and how they are put together", ("shared/*", "deploy/*")),
    Ring("contracts", "contracts and house rules", ("test_*.py",)),
    Ring("usecases", "use cases, tables, handlers, papers of one service", ("*/test_*.py",)),
)
PLACES = [(place, ring) for ring in RINGS for place in ring.places]


def place_of(file: Path) -> int | None:
    """The number of the first place that fits a file below `tests`."""
    at = file.relative_to(TESTS).as_posix()
    fits = (number for number, (place, _) in enumerate(PLACES) if fnmatch(at, place) and _as_deep(at, place))
    return next(fits, None)


def _as_deep(at: str, place: str) -> bool:
    return at.count("/") == place.count("/")


def ring_of(file: Path) -> Ring | None:
    number = place_of(file)
    return None if number is None else PLACES[number][1]


def chosen(text: str) -> list[Ring]:
    """The rings of `--rings`: quick, all, or names with commas between them; ValueError for a name of none."""
    names = {QUICK: [one.name for one in RINGS if not one.wants], ALL: [one.name for one in RINGS]}
    wanted = names.get(text) or text.split(",")
    if unknown := set(wanted) - {one.name for one in RINGS}:
        raise ValueError(f"no ring: {', '.join(sorted(unknown))}; there are {', '.join(names[ALL])}, {QUICK}, {ALL}")
    return [one for one in RINGS if one.name in wanted]


def farewell(ran: Iterable[Ring]) -> list[str]:
    """What a run says at its end: the rings it left out, and how they are run."""
    left = [one for one in RINGS if one not in ran]
    if not left:
        return []
    rows = [f"  {one.name:<10} {one.about}{f' (takes {one.wants})' if one.wants else ''}" for one in left]
    commands = "`make check` runs everything, `make test RINGS=live,chaos` these rings."
    return ["Rings of tests that were left out:", *rows, commands]
