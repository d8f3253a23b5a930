"""Signs of trafficking or exploitation: what to look for, never proof, never asked as a list.

The facts follow the ILO's eleven indicators of forced labour (2012) and UNODC's general
indicators of human trafficking; the words are ours. Pages show them translated.
"""

from typing import Final

SOURCE: Final = "ILO (2012), UNODC"

SIGNS: Final[dict[str, str]] = {
    "deceived": "The work or the place is not what was promised",
    "papers_held": "Someone else keeps the passport or papers",
    "not_free": "May not go out alone, or is locked in or watched",
    "cut_off": "May not phone, or someone listens in and answers for them",
    "debt": "Must work off a debt that does not get smaller",
    "unpaid": "Wages are kept back or never paid",
    "hours": "Has to work without rest, or ill",
    "threats": "They or their family are threatened, also with the authorities",
    "violence": "Was beaten or forced, sexually too",
    "lodging": "Has to live where they work, in bad conditions",
    "child_works": "A child works, or travels with someone who is not family",
}
