"""What the engines read while they are measured: plain school sentences without a number or a sign.

English has sixteen sentences of about thirteen words, Hindi as many; other scripts are spelt from the Hindi letter by
letter, for the speed does not depend on what is said.
"""

from __future__ import annotations

from app.inference.indictrans.transliterate import from_devanagari

_ENGLISH = (
    "Green plants make their own food from sunlight, water and air every day.",
    "The leaves take in air through tiny holes that open in the morning.",
    "Roots hold the plant firmly in the soil and drink water for all of it.",
    "The stem carries water up to the leaves and food down to the roots.",
    "A seed sleeps in dry earth until rain wakes it and it begins to grow.",
    "Birds carry seeds far away, and so new trees grow where nobody planted them.",
    "Farmers look at the sky and at the soil before they sow their fields.",
    "In the forest every leaf that falls becomes food for something small.",
    "Bees fly from flower to flower and bring back something sweet to their home.",
    "Without plants there would be no fruit, no grain and no clean air to breathe.",
    "Children in our village water the young trees beside the school on Sundays.",
    "Some plants climb on others because they are too weak to stand alone.",
    "The desert has plants that keep water in thick stems for the dry months.",
    "When the wind is strong, tall grass bends and stands up again afterwards.",
    "We eat the roots of some plants, the leaves of others and the fruit of many.",
    "Whoever plants a tree gives shade to people whom he will never meet.",
)
_HINDI = (
    "हरे पौधे हर दिन धूप, पानी और हवा से अपना भोजन आप बनाते हैं।",
    "पत्तियाँ छोटे छोटे छेदों से हवा लेती हैं जो सुबह खुलते हैं।",
    "जड़ें पौधे को मिट्टी में मज़बूती से थामती हैं और उसके लिए पानी पीती हैं।",
    "तना पानी को ऊपर पत्तियों तक और भोजन को नीचे जड़ों तक ले जाता है।",
    "बीज सूखी धरती में सोता है जब तक बारिश उसे जगा नहीं देती।",
    "पक्षी बीजों को दूर ले जाते हैं और वहाँ नए पेड़ उगते हैं।",
    "किसान खेत बोने से पहले आकाश और मिट्टी दोनों को देखते हैं।",
    "जंगल में गिरने वाला हर पत्ता किसी छोटे जीव का भोजन बनता है।",
    "मधुमक्खियाँ एक फूल से दूसरे फूल पर जाती हैं और मीठा रस घर लाती हैं।",
    "पौधों के बिना न फल होते, न अनाज और न साँस लेने को साफ़ हवा।",
    "हमारे गाँव के बच्चे रविवार को स्कूल के पास के पौधों को पानी देते हैं।",
    "कुछ पौधे दूसरों पर चढ़ते हैं क्योंकि वे अकेले खड़े नहीं हो सकते।",
    "रेगिस्तान के पौधे सूखे महीनों के लिए मोटे तने में पानी रखते हैं।",
    "जब हवा तेज़ होती है तो लंबी घास झुकती है और फिर खड़ी हो जाती है।",
    "हम कुछ पौधों की जड़ें खाते हैं, कुछ की पत्तियाँ और बहुतों के फल।",
    "जो पेड़ लगाता है वह उन लोगों को छाया देता है जिनसे वह कभी नहीं मिलेगा।",
)
_IN_A_PASSAGE = 14
"""Sentences: about 190 words, 256 tokens of BGE-M3's vocabulary."""


def sentences(language: str) -> tuple[str, ...]:
    """Sixteen sentences in the letters of a language."""
    if language == "en":
        return _ENGLISH
    return tuple(from_devanagari(one, language) for one in _HINDI)


def passages(count: int) -> tuple[str, ...]:
    """Different English passages of equal length."""
    known = len(_ENGLISH)
    return tuple(
        " ".join(_ENGLISH[(first + place) % known] for place in range(_IN_A_PASSAGE)) for first in range(count)
    )


def page() -> str:
    """An English page of sixteen sentences."""
    return " ".join(_ENGLISH)


def words() -> tuple[str, ...]:
    """Every English word that is read, signs apart, in the order of the page."""
    return tuple(dict.fromkeys(page().replace(",", "").replace(".", "").split()))
