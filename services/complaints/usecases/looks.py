"""Cases are looked at again in pieces: a few at once, the others by the clock, a few in each transaction. However many
there are, nobody waits for them, and until then they are there for nobody whom they may come to involve."""

from collections.abc import Mapping
from datetime import datetime

from services.complaints.domain.evidence import words_in
from services.complaints.domain.lifecycle import OPEN
from services.complaints.domain.spellings import Told
from services.complaints.storage import (
    Complaint,
    Evidence,
    KnownPaper,
    Look,
    Message,
    Note,
    Staff,
    Topic,
    context,
    transaction,
)
from services.complaints.usecases import claims, involvement
from services.complaints.usecases.cases import FROM_REPORTER
from shared.auth.actor import of_event
from shared.database import audit_trail

Tolds = dict[str, Told]  # by the author, who is empty for the reporter
CERTIFICATES = of_event("certificates")
AT_ONCE, MOST = 4000, 1000  # letters that are read while others wait; pieces of one turn of the clock


def heard_of(instrument_id: str, news: Mapping[str, str] | None = None) -> None:
    """Something was heard of an instrument or its papers: the cases about them are looked at again, and those that are
    open are told the `news` of the paper that they name."""
    Topic.alone()
    _begin(Look.create(instrument_id=instrument_id, news=dict(news or {})))


def look_again(person: Staff | None = None) -> None:
    """Somebody was entered, or his codes changed: whom the words of all cases may mean is asked anew, of him and of who
    is close to him; of everybody when it is not said who."""
    Topic.alone()
    near = [one.id for one in Staff.counting() if not person or one.id == person.id or one.codes & person.codes]
    _begin(Look.create(people=near))


def go_on(_: datetime) -> int:
    """Work on what waits; returns how many pieces were worked on."""
    return next((done for done in range(MOST) if not _piece()), MOST)


def words_of(complaint: Complaint) -> dict[str, list[str]]:
    """Everything that was said in a case and may name somebody, by its author, but for what the office writes to the
    reporter."""
    messages = [each.text for each in Message.of(complaint) if each.sender == FROM_REPORTER]
    said = {"": [complaint.subject, complaint.text, *messages]}
    brought = [(each.by, words) for each in Evidence.of(complaint) for words in words_in(each.action, each.facts)]
    for by, words in [*((each.by, each.text) for each in Note.of(complaint)), *brought]:
        said.setdefault(involvement.author(by), []).append(words)
    return said


def _begin(look: Look) -> None:
    """The first few are looked at now, unless they have more to read than others should wait for."""
    cases = look.piece()
    words = [said for case in cases for said in words_of(case).values()] if look.people else []
    if sum(len(each) for said in words for each in said) <= AT_ONCE:
        _settle(look, cases, {})


def _piece() -> bool:
    """The words are read while nobody waits; what was said in the meantime is read again."""
    look, people = Look.next(), list(Staff.counting())
    if look is None:
        return False
    cases, asked = look.piece(), [one for one in people if look.people and one.id in look.people]
    read = {case.id: (case.version, _read(case, people, asked)) for case in cases} if asked else {}
    with transaction():
        Topic.alone()
        row = Look.get_or_none(Look.id == look.id, Look.version == look.version)
        if row is not None:  # nobody else has worked on it meanwhile
            _settle(row, [Complaint.find(case.id) for case in cases], read)
    return True


def _settle(look: Look, cases: list[Complaint], read: Mapping[str, tuple[int, Tolds]]) -> None:
    people = list(Staff.counting())
    asked = [one for one in people if one.id in look.people]
    for complaint in cases:
        version, told = read.get(complaint.id, (0, {}))
        if asked and (not told or version != complaint.version):
            told = _read(complaint, people, asked)
        named = involvement.kept(complaint, people) - set(look.people)
        named |= involvement.meant(told.pop(""), people, asked) if told else set()
        for writer, words in told.items():
            claims.claim(
                complaint, writer, dict.fromkeys(involvement.meant(words, people, asked) - named, True), people
            )
        involvement.settle(complaint, named, people)
        _tell(complaint, look.news)
    if cases:
        look.change(after=cases[-1].id)
    if not look.piece():
        look.delete_instance()


def _read(complaint: Complaint, people: list[Staff], asked: list[Staff]) -> Tolds:
    words = words_of(complaint)
    tolds = {by: involvement.told_by({} if by else complaint.about, *said) for by, said in words.items()}
    for told in tolds.values():
        involvement.meant(told, people, asked)
    return tolds


def _tell(complaint: Complaint, news: Mapping[str, str]) -> None:
    named = KnownPaper.named(complaint) if news and complaint.state in OPEN else None
    if named and named.id == news["certificate_id"]:
        complaint.change()
        audit_trail.record(context, complaint, f"certificate_{news['state']}", CERTIFICATES, number=news["number"])
