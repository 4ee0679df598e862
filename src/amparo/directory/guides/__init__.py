"""What happens in a case, step by step and by country, in plain words: information, not legal advice."""

from amparo.directory.guides import elsewhere, united_kingdom, united_states
from amparo.directory.guides.written import Case, Check, Guide, Step

__all__ = ["BY_COUNTRY", "Case", "Check", "Guide", "Step", "of", "step_of"]

BY_COUNTRY: dict[str, Guide] = {"US": united_states.GUIDE, "GB": united_kingdom.GUIDE}


def of(country: str) -> Guide:
    """The guide of this country; where none is written, words that are true everywhere."""
    return BY_COUNTRY.get(country, elsewhere.GUIDE)


def step_of(kind: str, country: str) -> Step | None:
    """The step that a hearing of this kind belongs to, as its source names the kind; None where nobody can say."""
    guide = of(country)
    code = guide.step_of(kind)
    return next((step for step in guide.steps if step.code == code), None)
