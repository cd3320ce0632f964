"""The words that classify a complaint; what they mean, cost and need stands in the service's data."""

from enum import StrEnum


class Kind(StrEnum):
    """An appeal is directed against a verdict and leads to another examination, not only to an answer."""

    COMPLAINT = "complaint"
    APPEAL = "appeal"


class Channel(StrEnum):
    """How it came."""

    ONLINE = "online"
    APP = "app"
    PHONE = "phone"
    EMAIL = "email"
    COUNTER = "counter"
    LETTER = "letter"


OPEN_CHANNELS = (Channel.ONLINE, Channel.APP)  # the reporter writes himself; the others pass through an officer
OFFICE_CHANNELS = tuple(sorted({*Channel} - {*OPEN_CHANNELS}))
REFERENCE = "SEM"  # sementara: how a reference begins that stands in the place of an official number
HEAD = "head"
DESK = ("complaint_officer", HEAD)  # the roles that work on cases
KEEPERS = (HEAD, "admin")  # who say who works on complaints: nobody who only works on them shuts out a colleague
OFFICERS = (*DESK, "front_officer")  # and the one that only takes them in
LOOKERS = ("auditor",)  # who read every case from outside, and change one only where nobody of the desk is left
TESTERS = ("verifier",)  # about whose tests people complain
WORKERS = (*OFFICERS, *TESTERS, "admin")  # everybody who works in the office, whatever he does there
OFFICE_ROLES = (*WORKERS, *LOOKERS)  # and who looks at it from outside


class Type(StrEnum):
    """What it is about."""

    SERVICE = "service"
    SCHEDULE = "schedule"
    VERDICT = "verdict"
    CERTIFICATE = "certificate"
    INSTRUMENT = "instrument"
    CONDUCT = "conduct"
    PAYMENT = "payment"


class Severity(StrEnum):
    """How bad it is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


class Priority(StrEnum):
    """What that makes it, by the matrix of type and severity."""

    ROUTINE = "routine"
    NORMAL = "normal"
    URGENT = "urgent"
    IMMEDIATE = "immediate"


class Measure(StrEnum):
    """What an improvement changes."""

    PROCEDURE = "procedure"
    TRAINING = "training"
    EQUIPMENT = "equipment"
    INFORMATION = "information"
    SYSTEM = "system"
