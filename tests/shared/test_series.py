"""Labels come from fixed sets: what callers invent makes no new time series and no new form of a log line."""

import json
import logging

from prometheus_client import REGISTRY

from shared.ids import uuid7
from shared.observe import metrics
from shared.observe.json_logging import JsonLines


def series() -> set[tuple]:
    return {
        (sample.name, *sorted(sample.labels.items()))
        for metric in REGISTRY.collect()
        if metric.name.startswith("http_request")
        for sample in metric.samples
        if not sample.name.endswith("_created")
    }


def test_a_hundred_invented_methods_and_addresses_make_a_handful_of_series(opened, caplog):
    client = opened("intake").app().test_client()
    caplog.set_level(logging.INFO)
    before = series()
    for number in range(100):
        client.open(f"/invented/{uuid7()}", method=f"INVENTED{number}")
        client.open("/v1/applications", method=f"X-{number}")
        client.open("/v1/kinds", method=f"x{number}", headers={"X-HTTP-Method-Override": f"y{number}"})
        client.get(f"/v1/applications/{uuid7()}?{number}={number}")

    grown = series() - before
    methods = {dict(labels).get("method") for _, *labels in grown} - {None}
    assert methods <= metrics.METHODS | {metrics.OTHER}
    assert len({one for one in grown if one[0] == "http_requests_total"}) <= 6
    lines = [json.loads(JsonLines("intake").format(record)) for record in caplog.records]
    said = {line["message"] for line in lines if line["logger"] == "shared.request"}
    assert len(said) <= 6
    assert len({tuple(line) for line in lines if line["logger"] == "shared.request"}) == 1


def test_an_unregistered_status_has_no_series_of_its_own():
    assert [metrics.status(code) for code in (200, 404, 599, 999, 1000)] == ["200", "404", "other", "other", "other"]
