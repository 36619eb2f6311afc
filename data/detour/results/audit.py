"""Counts over the claims and the audit's findings."""

from __future__ import annotations

import pandas as pd

from detour.checks import engine as checks
from detour.results.engine import tally


@tally("r-claims", title="Claims in the register", relation=r"n", reads=("claims",))
def claims(claims: pd.DataFrame) -> int:
    """Return the number of claims."""
    return len(claims)


@tally("r-claims-with-number", title="Claims that state a number", relation=r"n", reads=("claims",))
def claims_with_number(claims: pd.DataFrame) -> int:
    """Return the number of claims with a value or an interval."""
    return int(claims[["value", "low", "high"]].notna().any(axis=1).sum())


@tally("r-claims-unspoken", title="Claims that no named speaker makes", relation=r"n", reads=("claims",))
def claims_unspoken(claims: pd.DataFrame) -> int:
    """Return the number of claims that an article asserts on its own account."""
    return int((claims["speaker"] == "").sum())


@tally("r-claims-disputed", title="Claims that independent evidence disputes", relation=r"n", reads=("claims",))
def claims_disputed(claims: pd.DataFrame) -> int:
    """Return the number of claims with the status disputed."""
    return int((claims["status"] == "disputed").sum())


@tally("r-claims-impossible", title="Claims that are impossible as printed", relation=r"n", reads=("claims",))
def claims_impossible(claims: pd.DataFrame) -> int:
    """Return the number of claims with the status impossible: their words contradict themselves."""
    return int((claims["status"] == "impossible").sum())


@tally("r-claims-relayed", title="Claims that are only relayed", relation=r"n", reads=("claims",))
def claims_relayed(claims: pd.DataFrame) -> int:
    """Return the number of claims with the status relayed: no independent evidence either way."""
    return int((claims["status"] == "relayed").sum())


@tally("r-claims-corroborated", title="Claims that independent evidence supports", relation=r"n", reads=("claims",))
def claims_corroborated(claims: pd.DataFrame) -> int:
    """Return the number of claims with the status corroborated."""
    return int((claims["status"] == "corroborated").sum())


@tally("r-findings", title="Findings of the audit", relation=r"n", reads=("findings",))
def findings(findings: pd.DataFrame) -> int:
    """Return the number of findings."""
    return len(findings)


@tally("r-findings-computed", title="Findings whose verdict a check computes from rows", relation=r"n", reads=("findings",))
def findings_computed(findings: pd.DataFrame) -> int:
    """Return the number of findings that have a check; the others are readings of words."""
    return int(findings["id"].isin(checks.declared().keys()).sum())


@tally("r-findings-fail", title="Findings whose verdict is that the claims cannot stand", relation=r"n", reads=("findings",))
def findings_fail(findings: pd.DataFrame) -> int:
    """Return the number of findings with the verdict fails."""
    return int((findings["verdict"] == "fails").sum())


@tally("r-findings-strained", title="Findings whose verdict is that the claims stand only on a generous reading", relation=r"n", reads=("findings",))
def findings_strained(findings: pd.DataFrame) -> int:
    """Return the number of findings with the verdict strained."""
    return int((findings["verdict"] == "strained").sum())


@tally("r-findings-open", title="Findings that nothing yet settles", relation=r"n", reads=("findings",))
def findings_open(findings: pd.DataFrame) -> int:
    """Return the number of findings with the verdict open."""
    return int((findings["verdict"] == "open").sum())


@tally("r-findings-hold", title="Findings in which the claims hold", relation=r"n", reads=("findings",))
def findings_hold(findings: pd.DataFrame) -> int:
    """Return the number of findings with the verdict holds."""
    return int((findings["verdict"] == "holds").sum())


@tally("r-findings-drift", title="Findings of drift along the relay", relation=r"n", reads=("findings",))
def findings_drift(findings: pd.DataFrame) -> int:
    """Return the number of findings of the class drift."""
    return int((findings["kind"] == "drift").sum())


@tally("r-outcomes", title="Outcomes recorded", relation=r"n", reads=("outcomes",))
def outcomes(outcomes: pd.DataFrame) -> int:
    """Return the number of outcomes."""
    return len(outcomes)


@tally("r-sources", title="Documents in the register of sources", relation=r"n", reads=("sources",))
def sources(sources: pd.DataFrame) -> int:
    """Return the number of sources."""
    return len(sources)


@tally(
    "r-evidence-rows",
    title="Rows of evidence",
    relation=r"n",
    reads=("specifications", "attributes", "measurements", "estimates", "series", "events", "thresholds"),
)
def evidence_rows(*frames: pd.DataFrame) -> int:
    """Return the number of rows in all tables of evidence."""
    return sum(map(len, frames))
