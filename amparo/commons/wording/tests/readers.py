"""Who reads over: Noor is a translator of Arabic, Bruno answers the line and reads nothing over."""

from dataclasses import replace

from amparo.commons.wording.rules import Sentence
from amparo.kernel.authority import Power
from tests import cast

NOOR = replace(
    cast.actor("gita"),
    powers=frozenset({Power.REVIEW_WORDING}),
    granted=((cast.LINE, frozenset({Power.REVIEW_WORDING})),),
)
SPEAKS = ("ar", "en")
SEND = Sentence(("Send",), ("أرسل",))
PRESS = Sentence(("Press “Send”, %(name)s.",), ("%(name)s، اضغط على «أرسل».",))
PLACES = Sentence(("%(n)s place.", "%(n)s places."), ("مكان واحد.", "مكانان.", "%(n)s أماكن."))
BOLD = Sentence(("<b>Free.</b> No name.",), ("<b>مجاني.</b> بلا اسم.",))
ALL = (SEND, PRESS, PLACES, BOLD)
NAMES = {"Send": "أرسل"}
