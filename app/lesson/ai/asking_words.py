"""Words of which a question must hold one, by language: "Is water wet?" is answered by yes, not by the page's words."""

from __future__ import annotations

from app.lesson.rules import spelling
from app.lesson.rules.tokens import word_set

_WORDS = {
    "en": "what which who whom whose where when why how",
    "hi": "क्या कौन कौनसा कौनसी किस किसे किसने किन कब कहाँ कहां क्यों कैसे कैसा कैसी कितना कितने कितनी",
    "mr": "काय कोण कोणता कोणती कोणते कोणत्या कोणाला केव्हा कधी कुठे का कसे कसा कशी कशाला किती",
    "gu": "શું કોણ કયો કઈ કયા કયું ક્યારે ક્યાં કેમ કેવી કેવું કેવો કેટલા કેટલું કેટલી",
    "pa": "ਕੀ ਕੌਣ ਕਿਹੜਾ ਕਿਹੜੀ ਕਿਹੜੇ ਕਿਸ ਕਦੋਂ ਕਿੱਥੇ ਕਿਉਂ ਕਿਵੇਂ ਕਿੰਨਾ ਕਿੰਨੇ ਕਿੰਨੀ",
    "bn": "কী কি কে কোন কোনটি কখন কবে কোথায় কেন কীভাবে কিভাবে কত কাকে কার",
    "or": "କଣ କ'ଣ କିଏ କେଉଁ କେବେ କେଉଁଠାରେ କାହିଁକି କିପରି କେତେ",
    "ta": "என்ன யார் எந்த எது எவை எப்போது எங்கே எங்கு ஏன் எப்படி எத்தனை எவ்வளவு",
    "te": "ఏమి ఏమిటి ఎవరు ఏ ఏది ఎప్పుడు ఎక్కడ ఎందుకు ఎలా ఎన్ని ఎంత",
    "kn": "ಏನು ಯಾರು ಯಾವ ಯಾವುದು ಯಾವಾಗ ಎಲ್ಲಿ ಏಕೆ ಹೇಗೆ ಎಷ್ಟು",
    "ml": "എന്ത് എന്താണ് ആര് ഏത് എപ്പോൾ എവിടെ എന്തുകൊണ്ട് എങ്ങനെ എത്ര",
}
ASKING_WORDS = {language: frozenset(map(spelling.key, word_set(words))) for language, words in _WORDS.items()}
YES_OR_NO_STARTS = {"hi": frozenset({"क्या"}), "pa": frozenset({"ਕੀ"}), "gu": frozenset({"શું"})}
"""Asking words that, at the start of a question, ask for yes or no."""
BESIDE_ASKING_WORDS = {"hi": frozenset({"सा", "सी", "से"})}
"""Words that belong to them: "कौन सी"."""
