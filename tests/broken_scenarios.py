"""Scenarios that contradict themselves or what they change, each with the fault that names it."""

from __future__ import annotations

from breaking import SCENARIOS, Case, add, put

SET = [
    Case("scenario with two names", SCENARIOS, put(3, name="Much of one"), 3, "name", "'Much of one' is another name for x-much; allowed: 'Much of both'"),
    Case("two scenarios of one name", SCENARIOS, put(4, name="Much of both"), 4, "name", "is the name of x-much; allowed: a name of its own"),
    Case("scenario that changes nothing", SCENARIOS, put(4, value="30"), 4, "value", "30 is what a-share-2026 is anyway; allowed: another value"),
    Case("scenario beyond what can be", SCENARIOS, put(3, value="-5"), 3, "value", "-5 cannot be; allowed: a number above 0, in GB/s"),
    Case("scenario of an unknown assumption", SCENARIOS, put(4, assumption="a-none"), 4, "assumption", "'a-none' is not known; allowed: an id in assumptions"),
    Case("scenario that sets an assumption twice", SCENARIOS, add(2, value="33"), 5, "scenario,assumption", "this key stands in another row too"),
    Case("scenario by another letter", SCENARIOS, put(4, scenario="s-less"), 4, "scenario", "x-"),
]
