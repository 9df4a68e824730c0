"""A local twin of the newspaper: newly written articles in every layout, a real HTTP server, known truth."""

from dvingest.local.replica.corpus import Corpus, build_corpus
from dvingest.local.replica.faults import Fault, FaultPlan
from dvingest.local.replica.newspaper import Newspaper
from dvingest.local.replica.parts import DOANHNHAN, HOSTS, MAIN, PHAPLUATPLUS, Entry
from dvingest.local.replica.request_log import Request, RequestLog
from dvingest.local.replica.server import ReplicaServer
from dvingest.local.replica.truth import Refusal, Truth

__all__ = [
    "DOANHNHAN",
    "HOSTS",
    "MAIN",
    "PHAPLUATPLUS",
    "Corpus",
    "Entry",
    "Fault",
    "FaultPlan",
    "Newspaper",
    "Refusal",
    "ReplicaServer",
    "Request",
    "RequestLog",
    "Truth",
    "build_corpus",
]
