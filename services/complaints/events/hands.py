"""What complaints reads of testing about the people behind examinations."""

from shared.events.declarations import Event


class VerifierCoded(Event):
    """Read from testing, internal: under which code an account tests."""

    type = "testing.verifier.coded.v1"
    about = "verifier_id"
    internal = True

    verifier_id: str
    account: str
    code: str
