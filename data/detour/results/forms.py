"""The forms that most results take: one number over another, and a part of a whole."""

from __future__ import annotations

from detour.results.engine import result


def quotient(id: str, title: str, unit: str, over: str, under: str, factor: float = 1, relation: str = "", digits: int = 3) -> None:
    """Declare one entry over another, times a factor that only converts units."""
    relation = relation or (r"q = \frac{A}{B}" if factor == 1 else rf"q = {factor:g} \cdot \frac{{A}}{{B}}")

    @result(id, title=title, relation=relation, unit=unit, digits=digits, A=over, B=under)
    def over_the_other(A, B):
        """Return the first over the second."""
        return factor * A / B


def ratio(id: str, title: str, over: str, under: str, unit: str = "ratio", digits: int = 3) -> None:
    """Declare the ratio of two numbers in the same unit; without a unit, prose writes the bare number."""
    quotient(id, title, unit, over, under, digits=digits)


def share(id: str, title: str, part: str, whole: str, digits: int = 2) -> None:
    """Declare one number as a percentage of another."""
    quotient(id, title, "percent", part, whole, factor=100, digits=digits)
