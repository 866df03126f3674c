"""Words that say nothing of what a question is about: articles, auxiliaries, postpositions, question words.

A query is looked up by its other words, as long as it has any. The lists are this project's own.
"""

from __future__ import annotations

from app.store.search_words import normalise

_ENGLISH = """
what which who whom whose where when why how many much did does do done is are was were be been am
the a an of in to for and or on by at from with as it its that this these those s t
can could would should you me us i tell explain describe define give
"""
_INDIAN = """
का के की को में से है हैं हूँ था थी थे ने पर और या क्या कौन कौनसा कौनसी कौनसे कब कहाँ क्यों कैसे कैसा कैसी कितना कितनी कितने
सा सी वाला वाली वाले किनके किनका किनकी किससे किसमें किसको किनसे किन्हें
किस किसने किसे किसका किसकी किसके किन यह वह ये वे इस उस इन उन इसका इसकी इसके उसका उसकी उसके जो जिस जिसे तो भी ही एक लिए द्वारा
हो होता होती होते हुआ हुई हुए गया गई गए कर करता करती करते किया रहा रही रहे जाता जाती जाते साथ नहीं तक अपने अपनी अपना बताइए
चा ची चे च ला ना ते तो ती त्या हा ही हे आहे आहेत होता होती होते आणि व किंवा काय कोण कोणता कोणती कोणते कधी कुठे का कसे कशी
कसा किती मध्ये वर साठी या
এর ও এবং কি কী কে কেন কখন কোথায় কীভাবে কত কোন কোনটি কার কাকে একটি এই সেই তার তা যে যা হয় হল হলো ছিল আছে করে করা থেকে জন্য
ਦਾ ਦੇ ਦੀ ਦੀਆਂ ਨੂੰ ਵਿੱਚ ਤੋਂ ਹੈ ਹਨ ਸੀ ਸਨ ਨੇ ਤੇ ਅਤੇ ਕੀ ਕੌਣ ਕਦੋਂ ਕਿੱਥੇ ਕਿਉਂ ਕਿਵੇਂ ਕਿੰਨੇ ਕਿੰਨੀ ਕਿਸ ਕਿਹੜਾ ਕਿਹੜੀ ਕਿਹੜੇ ਇਹ ਉਹ ਇੱਕ ਲਈ ਨਾਲ ਜੋ
નો ની નું ના ને માં થી છે હતો હતી હતું હતા અને કે શું કોણ ક્યારે ક્યાં કેમ કેવી કેવું કેટલા કેટલી કેટલું કયા કઈ કયું આ તે એક માટે પર
ର ରେ କୁ ଏବଂ ଓ କି କିଏ କେବେ କେଉଁଠାରେ କାହିଁକି କିପରି କେତେ କେଉଁ କଣ ଏହି ସେହି ଏହା ତାହା ଏକ ଅଟେ ଥିଲା ଅଛି ହୁଏ ପାଇଁ ଦ୍ୱାରା
என்ன யார் எப்போது எங்கே எங்கு ஏன் எப்படி எத்தனை எவ்வளவு எது எந்த எவை ஒரு இந்த அந்த இது அது மற்றும் உள்ள என்று ஆகும் இருந்து
ఏమి ఏమిటి ఎవరు ఎప్పుడు ఎక్కడ ఎందుకు ఎలా ఎన్ని ఎంత ఏది ఏ ఒక ఈ ఆ ఇది అది మరియు లో కి కు నుండి ఉంది ఉన్న
ಏನು ಯಾರು ಯಾವಾಗ ಎಲ್ಲಿ ಏಕೆ ಹೇಗೆ ಎಷ್ಟು ಯಾವುದು ಯಾವ ಒಂದು ಈ ಆ ಇದು ಅದು ಮತ್ತು ಇದೆ ಇಂದ
എന്ത് എന്താണ് ആര് ആരാണ് എപ്പോൾ എവിടെ എന്തുകൊണ്ട് എങ്ങനെ എത്ര ഏത് ഒരു ഈ ആ ഇത് അത് ഉം ആണ് നിന്ന്
"""
_HINDI_IN_ROMAN = """
kya kaun kab kahan kahaan kyon kyun kaise kitna kitne kitni kis kisne kise ka ke ki ko mein hai hain tha thi se ne par
aur ya ek hota hoti hote
"""

FUNCTION_WORDS = frozenset(normalise(_ENGLISH + _INDIAN + _HINDI_IN_ROMAN).split())
"""Normalised, of all eleven languages."""
