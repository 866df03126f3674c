<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="hi_IN" sourcelanguage="en">
    <context>
        <name>AskedReasons</name>
        <message>
            <source>Approve</source>
            <translation>स्वीकार करें</translation>
        </message>
        <message>
            <source>Wrong fact</source>
            <translation>ग़लत तथ्य</translation>
        </message>
        <message>
            <source>Too hard</source>
            <translation>बहुत कठिन</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>भाषा</translation>
        </message>
        <message>
            <source>Does not fit our children</source>
            <translation>हमारे बच्चों के अनुकूल नहीं</translation>
        </message>
        <message>
            <source>Not safe</source>
            <translation>सुरक्षित नहीं</translation>
        </message>
        <message>
            <source>What has to change in “{title}”?</source>
            <translation>“{title}” में क्या बदलना है?</translation>
        </message>
        <message>
            <source>Send back</source>
            <translation>लौटाएँ</translation>
        </message>
    </context>
    <context>
        <name>AudioTab</name>
        <message>
            <source>Listen to the lesson</source>
            <translation>पाठ सुनें</translation>
        </message>
        <message>
            <source>Press a sentence to listen from there. The voice's speed stands in Settings.</source>
            <translation>जिस वाक्य से सुनना हो, उसे दबाएँ। आवाज़ की गति सेटिंग में है।</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>रुकें</translation>
        </message>
    </context>
    <context>
        <name>ConfirmDialog</name>
        <message>
            <source>Leave it</source>
            <translation>रहने दें</translation>
        </message>
    </context>
    <context>
        <name>Counted</name>
        <message numerus="yes">
            <source>%n word(s) to check</source>
            <translation>
                <numerusform>%n शब्द जाँचना है</numerusform>
                <numerusform>%n शब्द जाँचने हैं</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sentence(s) need you</source>
            <translation>
                <numerusform>%n वाक्य आपको देखना है</numerusform>
                <numerusform>%n वाक्य आपको देखने हैं</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>And %n more file(s).</source>
            <translation>
                <numerusform>और %n फ़ाइल भी।</numerusform>
                <numerusform>और %n फ़ाइलें भी।</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %n second(s)</source>
            <translation>
                <numerusform>लगभग %n सेकंड</numerusform>
                <numerusform>लगभग %n सेकंड</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %n minute(s)</source>
            <translation>
                <numerusform>लगभग %n मिनट</numerusform>
                <numerusform>लगभग %n मिनट</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CountedModels</name>
        <message numerus="yes">
            <source>%n model(s) checked: everything is as it was installed.</source>
            <translation>
                <numerusform>%n मॉडल की जाँच हुई: सब कुछ वैसा ही है जैसा इंस्टॉल हुआ था।</numerusform>
                <numerusform>%n मॉडलों की जाँच हुई: सब कुछ वैसा ही है जैसा इंस्टॉल हुआ था।</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>और %n</numerusform>
                <numerusform>और %n</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CrashDialog</name>
        <message>
            <source>Something did not work</source>
            <translation>कुछ काम नहीं कर पाया</translation>
        </message>
        <message>
            <source>The app met a situation it was not made for. Everything saved so far is kept, and you can go on. If it happens again, send the details below to the people who look after the app.</source>
            <translation>ऐप के सामने ऐसी स्थिति आई जिसके लिए वह बना नहीं है। अब तक सहेजा हुआ सब कुछ सुरक्षित है और आप आगे काम कर सकते हैं। यदि ऐसा फिर हो, तो नीचे का ब्योरा ऐप की देखभाल करने वालों को भेजें।</translation>
        </message>
        <message>
            <source>Details</source>
            <translation>ब्योरा</translation>
        </message>
        <message>
            <source>Copy the details</source>
            <translation>ब्योरा कॉपी करें</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>बंद करें</translation>
        </message>
    </context>
    <context>
        <name>DataFolder</name>
        <message>
            <source>Everything you make is kept in this folder on this laptop, and is backed up there every night.</source>
            <translation>आप जो भी बनाते हैं, वह इसी लैपटॉप के इस फ़ोल्डर में रहता है, और हर रात उसकी एक प्रति वहीं बनती है।</translation>
        </message>
        <message>
            <source>Show the folder</source>
            <translation>फ़ोल्डर दिखाएँ</translation>
        </message>
        <message>
            <source>Keep the data elsewhere</source>
            <translation>डेटा दूसरी जगह रखें</translation>
        </message>
        <message>
            <source>Choose a folder</source>
            <translation>फ़ोल्डर चुनें</translation>
        </message>
        <message>
            <source>From the next start on, the data is kept in {new}. What is there now stays in {old}: to take it along, close the window and copy that folder's contents.</source>
            <translation>अगली बार खोलने पर डेटा {new} में रखा जाएगा। अभी जो है वह {old} में ही रहेगा: उसे साथ ले जाने के लिए विंडो बंद करें और उस फ़ोल्डर की सारी चीज़ें नए फ़ोल्डर में कॉपी करें।</translation>
        </message>
    </context>
    <context>
        <name>DocumentListModel</name>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n पन्ना</numerusform>
                <numerusform>%n पन्ने</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DocumentsPage</name>
        <message>
            <source>All pages that were read</source>
            <translation>पढ़े गए सभी पन्ने</translation>
        </message>
        <message>
            <source>Make a lesson</source>
            <translation>पाठ बनाएँ</translation>
        </message>
        <message>
            <source>Search by title</source>
            <translation>शीर्षक से खोजें</translation>
        </message>
        <message>
            <source>Check the page</source>
            <translation>पन्ना जाँचें</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>हटाएँ</translation>
        </message>
        <message>
            <source>Bring back</source>
            <translation>वापस लाएँ</translation>
        </message>
        <message>
            <source>Deleted</source>
            <translation>हटाए हुए</translation>
        </message>
        <message>
            <source>Nothing has this title.</source>
            <translation>इस शीर्षक का कुछ नहीं है।</translation>
        </message>
        <message>
            <source>Nothing was deleted in the last 30 days.</source>
            <translation>पिछले 30 दिनों में कुछ नहीं हटाया गया।</translation>
        </message>
        <message>
            <source>What you put in stands here. Put a page in on Home to begin.</source>
            <translation>आप जो डालते हैं वह यहाँ रहता है। शुरू करने के लिए होम पर पन्ना डालें।</translation>
        </message>
        <message>
            <source>Delete “{title}”?</source>
            <translation>“{title}” हटाएँ?</translation>
        </message>
        <message>
            <source>You can bring it back for 30 days. Lessons that were made from it stay.</source>
            <translation>इसे 30 दिन तक वापस ला सकते हैं। इससे बने पाठ बने रहेंगे।</translation>
        </message>
    </context>
    <context>
        <name>DropZone</name>
        <message>
            <source>Put a page, a PDF or a photo here</source>
            <translation>पन्ना, PDF या फ़ोटो यहाँ छोड़ें</translation>
        </message>
        <message>
            <source>PDF, JPEG, PNG, TIFF, WebP, Word or text. Several photos become one lesson.</source>
            <translation>PDF, JPEG, PNG, TIFF, WebP, Word या सादा पाठ। कई फ़ोटो मिलकर एक पाठ बनती हैं।</translation>
        </message>
        <message>
            <source>Choose files</source>
            <translation>फ़ाइलें चुनें</translation>
        </message>
        <message>
            <source>Paste text</source>
            <translation>लिखा हुआ चिपकाएँ</translation>
        </message>
    </context>
    <context>
        <name>FetchModelsDialog</name>
        <message>
            <source>Install the recommended set?</source>
            <translation>क्या सुझाए गए सारे मॉडल इंस्टॉल करें?</translation>
        </message>
        <message>
            <source>Install {name}?</source>
            <translation>{name} इंस्टॉल करें?</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>रहने दें</translation>
        </message>
        <message>
            <source>Install</source>
            <translation>इंस्टॉल करें</translation>
        </message>
        <message>
            <source>What its licence allows</source>
            <translation>इसका लाइसेंस क्या करने देता है</translation>
        </message>
        <message>
            <source>I agree to these conditions</source>
            <translation>मुझे ये शर्तें मंज़ूर हैं</translation>
        </message>
        <message>
            <source>Each has its own licence. Where it has conditions, a tick says that you agree to them.</source>
            <translation>हर मॉडल का अपना लाइसेंस है। जहाँ शर्तें हैं, वहाँ निशान लगाने का अर्थ है कि आप उन्हें मानते हैं।</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>मॉडल</translation>
        </message>
        <message>
            <source>Where from</source>
            <translation>कहाँ से</translation>
        </message>
        <message>
            <source>The publishers' server</source>
            <translation>प्रकाशकों का सर्वर</translation>
        </message>
        <message>
            <source>A server of the school</source>
            <translation>स्कूल का सर्वर</translation>
        </message>
        <message>
            <source>Address of the server</source>
            <translation>सर्वर का पता</translation>
        </message>
        <message>
            <source>{size} on the disk, {free} are free. What is fetched can be larger: it is made smaller here.</source>
            <translation>डिस्क पर {size}, खाली जगह {free}। डाउनलोड इससे बड़ा हो सकता है: मॉडल यहाँ छोटा किया जाता है।</translation>
        </message>
        <message>
            <source>{size} on the disk, and only {free} are free. Free some space first.</source>
            <translation>डिस्क पर {size} चाहिए, और केवल {free} खाली है। पहले कुछ जगह खाली करें।</translation>
        </message>
        <message>
            <source>Whoever looks after the school's network knows this address.</source>
            <translation>यह पता स्कूल का नेटवर्क सँभालने वाले को मालूम होता है।</translation>
        </message>
        <message>
            <source>The publisher gives some of this only to people who asked.</source>
            <translation>इसमें से कुछ प्रकाशक केवल उन्हें देता है जिन्होंने माँगा हो।</translation>
        </message>
        <message>
            <source>Your token is kept on this laptop.</source>
            <translation>आपका टोकन इस लैपटॉप पर रखा है।</translation>
        </message>
        <message>
            <source>You are asked for your token next.</source>
            <translation>अगले कदम पर आपका टोकन पूछा जाएगा।</translation>
        </message>
        <message>
            <source>This needs the internet. It goes on by itself after a break, also when the app was closed.</source>
            <translation>इसके लिए इंटरनेट चाहिए। बीच में टूटने पर, या ऐप बंद होने पर भी, काम वहीं से अपने-आप आगे बढ़ता है।</translation>
        </message>
    </context>
    <context>
        <name>FileDialog</name>
        <message>
            <source>In:</source>
            <translation>यहाँ:</translation>
        </message>
        <message>
            <source>Name:</source>
            <translation>नाम:</translation>
        </message>
        <message>
            <source>Kind:</source>
            <translation>प्रकार:</translation>
        </message>
        <message>
            <source>Choose</source>
            <translation>चुनें</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>रद्द करें</translation>
        </message>
    </context>
    <context>
        <name>FindingStrip</name>
        <message>
            <source>Show it</source>
            <translation>दिखाएँ</translation>
        </message>
        <message>
            <source>Show the page</source>
            <translation>पन्ना दिखाएँ</translation>
        </message>
        <message>
            <source>Fix</source>
            <translation>सुधारें</translation>
        </message>
        <message>
            <source>Put the page's own sentence back</source>
            <translation>पन्ने का अपना वाक्य वापस रखें</translation>
        </message>
        <message>
            <source>Keep</source>
            <translation>रहने दें</translation>
        </message>
        <message>
            <source>It is right as it is</source>
            <translation>यह ऐसे ही ठीक है</translation>
        </message>
        <message>
            <source>Kept: {reason}</source>
            <translation>रहने दिया: {reason}</translation>
        </message>
        <message>
            <source>Kept</source>
            <translation>रहने दिया</translation>
        </message>
        <message>
            <source>Look again</source>
            <translation>फिर देखें</translation>
        </message>
    </context>
    <context>
        <name>FirstStartPage</name>
        <message>
            <source>First start</source>
            <translation>पहली शुरुआत</translation>
        </message>
        <message>
            <source>Step {n} of 3</source>
            <translation>3 में से चरण {n}</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>पीछे</translation>
        </message>
        <message>
            <source>Which language do you read best?</source>
            <translation>आप कौन-सी भाषा सबसे आराम से पढ़ते हैं?</translation>
        </message>
        <message>
            <source>Next</source>
            <translation>आगे</translation>
        </message>
        <message>
            <source>Lessons can be made in all eleven. The window itself speaks English and हिन्दी for now.</source>
            <translation>पाठ ग्यारहों भाषाओं में बन सकते हैं। यह खिड़की अभी अंग्रेज़ी और हिन्दी में है।</translation>
        </message>
        <message>
            <source>Who are you?</source>
            <translation>आप कौन हैं?</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>आपका नाम</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>कक्षाएँ</translation>
        </message>
        <message>
            <source>Science</source>
            <translation>विज्ञान</translation>
        </message>
        <message>
            <source>Mathematics</source>
            <translation>गणित</translation>
        </message>
        <message>
            <source>Social science</source>
            <translation>सामाजिक विज्ञान</translation>
        </message>
        <message>
            <source>Environment</source>
            <translation>पर्यावरण</translation>
        </message>
        <message>
            <source>Languages</source>
            <translation>भाषाएँ</translation>
        </message>
        <message>
            <source>Subjects</source>
            <translation>विषय</translation>
        </message>
        <message>
            <source>Language of the school</source>
            <translation>स्कूल की भाषा</translation>
        </message>
        <message>
            <source>Classes you teach</source>
            <translation>आप जो कक्षाएँ पढ़ाते हैं</translation>
        </message>
        <message>
            <source>Your name stands under the lessons you approve. It stays on this laptop and in those lessons.</source>
            <translation>जिन पाठों को आप स्वीकार करते हैं, उनके नीचे आपका नाम रहता है। नाम इसी लैपटॉप पर और उन पाठों में रहता है।</translation>
        </message>
        <message>
            <source>What this laptop can do</source>
            <translation>यह लैपटॉप क्या कर सकता है</translation>
        </message>
        <message>
            <source>Start</source>
            <translation>शुरू करें</translation>
        </message>
        <message>
            <source>Works now, without the internet and without any model</source>
            <translation>अभी से चलता है, बिना इंटरनेट और बिना किसी मॉडल के</translation>
        </message>
        <message>
            <source>Reads photos, scans, PDFs and Word files in eleven languages</source>
            <translation>ग्यारह भाषाओं की फ़ोटो, स्कैन, PDF और Word फ़ाइलें पढ़ता है</translation>
        </message>
        <message>
            <source>Writes easier text, key words, questions and a lesson plan by rules, and changes no fact</source>
            <translation>नियमों से आसान पाठ, मुख्य शब्द, प्रश्न और पाठ-योजना लिखता है, कोई तथ्य नहीं बदलता</translation>
        </message>
        <message>
            <source>Reads lessons aloud</source>
            <translation>पाठ बोलकर सुनाता है</translation>
        </message>
        <message>
            <source>Saves lessons to a stick for phones and other computers</source>
            <translation>पाठ पेन ड्राइव में सहेजता है, फ़ोन और दूसरे कंप्यूटरों के लिए</translation>
        </message>
        <message>
            <source>AI models for easier text and translation can be added later from a stick or the internet.</source>
            <translation>और आसान पाठ तथा अनुवाद के लिए AI मॉडल बाद में पेन ड्राइव या इंटरनेट से जोड़े जा सकते हैं।</translation>
        </message>
    </context>
    <context>
        <name>Footer</name>
        <message>
            <source>Cancel</source>
            <translation>रोकें</translation>
        </message>
        <message>
            <source>Network found, not used</source>
            <translation>नेटवर्क है, पर उपयोग में नहीं</translation>
        </message>
        <message>
            <source>Network found, the voice uses it</source>
            <translation>नेटवर्क है, आवाज़ उसका उपयोग करती है</translation>
        </message>
        <message>
            <source>Offline</source>
            <translation>ऑफ़लाइन</translation>
        </message>
        <message>
            <source>Battery {n} %, charging</source>
            <translation>बैटरी {n} %, चार्ज हो रही है</translation>
        </message>
        <message>
            <source>Battery {n} %</source>
            <translation>बैटरी {n} %</translation>
        </message>
        <message>
            <source>{size} free</source>
            <translation>{size} खाली</translation>
        </message>
        <message>
            <source>The network is used</source>
            <translation>नेटवर्क काम में है</translation>
        </message>
        <message numerus="yes">
            <source>+%n more</source>
            <translation>
                <numerusform>+%n और</numerusform>
                <numerusform>+%n और</numerusform>
            </translation>
        </message>
        <message>
            <source>Cancel: {what}</source>
            <translation>रोकें: {what}</translation>
        </message>
    </context>
    <context>
        <name>HomePage</name>
        <message>
            <source>Every approved lesson is saved there.</source>
            <translation>हर स्वीकृत पाठ इस पर सहेजा हुआ है।</translation>
        </message>
        <message>
            <source>What do you teach next?</source>
            <translation>आगे क्या पढ़ाना है?</translation>
        </message>
        <message>
            <source>Continue</source>
            <translation>जारी रखें</translation>
        </message>
        <message>
            <source>To review</source>
            <translation>जाँचने के लिए</translation>
        </message>
        <message>
            <source>USB stick</source>
            <translation>पेन ड्राइव</translation>
        </message>
        <message>
            <source>Home</source>
            <translation>होम</translation>
        </message>
        <message>
            <source>Choose pages</source>
            <translation>पन्ने चुनें</translation>
        </message>
        <message>
            <source>Pages</source>
            <translation>पन्ने</translation>
        </message>
        <message>
            <source>There is no photo, PDF, Word file or text in “{name}”. Nothing was added.</source>
            <translation>“{name}” में कोई फ़ोटो, PDF, Word फ़ाइल या पाठ नहीं है। कुछ नहीं जोड़ा गया।</translation>
        </message>
        <message>
            <source>This folder cannot be looked into. Nothing was added. Copy what is in it and try again.</source>
            <translation>यह फ़ोल्डर खोला नहीं जा सकता। कुछ नहीं जोड़ा गया। इसकी फ़ाइलें कहीं और रखकर फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>तस्वीर</translation>
        </message>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n पन्ना</numerusform>
                <numerusform>%n पन्ने</numerusform>
            </translation>
        </message>
        <message>
            <source>Two pages about water, to see how it goes</source>
            <translation>जल पर दो पन्ने, यह देखने के लिए कि काम कैसे होता है</translation>
        </message>
        <message>
            <source>Try it with the sample chapter</source>
            <translation>नमूना अध्याय से आज़माएँ</translation>
        </message>
        <message>
            <source>What you begin stands here.</source>
            <translation>जो आप शुरू करेंगे, वह यहाँ दिखेगा।</translation>
        </message>
        <message>
            <source>All pages that were read ({n})</source>
            <translation>पढ़े गए सभी पन्ने ({n})</translation>
        </message>
        <message>
            <source>Nothing waits for you.</source>
            <translation>आपके लिए कुछ बाकी नहीं है।</translation>
        </message>
        <message numerus="yes">
            <source>Save %n approved lesson(s)</source>
            <translation>
                <numerusform>%n स्वीकृत पाठ सहेजें</numerusform>
                <numerusform>%n स्वीकृत पाठ सहेजें</numerusform>
            </translation>
        </message>
        <message>
            <source>No approved lesson yet</source>
            <translation>अभी कोई पाठ स्वीकृत नहीं है</translation>
        </message>
        <message>
            <source>{name}, {size} free</source>
            <translation>{name}, {size} खाली</translation>
        </message>
        <message>
            <source>Put a stick in to save lessons for phones and other computers.</source>
            <translation>फ़ोन और दूसरे कंप्यूटरों के लिए पाठ सहेजने हों तो पेन ड्राइव लगाएँ।</translation>
        </message>
        <message>
            <source>Choose files</source>
            <translation>फ़ाइलें चुनें</translation>
        </message>
        <message>
            <source>Use what was copied</source>
            <translation>कॉपी की हुई चीज़ लें</translation>
        </message>
    </context>
    <context>
        <name>InstallModelDialog</name>
        <message>
            <source>Install {name}?</source>
            <translation>{name} इंस्टॉल करें?</translation>
        </message>
        <message>
            <source>What its licence allows</source>
            <translation>इसका लाइसेंस क्या करने देता है</translation>
        </message>
        <message>
            <source>I agree to these conditions</source>
            <translation>मुझे ये शर्तें मंज़ूर हैं</translation>
        </message>
    </context>
    <context>
        <name>InstallPackDialog</name>
        <message>
            <source>Install the models of this pack?</source>
            <translation>इस पैक के मॉडल इंस्टॉल करें?</translation>
        </message>
        <message>
            <source>I agree to these conditions</source>
            <translation>मुझे ये शर्तें मंज़ूर हैं</translation>
        </message>
        <message>
            <source>The laptop that made it</source>
            <translation>जिस लैपटॉप ने इसे बनाया</translation>
        </message>
        <message>
            <source>You have trusted this laptop before.</source>
            <translation>इस लैपटॉप पर आप पहले भरोसा कर चुके हैं।</translation>
        </message>
        <message>
            <source>That laptop shows a number when it writes the pack. If it is another one, leave the pack.</source>
            <translation>पैक बनाते समय वह लैपटॉप एक नंबर दिखाता है। अगर वह नंबर अलग है, तो यह पैक रहने दें।</translation>
        </message>
        <message>
            <source>The number is the same</source>
            <translation>नंबर वही है</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>मॉडल</translation>
        </message>
        <message>
            <source>{name}: too big for this laptop, it is left out.</source>
            <translation>{name}: इस लैपटॉप के लिए बहुत बड़ा है, छोड़ दिया जाएगा।</translation>
        </message>
    </context>
    <context>
        <name>JobDesk</name>
        <message>
            <source>Add the document again to read the rest of it.</source>
            <translation>बाक़ी पन्ने पढ़ने के लिए दस्तावेज़ फिर से जोड़ें।</translation>
        </message>
        <message>
            <source>Read the rest</source>
            <translation>बाक़ी पन्ने पढ़ें</translation>
        </message>
        <message>
            <source>Stopped. Finished steps are kept.</source>
            <translation>रोक दिया। जितना बन चुका था, वह सुरक्षित है।</translation>
        </message>
        <message>
            <source>Go on</source>
            <translation>आगे बढ़ाएँ</translation>
        </message>
        <message>
            <source>Enter the token</source>
            <translation>टोकन लिखें</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>फिर कोशिश करें</translation>
        </message>
        <message numerus="yes">
            <source>%n document(s) are read. They stand under Continue.</source>
            <translation>
                <numerusform>%n दस्तावेज़ पढ़ लिया गया। वह “जारी रखें” में है।</numerusform>
                <numerusform>%n दस्तावेज़ पढ़ लिए गए। वे “जारी रखें” में हैं।</numerusform>
            </translation>
        </message>
        <message>
            <source>Show them</source>
            <translation>उन्हें दिखाएँ</translation>
        </message>
        <message>
            <source>The page is read.</source>
            <translation>पन्ना पढ़ लिया गया।</translation>
        </message>
        <message>
            <source>The lesson is made.</source>
            <translation>पाठ बन गया।</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>खोलें</translation>
        </message>
    </context>
    <context>
        <name>KeysDialog</name>
        <message>
            <source>Keys</source>
            <translation>कुंजियाँ</translation>
        </message>
        <message>
            <source>Home, Lessons, Review, Settings</source>
            <translation>होम, पाठ, जाँच, सेटिंग</translation>
        </message>
        <message>
            <source>What the blue button does</source>
            <translation>जो नीला बटन करता है</translation>
        </message>
        <message>
            <source>Larger, smaller, normal size</source>
            <translation>बड़ा, छोटा, सामान्य आकार</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>पीछे</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>बंद करें</translation>
        </message>
        <message>
            <source>These keys</source>
            <translation>ये कुंजियाँ</translation>
        </message>
    </context>
    <context>
        <name>LessonDeskPage</name>
        <message>
            <source>Let it wait for a decision again. Sticks that already hold it keep it.</source>
            <translation>इस पर फिर से निर्णय लें। जिन पेन ड्राइव पर यह पहले से है, उन पर बना रहेगा।</translation>
        </message>
        <message>
            <source>Reopen</source>
            <translation>फिर से खोलें</translation>
        </message>
        <message>
            <source>Lesson</source>
            <translation>पाठ</translation>
        </message>
        <message>
            <source>Approve</source>
            <translation>स्वीकार करें</translation>
        </message>
        <message>
            <source>Text</source>
            <translation>पाठ</translation>
        </message>
        <message>
            <source>Words</source>
            <translation>शब्द</translation>
        </message>
        <message>
            <source>Questions</source>
            <translation>प्रश्न</translation>
        </message>
        <message>
            <source>Worksheet</source>
            <translation>अभ्यास-पत्र</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>योजना</translation>
        </message>
        <message>
            <source>Audio</source>
            <translation>आवाज़</translation>
        </message>
        <message>
            <source>Title of the lesson</source>
            <translation>पाठ का शीर्षक</translation>
        </message>
        <message>
            <source>On the page</source>
            <translation>पन्ने पर</translation>
        </message>
        <message>
            <source>Easier text</source>
            <translation>आसान पाठ</translation>
        </message>
        <message>
            <source>Listen</source>
            <translation>सुनें</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>वापस लें</translation>
        </message>
        <message>
            <source>Show the page</source>
            <translation>पन्ना दिखाएँ</translation>
        </message>
        <message>
            <source>Make it again with other choices</source>
            <translation>दूसरे विकल्पों के साथ फिर बनाएँ</translation>
        </message>
        <message>
            <source>Made with rules, no AI model</source>
            <translation>नियमों से बना, बिना AI मॉडल</translation>
        </message>
        <message>
            <source>Check the page</source>
            <translation>पन्ना जाँचें</translation>
        </message>
        <message>
            <source>Save to USB</source>
            <translation>पेन ड्राइव में सहेजें</translation>
        </message>
        <message numerus="yes">
            <source>Check %n sentence(s)</source>
            <translation>
                <numerusform>%n वाक्य जाँचें</numerusform>
                <numerusform>%n वाक्य जाँचें</numerusform>
            </translation>
        </message>
        <message>
            <source>Approved. It can be saved for phones and other computers.</source>
            <translation>स्वीकार कर लिया। अब इसे फ़ोन और दूसरे कंप्यूटरों के लिए सहेजा जा सकता है।</translation>
        </message>
    </context>
    <context>
        <name>LessonEdits</name>
        <message>
            <source>Undo</source>
            <translation>वापस लें</translation>
        </message>
    </context>
    <context>
        <name>LessonsPage</name>
        <message>
            <source>Lessons</source>
            <translation>पाठ</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>खोलें</translation>
        </message>
        <message>
            <source>Search by title</source>
            <translation>शीर्षक से खोजें</translation>
        </message>
        <message>
            <source>Duplicate</source>
            <translation>नक़ल बनाएँ</translation>
        </message>
        <message>
            <source>Print</source>
            <translation>छापें</translation>
        </message>
        <message>
            <source>Save to USB</source>
            <translation>पेन ड्राइव में सहेजें</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>हटाएँ</translation>
        </message>
        <message>
            <source>Bring back</source>
            <translation>वापस लाएँ</translation>
        </message>
        <message>
            <source>Deleted</source>
            <translation>हटाए हुए</translation>
        </message>
        <message>
            <source>No lesson has this title.</source>
            <translation>इस शीर्षक का कोई पाठ नहीं है।</translation>
        </message>
        <message>
            <source>Nothing was deleted in the last 30 days.</source>
            <translation>पिछले 30 दिनों में कुछ नहीं हटाया गया।</translation>
        </message>
        <message>
            <source>Lessons you make stand here. Put a page in on Home to begin.</source>
            <translation>आपके बनाए पाठ यहाँ दिखेंगे। शुरू करने के लिए होम पर कोई पन्ना छोड़ें।</translation>
        </message>
        <message>
            <source>“{title}” was duplicated.</source>
            <translation>“{title}” की नक़ल बन गई।</translation>
        </message>
        <message>
            <source>Delete “{title}”?</source>
            <translation>“{title}” को हटाएँ?</translation>
        </message>
        <message>
            <source>You can bring it back for 30 days. Sticks that already hold it keep it.</source>
            <translation>इसे 30 दिन तक वापस लाया जा सकता है। जिन पेन ड्राइव में यह पहले से है, उनमें बना रहेगा।</translation>
        </message>
        <message>
            <source>“{title}” was deleted.</source>
            <translation>“{title}” हटा दिया गया।</translation>
        </message>
        <message>
            <source>“{title}” is back.</source>
            <translation>“{title}” वापस आ गया।</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>ShikshaSetu</source>
            <translation>शिक्षा सेतु</translation>
        </message>
    </context>
    <context>
        <name>MakePage</name>
        <message>
            <source>Make a lesson</source>
            <translation>पाठ बनाएँ</translation>
        </message>
        <message>
            <source>Make lesson</source>
            <translation>पाठ बनाएँ</translation>
        </message>
        <message>
            <source>Class</source>
            <translation>कक्षा</translation>
        </message>
        <message>
            <source>Reading level</source>
            <translation>पढ़ने का स्तर</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>भाषा</translation>
        </message>
        <message>
            <source>Key words</source>
            <translation>मुख्य शब्द</translation>
        </message>
        <message>
            <source>Questions and worksheet</source>
            <translation>प्रश्न और अभ्यास-पत्र</translation>
        </message>
        <message>
            <source>Lesson plan</source>
            <translation>पाठ-योजना</translation>
        </message>
        <message>
            <source>Audio</source>
            <translation>आवाज़</translation>
        </message>
        <message>
            <source>What to include</source>
            <translation>क्या-क्या शामिल हो</translation>
        </message>
        <message>
            <source>More options</source>
            <translation>और विकल्प</translation>
        </message>
        <message>
            <source>Made with rules on this laptop – no AI model installed</source>
            <translation>इसी लैपटॉप पर नियमों से बनेगा – कोई AI मॉडल नहीं लगा है</translation>
        </message>
        <message>
            <source>Questions with options</source>
            <translation>विकल्प वाले प्रश्न</translation>
        </message>
        <message>
            <source>Questions to answer in a sentence</source>
            <translation>एक वाक्य में उत्तर वाले प्रश्न</translation>
        </message>
        <message>
            <source>Fewer: {what}</source>
            <translation>कम: {what}</translation>
        </message>
        <message>
            <source>More: {what}</source>
            <translation>अधिक: {what}</translation>
        </message>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n पन्ना</numerusform>
                <numerusform>%n पन्ने</numerusform>
            </translation>
        </message>
        <message>
            <source>Check the page</source>
            <translation>पन्ना जाँचें</translation>
        </message>
        <message>
            <source>The page's own language. Translation comes with a model.</source>
            <translation>पन्ने की अपनी भाषा। अनुवाद मॉडल लगाने पर मिलेगा।</translation>
        </message>
        <message>
            <source>The page's own language, or one that an installed model translates into.</source>
            <translation>पन्ने की अपनी भाषा, या वह जिसमें लगा हुआ मॉडल अनुवाद करता है।</translation>
        </message>
        <message>
            <source>Making the lesson</source>
            <translation>पाठ बन रहा है</translation>
        </message>
    </context>
    <context>
        <name>MessageBar</name>
        <message>
            <source>Undo</source>
            <translation>वापस लें</translation>
        </message>
        <message>
            <source>Close the message</source>
            <translation>सूचना बंद करें</translation>
        </message>
    </context>
    <context>
        <name>ModelCarrying</name>
        <message>
            <source>Choose the folder of a model, or a stick</source>
            <translation>मॉडल का फ़ोल्डर या पेन ड्राइव चुनें</translation>
        </message>
        <message>
            <source>Looking at what is in {folder}.</source>
            <translation>{folder} में क्या है, यह देखा जा रहा है।</translation>
        </message>
        <message>
            <source>Choose the stick for the models</source>
            <translation>मॉडल के लिए पेन ड्राइव चुनें</translation>
        </message>
    </context>
    <context>
        <name>ModelFetching</name>
        <message>
            <source>Install {name}</source>
            <translation>{name} इंस्टॉल करें</translation>
        </message>
    </context>
    <context>
        <name>ModelSettings</name>
        <message>
            <source>Everything works without models. A model writes more naturally, translates or speaks better.</source>
            <translation>मॉडल के बिना भी सब काम चलता है। मॉडल से भाषा ज़्यादा सहज होती है, अनुवाद होता है या आवाज़ बेहतर होती है।</translation>
        </message>
        <message>
            <source>Show the models</source>
            <translation>मॉडल दिखाएँ</translation>
        </message>
        <message>
            <source>Models run on</source>
            <translation>मॉडल किस पर चलें</translation>
        </message>
        <message>
            <source>Precision</source>
            <translation>बारीकी</translation>
        </message>
        <message>
            <source>Memory for models</source>
            <translation>मॉडल के लिए मेमोरी</translation>
        </message>
        <message>
            <source>Precision: smaller needs less memory and is less exact</source>
            <translation>बारीकी: कम बारीकी में कम मेमोरी लगती है, पर काम कम सटीक होता है</translation>
        </message>
        <message>
            <source>Proxy for downloads</source>
            <translation>डाउनलोड का प्रॉक्सी</translation>
        </message>
        <message>
            <source>Proxy for downloads; empty for the system's own</source>
            <translation>डाउनलोड का प्रॉक्सी; खाली छोड़ें तो सिस्टम का अपना</translation>
        </message>
        <message>
            <source>Enter a token</source>
            <translation>टोकन लिखें</translation>
        </message>
        <message>
            <source>Forget the token</source>
            <translation>टोकन हटाएँ</translation>
        </message>
        <message>
            <source>Token for models that are given only to people who asked; it is never shown</source>
            <translation>उन मॉडलों का टोकन जो केवल माँगने वालों को मिलते हैं; यह कभी दिखाया नहीं जाता</translation>
        </message>
        <message>
            <source>This is no address of a proxy, so it was not kept. One looks like http://name:8080.</source>
            <translation>यह प्रॉक्सी का पता नहीं है, इसलिए नहीं रखा गया। पता ऐसा होता है: http://name:8080।</translation>
        </message>
        <message>
            <source>The token is kept.</source>
            <translation>टोकन रख लिया गया।</translation>
        </message>
        <message>
            <source>No token is kept on this laptop any more.</source>
            <translation>अब इस लैपटॉप पर कोई टोकन नहीं रखा है।</translation>
        </message>
        <message>
            <source>The app decides</source>
            <translation>ऐप ख़ुद चुने</translation>
        </message>
        <message>
            <source>Model for: {task}</source>
            <translation>किस मॉडल से: {task}</translation>
        </message>
        <message>
            <source>The processor</source>
            <translation>प्रोसेसर</translation>
        </message>
        <message>
            <source>The NVIDIA card</source>
            <translation>NVIDIA कार्ड</translation>
        </message>
        <message>
            <source>Apple's graphics</source>
            <translation>Apple का ग्राफ़िक्स</translation>
        </message>
    </context>
    <context>
        <name>Models</name>
        <message>
            <source>Free for every use, also commercial; keep the licence text with it.</source>
            <translation>हर काम के लिए मुफ़्त, व्यापार के लिए भी; लाइसेंस का पाठ साथ रखें।</translation>
        </message>
        <message>
            <source>Free for every use, also commercial; the publisher asks for a form before the download.</source>
            <translation>हर काम के लिए मुफ़्त, व्यापार के लिए भी; डाउनलोड से पहले प्रकाशक एक फ़ॉर्म भरवाता है।</translation>
        </message>
        <message>
            <source>Only for non-commercial use; say that the voice is Meta's MMS.</source>
            <translation>केवल ग़ैर-व्यावसायिक उपयोग के लिए; बताएँ कि आवाज़ Meta के MMS की है।</translation>
        </message>
        <message>
            <source>Only for research and other non-commercial use.</source>
            <translation>केवल शोध और दूसरे ग़ैर-व्यावसायिक उपयोग के लिए।</translation>
        </message>
        <message>
            <source>Easier text and questions</source>
            <translation>आसान पाठ और प्रश्न</translation>
        </message>
        <message>
            <source>Translation</source>
            <translation>अनुवाद</translation>
        </message>
        <message>
            <source>Search by meaning</source>
            <translation>अर्थ से खोज</translation>
        </message>
        <message>
            <source>Order of what was found</source>
            <translation>मिले हुए का क्रम</translation>
        </message>
        <message>
            <source>The voice</source>
            <translation>आवाज़</translation>
        </message>
        <message>
            <source>Second safety check</source>
            <translation>सुरक्षा की दूसरी जाँच</translation>
        </message>
        <message>
            <source>verified against the publisher</source>
            <translation>प्रकाशक की फ़ाइलों से मिलान हो चुका है</translation>
        </message>
        <message>
            <source>not verified against the publisher</source>
            <translation>प्रकाशक की फ़ाइलों से मिलान नहीं हुआ है</translation>
        </message>
        <message>
            <source>needs {size} of memory</source>
            <translation>{size} मेमोरी चाहिए</translation>
        </message>
        <message>
            <source>{size} on the disk</source>
            <translation>डिस्क पर {size}</translation>
        </message>
        <message>
            <source>{name} is installed and ready.</source>
            <translation>{name} इंस्टॉल हो गया और तैयार है।</translation>
        </message>
        <message>
            <source>{name} is installed and ready. It is not verified against the publisher.</source>
            <translation>{name} इंस्टॉल हो गया और तैयार है। प्रकाशक की फ़ाइलों से इसका मिलान नहीं हुआ है।</translation>
        </message>
        <message>
            <source>{name} is removed.</source>
            <translation>{name} हटा दिया गया।</translation>
        </message>
        <message>
            <source>Installed from the pack: {names}.</source>
            <translation>पैक से इंस्टॉल हुए: {names}।</translation>
        </message>
        <message>
            <source>This computer is measured. The speeds stand on the Models page.</source>
            <translation>इस कंप्यूटर की गति नाप ली गई। गति मॉडल वाले पन्ने पर है।</translation>
        </message>
        <message>
            <source>Installed and ready: {names}.</source>
            <translation>इंस्टॉल हो गया और तैयार है: {names}।</translation>
        </message>
        <message>
            <source>Installed and ready, not verified against the publisher: {names}.</source>
            <translation>इंस्टॉल हो गया और तैयार है, पर प्रकाशक से मिलान नहीं हुआ: {names}।</translation>
        </message>
        <message>
            <source>The models are in {folder}. On the other laptop, compare this number before you install: {number}</source>
            <translation>मॉडल {folder} में हैं। दूसरे लैपटॉप पर इंस्टॉल करने से पहले यह नंबर मिला लें: {number}</translation>
        </message>
        <message>
            <source>Or bring it on a stick: “Copy to a stick” on a laptop that has it, then “Install from a folder or stick” here.</source>
            <translation>या पेन ड्राइव से लाएँ: जिस लैपटॉप पर यह है वहाँ “पेन ड्राइव में कॉपी करें”, फिर यहाँ “फ़ोल्डर या पेन ड्राइव से इंस्टॉल करें”।</translation>
        </message>
        <message>
            <source>The address of the proxy stands in Settings, under Models.</source>
            <translation>प्रॉक्सी का पता सेटिंग्स में, मॉडल के नीचे है।</translation>
        </message>
        <message>
            <source>Measure this computer?</source>
            <translation>क्या इस कंप्यूटर की गति नापें?</translation>
        </message>
        <message>
            <source>It takes some minutes, and the app is slow meanwhile. Afterwards the quickest way is chosen and times are foretold better. Where no model is installed, the smallest is measured with random weights.</source>
            <translation>इसमें कुछ मिनट लगते हैं, और तब तक ऐप धीमा रहता है। इसके बाद सबसे तेज़ तरीका चुना जाता है और समय का अनुमान बेहतर होता है। जहाँ कोई मॉडल इंस्टॉल नहीं है, वहाँ सबसे छोटा मॉडल बनावटी आँकड़ों से नापा जाता है।</translation>
        </message>
        <message>
            <source>Measure</source>
            <translation>नापें</translation>
        </message>
        <message>
            <source>the first after {seconds} s</source>
            <translation>पहला {seconds} सेकंड बाद</translation>
        </message>
        <message>
            <source>{size} of memory</source>
            <translation>मेमोरी {size}</translation>
        </message>
        <message>
            <source>measured {when}</source>
            <translation>नापने का समय: {when}</translation>
        </message>
        <message>
            <source>with random weights of its shape: it is not installed</source>
            <translation>यह इंस्टॉल नहीं है: इसी आकार के बनावटी आँकड़ों से नापा गया</translation>
        </message>
    </context>
    <context>
        <name>ModelsPage</name>
        <message>
            <source>Models</source>
            <translation>मॉडल</translation>
        </message>
        <message>
            <source>Install from a folder or stick</source>
            <translation>फ़ोल्डर या पेन ड्राइव से इंस्टॉल करें</translation>
        </message>
        <message>
            <source>Looking at this laptop and its models.</source>
            <translation>यह लैपटॉप और इसके मॉडल देखे जा रहे हैं।</translation>
        </message>
        <message>
            <source>Who does the work now</source>
            <translation>अभी कौन काम करता है</translation>
        </message>
        <message>
            <source>Installed</source>
            <translation>इंस्टॉल किए हुए</translation>
        </message>
        <message>
            <source>Good for this laptop</source>
            <translation>इस लैपटॉप के लिए अच्छे</translation>
        </message>
        <message>
            <source>All other models</source>
            <translation>बाकी सब मॉडल</translation>
        </message>
        <message>
            <source>Speed on this computer</source>
            <translation>इस कंप्यूटर पर गति</translation>
        </message>
        <message>
            <source>Copy to a stick</source>
            <translation>पेन ड्राइव में कॉपी करें</translation>
        </message>
        <message>
            <source>Verify all</source>
            <translation>सबकी जाँच करें</translation>
        </message>
        <message>
            <source>Install the recommended set</source>
            <translation>सुझाए गए सब इंस्टॉल करें</translation>
        </message>
        <message>
            <source>Measure this computer</source>
            <translation>कंप्यूटर की गति नापें</translation>
        </message>
        <message>
            <source>Show</source>
            <translation>दिखाएँ</translation>
        </message>
        <message>
            <source>Show all other models</source>
            <translation>बाकी सब मॉडल दिखाएँ</translation>
        </message>
        <message>
            <source>Nothing was measured here yet.</source>
            <translation>यहाँ अभी कुछ नहीं नापा गया।</translation>
        </message>
        <message>
            <source>{size} of this laptop's memory are for models.</source>
            <translation>इस लैपटॉप की {size} मेमोरी मॉडल के लिए है।</translation>
        </message>
        <message>
            <source>Everything works without models: the rules write and the built-in voice speaks. With a model the text becomes more natural, other languages can be written, or the voice sounds better.</source>
            <translation>मॉडल के बिना भी सब काम चलता है: नियम पाठ लिखते हैं और ऐप की अपनी आवाज़ बोलती है। मॉडल हो तो भाषा ज़्यादा सहज होती है, दूसरी भाषाओं में लिखा जा सकता है या आवाज़ बेहतर होती है।</translation>
        </message>
        <message>
            <source>No model is installed yet.</source>
            <translation>अभी कोई मॉडल इंस्टॉल नहीं है।</translation>
        </message>
        <message>
            <source>The catalogue does not know it any more, so it is not used.</source>
            <translation>सूची में यह अब नहीं है, इसलिए इसका उपयोग नहीं होता।</translation>
        </message>
        <message>
            <source>Everything that is recommended for this laptop is installed.</source>
            <translation>इस लैपटॉप के लिए जो सुझाया गया है, वह सब इंस्टॉल है।</translation>
        </message>
        <message>
            <source>Together {size} on the disk. They come from the internet or from a server of the school; from a stick with the blue button.</source>
            <translation>सब मिलाकर डिस्क पर {size}। ये इंटरनेट से या स्कूल के सर्वर से आते हैं; पेन ड्राइव से नीले बटन से।</translation>
        </message>
        <message>
            <source>fits this laptop</source>
            <translation>इस लैपटॉप में चलेगा</translation>
        </message>
        <message>
            <source>too big for this laptop</source>
            <translation>इस लैपटॉप के लिए बहुत बड़ा है</translation>
        </message>
        <message>
            <source>Install</source>
            <translation>इंस्टॉल करें</translation>
        </message>
        <message>
            <source>Install {name}</source>
            <translation>{name} इंस्टॉल करें</translation>
        </message>
        <message>
            <source>Verify</source>
            <translation>जाँच करें</translation>
        </message>
        <message>
            <source>Verify {name}</source>
            <translation>{name} की जाँच करें</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>हटाएँ</translation>
        </message>
        <message>
            <source>Remove {name}</source>
            <translation>{name} हटाएँ</translation>
        </message>
        <message>
            <source>Hide</source>
            <translation>छिपाएँ</translation>
        </message>
        <message>
            <source>Hide all other models</source>
            <translation>बाकी सब मॉडल छिपाएँ</translation>
        </message>
        <message>
            <source>Remove {name}?</source>
            <translation>{name} हटाएँ?</translation>
        </message>
        <message>
            <source>Lessons that were made with it stay as they are. To have it again, install it again from the stick.</source>
            <translation>इससे बने पाठ वैसे ही रहेंगे। फिर से चाहिए तो पेन ड्राइव से दोबारा इंस्टॉल करें।</translation>
        </message>
    </context>
    <context>
        <name>NewPersonDialog</name>
        <message>
            <source>Who else teaches with this laptop?</source>
            <translation>इस लैपटॉप से और कौन पढ़ाता है?</translation>
        </message>
        <message>
            <source>The lessons that you approve carry your name, so each teacher works under their own.</source>
            <translation>जो पाठ आप स्वीकार करते हैं उन पर आपका नाम रहता है, इसलिए हर शिक्षक अपने नाम से काम करे।</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>नाम</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>बंद करें</translation>
        </message>
        <message>
            <source>Add</source>
            <translation>जोड़ें</translation>
        </message>
    </context>
    <context>
        <name>Page</name>
        <message>
            <source>Back</source>
            <translation>पीछे</translation>
        </message>
        <message>
            <source>Back (Esc)</source>
            <translation>पीछे (Esc)</translation>
        </message>
    </context>
    <context>
        <name>PageListModel</name>
        <message>
            <source>Page {n}: {badge}</source>
            <translation>पन्ना {n}: {badge}</translation>
        </message>
    </context>
    <context>
        <name>PageStrip</name>
        <message>
            <source>Pages</source>
            <translation>पन्ने</translation>
        </message>
        <message>
            <source>Move the page up</source>
            <translation>पन्ना ऊपर करें</translation>
        </message>
        <message>
            <source>Move the page down</source>
            <translation>पन्ना नीचे करें</translation>
        </message>
        <message>
            <source>Leave the page out</source>
            <translation>पन्ना छोड़ दें</translation>
        </message>
    </context>
    <context>
        <name>PageViewDialog</name>
        <message>
            <source>The page</source>
            <translation>पन्ना</translation>
        </message>
        <message>
            <source>Picture of the page</source>
            <translation>पन्ने का चित्र</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>छोटा दिखाएँ</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>बड़ा दिखाएँ</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>बंद करें</translation>
        </message>
        <message>
            <source>This page has no picture. It was read from text.</source>
            <translation>इस पन्ने का चित्र नहीं है। इसे लिखित पाठ से पढ़ा गया।</translation>
        </message>
    </context>
    <context>
        <name>PassageRow</name>
        <message>
            <source>Easier text, {kind} {n}</source>
            <translation>आसान पाठ, {kind} {n}</translation>
        </message>
        <message>
            <source>On the page: {text}</source>
            <translation>पन्ने पर: {text}</translation>
        </message>
        <message>
            <source>{kind}, kept as on the page</source>
            <translation>{kind}, पन्ने जैसा ही रखा गया</translation>
        </message>
    </context>
    <context>
        <name>PassageSaves</name>
        <message>
            <source>This lesson was changed somewhere else in the meantime, so your last words were not saved. They still stand here. Copy what you need, then look at the lesson as it is now.</source>
            <translation>इस बीच यह पाठ कहीं और बदला गया, इसलिए आपके आख़िरी शब्द सहेजे नहीं गए। वे यहाँ अब भी हैं। जो चाहिए उसे कॉपी कर लें, फिर पाठ जैसा अब है वैसा देखें।</translation>
        </message>
        <message>
            <source>Show it as it is now</source>
            <translation>अभी का पाठ दिखाएँ</translation>
        </message>
    </context>
    <context>
        <name>PasteTextDialog</name>
        <message>
            <source>Paste or type the text of the page</source>
            <translation>पन्ने का पाठ यहाँ चिपकाएँ या लिखें</translation>
        </message>
        <message>
            <source>Title (may be left empty)</source>
            <translation>शीर्षक (खाली छोड़ सकते हैं)</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>शीर्षक</translation>
        </message>
        <message>
            <source>Text of the page</source>
            <translation>पन्ने का पाठ</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>बंद करें</translation>
        </message>
        <message>
            <source>Use this text</source>
            <translation>यही पाठ लें</translation>
        </message>
    </context>
    <context>
        <name>PictureDesk</name>
        <message>
            <source>Picture of the page</source>
            <translation>पन्ने का चित्र</translation>
        </message>
        <message>
            <source>Turn left</source>
            <translation>बाएँ घुमाएँ</translation>
        </message>
        <message>
            <source>Turn right</source>
            <translation>दाएँ घुमाएँ</translation>
        </message>
        <message>
            <source>Crop</source>
            <translation>काटें</translation>
        </message>
        <message>
            <source>Keep this part</source>
            <translation>इतना हिस्सा रखें</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>रद्द करें</translation>
        </message>
        <message>
            <source>Whole page again</source>
            <translation>फिर पूरा पन्ना</translation>
        </message>
        <message>
            <source>Zoom out</source>
            <translation>छोटा दिखाएँ</translation>
        </message>
        <message>
            <source>Zoom in</source>
            <translation>बड़ा दिखाएँ</translation>
        </message>
        <message>
            <source>Drag over the part to keep. With keys: arrows move the right and bottom edge, Shift and arrows the left and top edge, Enter keeps, Esc leaves.</source>
            <translation>जो हिस्सा रखना है, उस पर खींचें। कुंजियों से: तीर दाएँ और नीचे का किनारा खिसकाते हैं, Shift और तीर बाएँ और ऊपर का। Enter से रखें, Esc से छोड़ें।</translation>
        </message>
    </context>
    <context>
        <name>PlanTab</name>
        <message>
            <source>What children will be able to do</source>
            <translation>बच्चे क्या कर पाएँगे</translation>
        </message>
        <message>
            <source>Materials</source>
            <translation>सामग्री</translation>
        </message>
        <message>
            <source>Steps</source>
            <translation>चरण</translation>
        </message>
        <message>
            <source>Add a step</source>
            <translation>चरण जोड़ें</translation>
        </message>
        <message>
            <source>How you see what they learned</source>
            <translation>सीखना कैसे परखेंगे</translation>
        </message>
        <message>
            <source>Homework</source>
            <translation>गृहकार्य</translation>
        </message>
        <message>
            <source>One on each line</source>
            <translation>हर पंक्ति में एक</translation>
        </message>
        <message>
            <source> min</source>
            <translation> मिनट</translation>
        </message>
        <message>
            <source>Minutes of step {n}</source>
            <translation>चरण {n} के मिनट</translation>
        </message>
        <message>
            <source>Less time</source>
            <translation>कम समय</translation>
        </message>
        <message>
            <source>More time</source>
            <translation>अधिक समय</translation>
        </message>
        <message>
            <source>Step {n}</source>
            <translation>चरण {n}</translation>
        </message>
        <message>
            <source>Remove step {n}</source>
            <translation>चरण {n} हटाएँ</translation>
        </message>
    </context>
    <context>
        <name>QuestionsTab</name>
        <message>
            <source>No questions. The page may be too short for them.</source>
            <translation>कोई प्रश्न नहीं। शायद पन्ना बहुत छोटा है।</translation>
        </message>
        <message>
            <source>On the page: {text}</source>
            <translation>पन्ने पर: {text}</translation>
        </message>
        <message>
            <source>Remove</source>
            <translation>हटाएँ</translation>
        </message>
        <message>
            <source>Question {n}</source>
            <translation>प्रश्न {n}</translation>
        </message>
        <message>
            <source>right</source>
            <translation>सही</translation>
        </message>
        <message>
            <source>Option {n} is right: {text}</source>
            <translation>विकल्प {n} सही है: {text}</translation>
        </message>
        <message>
            <source>Option {n}</source>
            <translation>विकल्प {n}</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>उत्तर</translation>
        </message>
        <message>
            <source>Answer to question {n}</source>
            <translation>प्रश्न {n} का उत्तर</translation>
        </message>
        <message>
            <source>The question was removed.</source>
            <translation>प्रश्न हटा दिया गया।</translation>
        </message>
    </context>
    <context>
        <name>Rail</name>
        <message>
            <source>Home</source>
            <translation>होम</translation>
        </message>
        <message>
            <source>Lessons</source>
            <translation>पाठ</translation>
        </message>
        <message>
            <source>Review</source>
            <translation>जाँचें</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>सेटिंग</translation>
        </message>
    </context>
    <context>
        <name>ReadText</name>
        <message>
            <source>This page is not read yet. You can go on with the pages before it.</source>
            <translation>यह पन्ना अभी पढ़ा नहीं गया। तब तक इससे पहले के पन्नों पर काम कर सकते हैं।</translation>
        </message>
        <message>
            <source>No text was found on this page. Turn it, crop it, or take the photo again in better light.</source>
            <translation>इस पन्ने पर कोई लिखावट नहीं मिली। इसे घुमाएँ, काटें, या अच्छी रोशनी में फ़ोटो फिर लें।</translation>
        </message>
        <message>
            <source>{kind} on the page</source>
            <translation>पन्ने पर {kind}</translation>
        </message>
    </context>
    <context>
        <name>ReasonDialog</name>
        <message>
            <source>Reason</source>
            <translation>कारण</translation>
        </message>
        <message>
            <source>Type the reason. It is kept with the decision.</source>
            <translation>कारण लिखें। वह निर्णय के साथ रखा जाता है।</translation>
        </message>
        <message>
            <source>At least two words, for whoever reads it later.</source>
            <translation>कम से कम दो शब्द, बाद में पढ़ने वालों के लिए।</translation>
        </message>
        <message>
            <source>Back</source>
            <translation>पीछे</translation>
        </message>
        <message>
            <source>Keep the reason</source>
            <translation>कारण रखें</translation>
        </message>
    </context>
    <context>
        <name>ReviewCard</name>
        <message>
            <source>The place on the page</source>
            <translation>पन्ने पर वह जगह</translation>
        </message>
        <message>
            <source>On the page</source>
            <translation>पन्ने पर</translation>
        </message>
        <message>
            <source>In the lesson</source>
            <translation>पाठ में</translation>
        </message>
        <message>
            <source>Easier text</source>
            <translation>आसान पाठ</translation>
        </message>
        <message>
            <source>Kept as on the page</source>
            <translation>पन्ने जैसा ही रखा गया</translation>
        </message>
        <message>
            <source>Easier text: {finding}</source>
            <translation>आसान पाठ: {finding}</translation>
        </message>
        <message>
            <source>It is right (A)</source>
            <translation>यह ठीक है (A)</translation>
        </message>
        <message>
            <source>Fix</source>
            <translation>सुधारें</translation>
        </message>
        <message>
            <source>Put the page's own sentence back</source>
            <translation>पन्ने का अपना वाक्य वापस रखें</translation>
        </message>
        <message>
            <source>Edit (E)</source>
            <translation>बदलें (E)</translation>
        </message>
        <message>
            <source>Listen</source>
            <translation>सुनें</translation>
        </message>
        <message>
            <source>Check the page</source>
            <translation>पन्ना जाँचें</translation>
        </message>
        <message>
            <source>Solved</source>
            <translation>सुलझ गया</translation>
        </message>
    </context>
    <context>
        <name>ReviewCards</name>
        <message>
            <source>Sentences that need you</source>
            <translation>जिन वाक्यों को आपकी ज़रूरत है</translation>
        </message>
        <message>
            <source>Nothing in this lesson needs you. Open it to read it, or approve it.</source>
            <translation>इस पाठ में कुछ बाकी नहीं है। पढ़ने के लिए खोलें, या स्वीकार करें।</translation>
        </message>
    </context>
    <context>
        <name>ReviewPage</name>
        <message>
            <source>Review</source>
            <translation>जाँचें</translation>
        </message>
        <message>
            <source>Approve</source>
            <translation>स्वीकार करें</translation>
        </message>
        <message>
            <source>Approve all green</source>
            <translation>सभी हरे स्वीकार करें</translation>
        </message>
        <message>
            <source>Lessons that wait</source>
            <translation>जाँच के लिए पाठ</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>खोलें</translation>
        </message>
        <message>
            <source>Send back (R)</source>
            <translation>लौटाएँ (R)</translation>
        </message>
        <message>
            <source>Keys (?)</source>
            <translation>कुंजियाँ (?)</translation>
        </message>
        <message>
            <source>Approve all green ({n})</source>
            <translation>सभी हरे स्वीकार करें ({n})</translation>
        </message>
        <message>
            <source>Nothing waits for you. Lessons you make come here before they go on a stick.</source>
            <translation>आपके लिए कुछ बाकी नहीं है। बनाए हुए पाठ पेन ड्राइव में जाने से पहले यहाँ आते हैं।</translation>
        </message>
        <message numerus="yes">
            <source>%n passed</source>
            <translation>
                <numerusform>%n ठीक मिला</numerusform>
                <numerusform>%n ठीक मिले</numerusform>
            </translation>
        </message>
        <message>
            <source>Every sentence passed.</source>
            <translation>हर वाक्य ठीक मिला।</translation>
        </message>
        <message>
            <source>“{title}” was sent back with your reason.</source>
            <translation>“{title}” आपके कारण के साथ लौटा दिया गया।</translation>
        </message>
        <message>
            <source>“{title}” is approved.</source>
            <translation>“{title}” स्वीकार हो गया।</translation>
        </message>
        <message>
            <source>Save to USB</source>
            <translation>पेन ड्राइव में सहेजें</translation>
        </message>
        <message numerus="yes">
            <source>%n lesson(s) approved.</source>
            <translation>
                <numerusform>%n पाठ स्वीकार हुआ।</numerusform>
                <numerusform>%n पाठ स्वीकार हुए।</numerusform>
            </translation>
        </message>
        <message>
            <source>It is right; approve when it was the last</source>
            <translation>यह ठीक है; आख़िरी हो तो पाठ स्वीकार हो</translation>
        </message>
        <message>
            <source>Edit the text</source>
            <translation>पाठ बदलें</translation>
        </message>
        <message>
            <source>Send the lesson back</source>
            <translation>पाठ लौटाएँ</translation>
        </message>
        <message>
            <source>Next, the one before</source>
            <translation>अगला, पिछला</translation>
        </message>
        <message>
            <source>These keys</source>
            <translation>ये कुंजियाँ</translation>
        </message>
    </context>
    <context>
        <name>SaveFoot</name>
        <message numerus="yes">
            <source>%n lesson(s)</source>
            <translation>
                <numerusform>%n पाठ</numerusform>
                <numerusform>%n पाठ</numerusform>
            </translation>
        </message>
        <message>
            <source>about {size}</source>
            <translation>लगभग {size}</translation>
        </message>
        <message>
            <source>{name} has {free} free, about {needed} are needed.</source>
            <translation>{name} में {free} खाली है, लगभग {needed} चाहिए।</translation>
        </message>
        <message>
            <source>Take the audio out, choose fewer lessons, or use another stick.</source>
            <translation>ऑडियो हटाएँ, कम पाठ चुनें, या दूसरी पेन ड्राइव लगाएँ।</translation>
        </message>
        <message>
            <source>Choose fewer lessons, or use another stick.</source>
            <translation>कम पाठ चुनें, या दूसरी पेन ड्राइव लगाएँ।</translation>
        </message>
        <message>
            <source>Remove the stick safely</source>
            <translation>पेन ड्राइव सुरक्षित निकालें</translation>
        </message>
    </context>
    <context>
        <name>SaveUsbPage</name>
        <message>
            <source>a newer version waits for review</source>
            <translation>नया संस्करण जाँच की प्रतीक्षा में है</translation>
        </message>
        <message>
            <source>Save to USB</source>
            <translation>पेन ड्राइव में सहेजें</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>सहेजें</translation>
        </message>
        <message>
            <source>Stick</source>
            <translation>पेन ड्राइव</translation>
        </message>
        <message>
            <source>Choose a folder</source>
            <translation>फ़ोल्डर चुनें</translation>
        </message>
        <message>
            <source>Lessons</source>
            <translation>पाठ</translation>
        </message>
        <message>
            <source>What to save</source>
            <translation>क्या सहेजें</translation>
        </message>
        <message>
            <source>Lesson for phones (HTML)</source>
            <translation>फ़ोन के लिए पाठ (HTML)</translation>
        </message>
        <message>
            <source>Audio (MP3)</source>
            <translation>आवाज़ (MP3)</translation>
        </message>
        <message>
            <source>Worksheet and answers (PDF)</source>
            <translation>अभ्यास-पत्र और उत्तर (PDF)</translation>
        </message>
        <message>
            <source>No lesson is approved yet. Only approved lessons can be saved.</source>
            <translation>अभी कोई पाठ स्वीकृत नहीं है। केवल स्वीकृत पाठ सहेजे जा सकते हैं।</translation>
        </message>
        <message>
            <source>cannot be written to</source>
            <translation>इसमें लिखा नहीं जा सकता</translation>
        </message>
        <message>
            <source>{size} free</source>
            <translation>{size} खाली</translation>
        </message>
        <message>
            <source>Put a stick in. It appears here by itself.</source>
            <translation>पेन ड्राइव लगाएँ। वह यहाँ अपने आप दिखेगी।</translation>
        </message>
        <message>
            <source>Saving. Leave the stick in.</source>
            <translation>सहेजा जा रहा है। पेन ड्राइव लगी रहने दें।</translation>
        </message>
        <message>
            <source>{step}. Leave the stick in.</source>
            <translation>{step}। पेन ड्राइव लगी रहने दें।</translation>
        </message>
        <message>
            <source>Verified. The lessons are in this folder.</source>
            <translation>जाँच लिया। पाठ इस फ़ोल्डर में हैं।</translation>
        </message>
        <message>
            <source>Verified. You can take the stick out.</source>
            <translation>जाँच लिया। अब पेन ड्राइव निकाल सकते हैं।</translation>
        </message>
        <message>
            <source>Stopped. Complete lessons stay on the stick.</source>
            <translation>रोक दिया। पूरे हो चुके पाठ पेन ड्राइव में हैं।</translation>
        </message>
        <message>
            <source>Verified. Choose “Safely remove hardware”, then take the stick out.</source>
            <translation>जाँच लिया। “हार्डवेयर सुरक्षित रूप से निकालें” चुनें, फिर पेन ड्राइव निकालें।</translation>
        </message>
        <message>
            <source>All</source>
            <translation>सभी</translation>
        </message>
        <message>
            <source>None</source>
            <translation>कोई नहीं</translation>
        </message>
        <message>
            <source>saved there</source>
            <translation>वहाँ सहेजा हुआ</translation>
        </message>
        <message>
            <source>an older version is there</source>
            <translation>वहाँ पुराना संस्करण है</translation>
        </message>
        <message>
            <source>Every approved lesson is saved there already.</source>
            <translation>स्वीकार किए हुए सभी पाठ वहाँ पहले से सहेजे हुए हैं।</translation>
        </message>
        <message>
            <source>You can take the stick out now.</source>
            <translation>अब पेन ड्राइव निकाल सकते हैं।</translation>
        </message>
    </context>
    <context>
        <name>SettingsPage</name>
        <message>
            <source>Settings</source>
            <translation>सेटिंग</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>मॉडल</translation>
        </message>
        <message>
            <source>The window</source>
            <translation>खिड़की</translation>
        </message>
        <message>
            <source>Language of the window</source>
            <translation>खिड़की की भाषा</translation>
        </message>
        <message>
            <source>As the system</source>
            <translation>सिस्टम जैसा</translation>
        </message>
        <message>
            <source>Light</source>
            <translation>उजला</translation>
        </message>
        <message>
            <source>Dark</source>
            <translation>गहरा</translation>
        </message>
        <message>
            <source>High contrast</source>
            <translation>तेज़ अंतर</translation>
        </message>
        <message>
            <source>Colours</source>
            <translation>रंग</translation>
        </message>
        <message>
            <source>Size</source>
            <translation>आकार</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>भाषा</translation>
        </message>
        <message>
            <source>Size (Ctrl + and Ctrl −)</source>
            <translation>आकार (Ctrl + और Ctrl −)</translation>
        </message>
        <message>
            <source>They sound better and need a network. Every sentence that is read aloud then leaves this laptop and is sent to Microsoft. Without a network the voices on this laptop read.</source>
            <translation>वे बेहतर सुनाई देती हैं और उन्हें नेटवर्क चाहिए। तब पढ़कर सुनाया जाने वाला हर वाक्य इस लैपटॉप से बाहर Microsoft को भेजा जाता है। नेटवर्क न हो तो इसी लैपटॉप की आवाज़ें पढ़ती हैं।</translation>
        </message>
        <message>
            <source>Use voices from the internet</source>
            <translation>इंटरनेट की आवाज़ें लें</translation>
        </message>
        <message>
            <source>Who I am</source>
            <translation>मैं कौन हूँ</translation>
        </message>
        <message>
            <source>Who works here now</source>
            <translation>अभी कौन काम कर रहा है</translation>
        </message>
        <message>
            <source>Somebody else</source>
            <translation>कोई और</translation>
        </message>
        <message>
            <source>Your name</source>
            <translation>आपका नाम</translation>
        </message>
        <message>
            <source>Classes</source>
            <translation>कक्षाएँ</translation>
        </message>
        <message>
            <source>Language of the school</source>
            <translation>स्कूल की भाषा</translation>
        </message>
        <message>
            <source>Classes you teach</source>
            <translation>आप जो कक्षाएँ पढ़ाते हैं</translation>
        </message>
        <message>
            <source>The voice</source>
            <translation>आवाज़</translation>
        </message>
        <message>
            <source>Speed of the voice</source>
            <translation>आवाज़ की गति</translation>
        </message>
        <message>
            <source>Slow</source>
            <translation>धीमी</translation>
        </message>
        <message>
            <source>Fast</source>
            <translation>तेज़</translation>
        </message>
        <message>
            <source>Speed</source>
            <translation>गति</translation>
        </message>
        <message>
            <source>Your data</source>
            <translation>आपका काम</translation>
        </message>
        <message>
            <source>ShikshaSetu {version}. Free software under the GPL, version 3 or later.</source>
            <translation>शिक्षा सेतु {version}. GPL संस्करण 3 या उसके बाद के अंतर्गत मुक्त सॉफ़्टवेयर।</translation>
        </message>
    </context>
    <context>
        <name>SourceCheckPage</name>
        <message>
            <source>Check the page</source>
            <translation>पन्ना जाँचें</translation>
        </message>
        <message>
            <source>Next: make the lesson</source>
            <translation>आगे: पाठ बनाएँ</translation>
        </message>
        <message>
            <source>Read the rest</source>
            <translation>बाक़ी पन्ने पढ़ें</translation>
        </message>
        <message>
            <source>Next doubtful word</source>
            <translation>अगला संदिग्ध शब्द</translation>
        </message>
        <message>
            <source>Text of the page</source>
            <translation>पन्ने का पाठ</translation>
        </message>
        <message>
            <source>Opening the page</source>
            <translation>पन्ना खुल रहा है</translation>
        </message>
        <message>
            <source>Check the pages</source>
            <translation>पन्ने जाँचें</translation>
        </message>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n पन्ना</numerusform>
                <numerusform>%n पन्ने</numerusform>
            </translation>
        </message>
        <message>
            <source>Go to the pages</source>
            <translation>पन्नों पर जाएँ</translation>
        </message>
        <message numerus="yes">
            <source>%n word(s) to check</source>
            <translation>
                <numerusform>%n शब्द जाँचना है</numerusform>
                <numerusform>%n शब्द जाँचने हैं</numerusform>
            </translation>
        </message>
        <message>
            <source>Go to the next doubtful word</source>
            <translation>अगले संदिग्ध शब्द पर जाएँ</translation>
        </message>
        <message>
            <source>This page has no picture. It was read from text.</source>
            <translation>इस पन्ने का चित्र नहीं है। इसे लिखित पाठ से पढ़ा गया।</translation>
        </message>
        <message>
            <source>This page was changed somewhere else in the meantime, so your last words were not saved. They still stand here. Copy what you need, then look at the page as it is now.</source>
            <translation>इस बीच यह पन्ना कहीं और बदला गया, इसलिए आपके आख़िरी शब्द सहेजे नहीं गए। वे यहाँ अब भी हैं। जो चाहिए उसे कॉपी कर लें, फिर पन्ना जैसा अब है वैसा देखें।</translation>
        </message>
        <message>
            <source>Show it as it is now</source>
            <translation>अभी का पन्ना दिखाएँ</translation>
        </message>
        <message>
            <source>Reading the page again</source>
            <translation>पन्ना फिर पढ़ा जा रहा है</translation>
        </message>
        <message>
            <source>Read the page again without your corrections?</source>
            <translation>आपके सुधारों के बिना पन्ना फिर पढ़ें?</translation>
        </message>
        <message>
            <source>What you corrected on this page would be lost. The other pages stay as they are.</source>
            <translation>इस पन्ने पर आपके किए सुधार चले जाएँगे। बाकी पन्ने जैसे हैं वैसे रहेंगे।</translation>
        </message>
        <message>
            <source>Read again</source>
            <translation>फिर पढ़ें</translation>
        </message>
        <message>
            <source>Page {n} is left out.</source>
            <translation>पन्ना {n} छोड़ दिया गया।</translation>
        </message>
        <message>
            <source>Undo</source>
            <translation>वापस लें</translation>
        </message>
        <message>
            <source>No doubtful word is left on this page.</source>
            <translation>इस पन्ने पर अब कोई संदिग्ध शब्द नहीं है।</translation>
        </message>
    </context>
    <context>
        <name>SpokenPassage</name>
        <message>
            <source>Choose your recording of this passage</source>
            <translation>इस अंश की अपनी रिकॉर्डिंग चुनें</translation>
        </message>
        <message>
            <source>Recordings</source>
            <translation>रिकॉर्डिंग</translation>
        </message>
        <message>
            <source>Remove my recording</source>
            <translation>मेरी रिकॉर्डिंग हटाएँ</translation>
        </message>
        <message>
            <source>Use my recording…</source>
            <translation>मेरी रिकॉर्डिंग लगाएँ…</translation>
        </message>
        <message>
            <source>{name}, {seconds} s</source>
            <translation>{name}, {seconds} से.</translation>
        </message>
    </context>
    <context>
        <name>Start</name>
        <message>
            <source>Opening your lessons. The first time takes some seconds.</source>
            <translation>आपके पाठ खोले जा रहे हैं। पहली बार इसमें कुछ सेकंड लगते हैं।</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>फिर कोशिश करें</translation>
        </message>
        <message>
            <source>Use the usual folder from the next start on</source>
            <translation>अगली बार से सामान्य फ़ोल्डर काम में लें</translation>
        </message>
    </context>
    <context>
        <name>TokenDialog</name>
        <message>
            <source>Your token for gated models</source>
            <translation>माँगने पर मिलने वाले मॉडलों का आपका टोकन</translation>
        </message>
        <message>
            <source>Some publishers give their models only to people who filled in a form. Fill in the form on the page of the model, make a token under “Access Tokens” of your account there, and paste it here.</source>
            <translation>कुछ प्रकाशक अपने मॉडल केवल उन्हें देते हैं जिन्होंने फ़ॉर्म भरा हो। मॉडल के पन्ने पर फ़ॉर्म भरें, वहाँ अपने खाते के “Access Tokens” में टोकन बनाएँ, और यहाँ चिपकाएँ।</translation>
        </message>
        <message>
            <source>Token</source>
            <translation>टोकन</translation>
        </message>
        <message>
            <source>It is kept in this laptop's keyring, is not shown again, and goes to the publisher only.</source>
            <translation>यह इस लैपटॉप की सुरक्षित की-रिंग (keyring) में रखा जाता है, फिर दिखाया नहीं जाता, और केवल प्रकाशक को जाता है।</translation>
        </message>
        <message>
            <source>Leave it</source>
            <translation>रहने दें</translation>
        </message>
        <message>
            <source>Keep the token</source>
            <translation>टोकन रखें</translation>
        </message>
    </context>
    <context>
        <name>Voice</name>
        <message>
            <source>This laptop has no loudspeaker that can be used now. Connect one and try again.</source>
            <translation>इस लैपटॉप पर अभी कोई स्पीकर नहीं मिला। स्पीकर जोड़ें और फिर कोशिश करें।</translation>
        </message>
    </context>
    <context>
        <name>VoiceRemarks</name>
        <message>
            <source>The voice will leave out: {pieces}. Write it in words, or record that part yourself.</source>
            <translation>आवाज़ यह नहीं बोलेगी: {pieces}। इसे शब्दों में लिखें, या वह हिस्सा अपनी आवाज़ में रिकॉर्ड करें।</translation>
        </message>
    </context>
    <context>
        <name>Words</name>
        <message>
            <source>This page cannot be read from {name}. It is kept as it is. Take the photo again, or leave the page out.</source>
            <translation>यह पन्ना {name} से पढ़ा नहीं जा सकता। पन्ना जैसा है वैसा रखा है। फ़ोटो फिर से लें, या पन्ना छोड़ दें।</translation>
        </message>
        <message>
            <source>This page cannot be read: {name} is damaged or cut short. It is kept as it is. Take the photo again, or leave the page out.</source>
            <translation>यह पन्ना पढ़ा नहीं जा सकता: {name} ख़राब है या अधूरी है। पन्ना जैसा है वैसा रखा है। फ़ोटो फिर से लें, या पन्ना छोड़ दें।</translation>
        </message>
        <message>
            <source>Fewer questions than asked for: the page does not carry more.</source>
            <translation>माँगे से कम प्रश्न बने: पन्ने में और की गुंजाइश नहीं है।</translation>
        </message>
        <message>
            <source>Translated by {model}. No person has checked the translation yet.</source>
            <translation>{model} ने अनुवाद किया। अनुवाद अभी किसी ने जाँचा नहीं है।</translation>
        </message>
        <message>
            <source>Fewer key words than asked for: the page does not carry more.</source>
            <translation>माँगे से कम मुख्य शब्द मिले: पन्ने में और की गुंजाइश नहीं है।</translation>
        </message>
        <message>
            <source>Meanings from our word list, not yet reviewed by a native speaker: {words}.</source>
            <translation>ये अर्थ हमारी शब्द-सूची से हैं, जिसे किसी मातृभाषी ने अभी नहीं जाँचा है: {words}।</translation>
        </message>
        <message>
            <source>Why is it right as it is?</source>
            <translation>यह ऐसे ही ठीक क्यों है?</translation>
        </message>
        <message>
            <source>Class {n}</source>
            <translation>कक्षा {n}</translation>
        </message>
        <message>
            <source>today {time}</source>
            <translation>आज {time}</translation>
        </message>
        <message>
            <source>Left out: {sentence}</source>
            <translation>छोड़ी गई: {sentence}</translation>
        </message>
        <message>
            <source>Language not known</source>
            <translation>भाषा पता नहीं</translation>
        </message>
        <message>
            <source>Same as the page</source>
            <translation>पन्ने जैसा ही</translation>
        </message>
        <message>
            <source>Easier</source>
            <translation>आसान</translation>
        </message>
        <message>
            <source>Easiest</source>
            <translation>सबसे आसान</translation>
        </message>
        <message>
            <source>Heading</source>
            <translation>शीर्षक</translation>
        </message>
        <message>
            <source>Paragraph</source>
            <translation>अनुच्छेद</translation>
        </message>
        <message>
            <source>List item</source>
            <translation>सूची का बिंदु</translation>
        </message>
        <message>
            <source>Table</source>
            <translation>तालिका</translation>
        </message>
        <message>
            <source>Picture</source>
            <translation>चित्र</translation>
        </message>
        <message>
            <source>Caption</source>
            <translation>चित्र का परिचय</translation>
        </message>
        <message>
            <source>Formula</source>
            <translation>सूत्र</translation>
        </message>
        <message>
            <source>Read from the PDF's text</source>
            <translation>PDF के पाठ से पढ़ा गया</translation>
        </message>
        <message>
            <source>Read from the picture</source>
            <translation>चित्र से पढ़ा गया</translation>
        </message>
        <message>
            <source>Read from the Word file</source>
            <translation>Word फ़ाइल से पढ़ा गया</translation>
        </message>
        <message>
            <source>Read from text</source>
            <translation>लिखित पाठ से पढ़ा गया</translation>
        </message>
        <message>
            <source>What was said about it: {why}</source>
            <translation>कारण यह बताया गया: {why}</translation>
        </message>
        <message>
            <source>{name} failed</source>
            <translation>{name} काम नहीं कर पाई</translation>
        </message>
        <message>
            <source>the photo was straightened and cleaned</source>
            <translation>फ़ोटो सीधी और साफ़ की गई</translation>
        </message>
        <message>
            <source>text in the PDF was unreadable, so the picture was read</source>
            <translation>PDF का पाठ पढ़ने लायक नहीं था, इसलिए चित्र पढ़ा गया</translation>
        </message>
        <message>
            <source>what was read are no words of any language</source>
            <translation>जो पढ़ा गया वह किसी भाषा के शब्द नहीं हैं</translation>
        </message>
        <message>
            <source>some words are doubtful</source>
            <translation>कुछ शब्द संदिग्ध हैं</translation>
        </message>
        <message>
            <source>no text was found</source>
            <translation>कोई लिखावट नहीं मिली</translation>
        </message>
        <message>
            <source>the page is mostly a picture</source>
            <translation>पन्ने पर ज़्यादातर चित्र है</translation>
        </message>
        <message>
            <source>a formula was kept as a picture</source>
            <translation>एक सूत्र चित्र के रूप में रखा गया</translation>
        </message>
        <message>
            <source>no text was found in a script that this app reads</source>
            <translation>ऐसी कोई लिखावट नहीं मिली जिसे यह ऐप पढ़ सके</translation>
        </message>
        <message>
            <source>the language is not certain</source>
            <translation>भाषा पक्की नहीं है</translation>
        </message>
        <message>
            <source>the page could not be read</source>
            <translation>पन्ना पढ़ा नहीं जा सका</translation>
        </message>
        <message>
            <source>a part of the page could not be taken in</source>
            <translation>पन्ने का एक हिस्सा नहीं लिया जा सका</translation>
        </message>
        <message>
            <source>text that cannot be seen on the page was left out</source>
            <translation>पन्ने पर न दिखने वाली लिखावट छोड़ दी गई</translation>
        </message>
        <message>
            <source>a table may be read wrong; its picture is beside it</source>
            <translation>कोई तालिका शायद ग़लत पढ़ी गई है; उसका चित्र साथ में है</translation>
        </message>
        <message>
            <source>corrected by you</source>
            <translation>आपने सुधारा</translation>
        </message>
        <message>
            <source>Not read yet</source>
            <translation>अभी पढ़ा नहीं गया</translation>
        </message>
        <message>
            <source>Approved</source>
            <translation>स्वीकृत</translation>
        </message>
        <message>
            <source>Sent back</source>
            <translation>लौटाया गया</translation>
        </message>
        <message>
            <source>Waits for approval</source>
            <translation>स्वीकृति बाकी है</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>बारी का इंतज़ार</translation>
        </message>
        <message>
            <source>Reading the page</source>
            <translation>पन्ना पढ़ा जा रहा है</translation>
        </message>
        <message>
            <source>Translating</source>
            <translation>अनुवाद हो रहा है</translation>
        </message>
        <message>
            <source>Fetching the model</source>
            <translation>मॉडल लाया जा रहा है</translation>
        </message>
        <message>
            <source>Asking the server</source>
            <translation>सर्वर से पूछा जा रहा है</translation>
        </message>
        <message>
            <source>Measuring the memory</source>
            <translation>मेमोरी मापी जा रही है</translation>
        </message>
        <message>
            <source>Measuring this computer</source>
            <translation>कंप्यूटर की गति नापी जा रही है</translation>
        </message>
        <message>
            <source>{size} a second</source>
            <translation>{size} प्रति सेकंड</translation>
        </message>
        <message>
            <source>Measuring</source>
            <translation>मापा जा रहा है</translation>
        </message>
        <message>
            <source>Making random weights</source>
            <translation>बनावटी भार बन रहे हैं</translation>
        </message>
        <message>
            <source>Installing the models of a pack</source>
            <translation>पैक के मॉडल इंस्टॉल हो रहे हैं</translation>
        </message>
        <message>
            <source>Making pages searchable</source>
            <translation>पन्नों को खोजने लायक बनाया जा रहा है</translation>
        </message>
        <message>
            <source>Writing easier text</source>
            <translation>आसान पाठ लिखा जा रहा है</translation>
        </message>
        <message>
            <source>Second safety check</source>
            <translation>सुरक्षा की दूसरी जाँच हो रही है</translation>
        </message>
        <message>
            <source>Checking facts</source>
            <translation>तथ्य जाँचे जा रहे हैं</translation>
        </message>
        <message>
            <source>Writing questions</source>
            <translation>प्रश्न लिखे जा रहे हैं</translation>
        </message>
        <message>
            <source>Writing the plan</source>
            <translation>योजना लिखी जा रही है</translation>
        </message>
        <message>
            <source>Speaking the lesson</source>
            <translation>पाठ बोला जा रहा है</translation>
        </message>
        <message>
            <source>Saving to the stick</source>
            <translation>पेन ड्राइव में सहेजा जा रहा है</translation>
        </message>
        <message>
            <source>Drawing the worksheet</source>
            <translation>अभ्यास-पत्र बन रहा है</translation>
        </message>
        <message>
            <source>Checking what was written</source>
            <translation>लिखा हुआ जाँचा जा रहा है</translation>
        </message>
        <message>
            <source>Copying the model</source>
            <translation>मॉडल कॉपी हो रहा है</translation>
        </message>
        <message>
            <source>Getting the model ready</source>
            <translation>मॉडल तैयार हो रहा है</translation>
        </message>
        <message>
            <source>Packing the models</source>
            <translation>मॉडल पैक हो रहे हैं</translation>
        </message>
        <message>
            <source>Writing results for other laptops</source>
            <translation>दूसरे लैपटॉपों के लिए परिणाम लिखे जा रहे हैं</translation>
        </message>
        <message>
            <source>Checking the models</source>
            <translation>मॉडल जाँचे जा रहे हैं</translation>
        </message>
        <message>
            <source>Working</source>
            <translation>काम चल रहा है</translation>
        </message>
        <message>
            <source>{step}: {done} of {total}</source>
            <translation>{step}: {total} में से {done}</translation>
        </message>
        <message>
            <source>Model {number} of {total}, {title}</source>
            <translation>मॉडल {number} / {total}, {title}</translation>
        </message>
        <message>
            <source>Making the lesson</source>
            <translation>पाठ बन रहा है</translation>
        </message>
        <message>
            <source>Installing the model</source>
            <translation>मॉडल इंस्टॉल हो रहा है</translation>
        </message>
        <message>
            <source>Installing models</source>
            <translation>मॉडल इंस्टॉल हो रहे हैं</translation>
        </message>
        <message>
            <source>Removing the model</source>
            <translation>मॉडल हटाया जा रहा है</translation>
        </message>
        <message>
            <source>Lesson {number} of {total}, “{title}”</source>
            <translation>पाठ {number}/{total}, “{title}”</translation>
        </message>
    </context>
    <context>
        <name>WordsTab</name>
        <message>
            <source>Word</source>
            <translation>शब्द</translation>
        </message>
        <message>
            <source>Meaning</source>
            <translation>अर्थ</translation>
        </message>
        <message>
            <source>Word {n}</source>
            <translation>शब्द {n}</translation>
        </message>
        <message>
            <source>Meaning of {word}</source>
            <translation>{word} का अर्थ</translation>
        </message>
        <message>
            <source>Remove {word}</source>
            <translation>{word} हटाएँ</translation>
        </message>
        <message>
            <source>No key words yet.</source>
            <translation>अभी कोई मुख्य शब्द नहीं।</translation>
        </message>
        <message>
            <source>Add a word</source>
            <translation>शब्द जोड़ें</translation>
        </message>
        <message>
            <source>new word</source>
            <translation>नया शब्द</translation>
        </message>
    </context>
    <context>
        <name>WorksheetTab</name>
        <message>
            <source>Print</source>
            <translation>छापें</translation>
        </message>
        <message>
            <source>Made from the questions. Change them under Questions.</source>
            <translation>प्रश्नों से बना है। बदलना हो तो ‘प्रश्न’ में बदलें।</translation>
        </message>
        <message>
            <source>Worksheet</source>
            <translation>अभ्यास-पत्र</translation>
        </message>
    </context>
    <context>
        <name>_AgreeDialog</name>
        <message>
            <source>Leave it</source>
            <translation>रहने दें</translation>
        </message>
        <message>
            <source>Install</source>
            <translation>इंस्टॉल करें</translation>
        </message>
    </context>
    <context>
        <name>Messages</name>
        <message>
            <source>A class is a number from 1 to 12, not {value}.</source>
            <translation>कक्षा 1 से 12 तक की संख्या होती है, {value} नहीं।</translation>
        </message>
        <message>
            <source>A picture or sound that belongs here is gone from the data folder or damaged. All text is kept. Add the page again to bring it back.</source>
            <translation>यहाँ का कोई चित्र या आवाज़ डेटा फ़ोल्डर में नहीं रही या ख़राब है। सारा पाठ सुरक्षित है। उसे वापस लाने के लिए पन्ना फिर से जोड़ें।</translation>
        </message>
        <message>
            <source>A red finding can be approved only with a reason. Nothing was changed. Type why it is right.</source>
            <translation>लाल बात को कारण के साथ ही स्वीकार किया जा सकता है। कुछ नहीं बदला। लिखें कि वह ठीक क्यों है।</translation>
        </message>
        <message>
            <source>A rejection needs a reason. Nothing was changed. Type what has to change.</source>
            <translation>लौटाने के लिए कारण चाहिए। कुछ नहीं बदला। लिखें कि क्या बदलना है।</translation>
        </message>
        <message>
            <source>An order names every page of the document exactly once. Nothing was changed. Name them all and try again.</source>
            <translation>क्रम में दस्तावेज़ का हर पन्ना ठीक एक बार आता है। कुछ नहीं बदला। सब पन्ने लिखें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>Another window or command is fetching {name} now. Nothing was changed. Wait until it is done.</source>
            <translation>कोई दूसरी विंडो या कमांड अभी {name} ला रही है। कुछ नहीं बदला। उसके पूरा होने तक रुकें।</translation>
        </message>
        <message>
            <source>Another window or command is using the data folder {path}. Nothing was changed. Close it and try again.</source>
            <translation>फ़ोल्डर {path} को कोई दूसरी खिड़की या कमांड उपयोग कर रही है। कुछ नहीं बदला। उसे बंद करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>Lesson {id} has no approved version, so it was not saved. Approve it first.</source>
            <translation>पाठ {id} का कोई स्वीकृत संस्करण नहीं है, इसलिए वह नहीं सहेजा गया। पहले उसे स्वीकार करें।</translation>
        </message>
        <message>
            <source>Lesson {id} has nothing to save as {formats}. Nothing was saved. Choose another format or leave the voice in.</source>
            <translation>पाठ {id} में {formats} के रूप में सहेजने को कुछ नहीं है। कुछ नहीं सहेजा गया। दूसरा प्रारूप चुनें या आवाज़ रहने दें।</translation>
        </message>
        <message>
            <source>No lesson in {languages} can be made from this page yet. Nothing was made. Make it in the language of the page.</source>
            <translation>इस पन्ने से {languages} में पाठ अभी नहीं बन सकता। कुछ नहीं बनाया गया। पन्ने की ही भाषा में बनाएँ।</translation>
        </message>
        <message>
            <source>No model was chosen, so no pack was made. Choose at least one.</source>
            <translation>कोई मॉडल नहीं चुना गया, इसलिए पैक नहीं बना। कम से कम एक चुनें।</translation>
        </message>
        <message>
            <source>No sentence of the language model passed the checks, so the built-in rules made the text.</source>
            <translation>भाषा मॉडल का कोई वाक्य जाँच में ठीक नहीं निकला, इसलिए पाठ ऐप के अपने नियमों से बना है।</translation>
        </message>
        <message>
            <source>No sentence was made easier: nothing on this page can be changed safely.</source>
            <translation>कोई वाक्य आसान नहीं किया गया: इस पन्ने पर कुछ ऐसा नहीं है जिसे सुरक्षित रूप से बदला जा सके।</translation>
        </message>
        <message>
            <source>No text that this app can read was found on {name}. The picture is kept. Take the photo again in better light, closer.</source>
            <translation>{name} पर ऐसी कोई लिखावट नहीं मिली जिसे यह ऐप पढ़ सके। चित्र सुरक्षित है। अच्छी रोशनी में, पास से, फ़ोटो फिर लें।</translation>
        </message>
        <message>
            <source>Nobody here has trusted the laptop {fingerprint} yet, which made this pack. Nothing was installed. Compare this with what that laptop showed, then say that you trust it.</source>
            <translation>यह पैक जिस लैपटॉप {fingerprint} ने बनाया, उस पर यहाँ अभी किसी ने भरोसा नहीं किया है। कुछ इंस्टॉल नहीं हुआ। इसे उस लैपटॉप पर दिखी संख्या से मिलाएँ, फिर बताएँ कि आपको उस पर भरोसा है।</translation>
        </message>
        <message>
            <source>Not every sentence is green (could not be checked: {amber}, need a decision: {red}), so the lesson waits for review. It is kept.</source>
            <translation>कुछ वाक्य हरे नहीं हैं (जाँच नहीं हो सकी: {amber}, निर्णय चाहिए: {red}), इसलिए पाठ जाँच के लिए रुका है। वह सुरक्षित है।</translation>
        </message>
        <message>
            <source>Nothing can be heard in {name}. Nothing was changed. Record it again, closer to the microphone.</source>
            <translation>{name} में कुछ सुनाई नहीं देता। कुछ नहीं बदला। माइक के पास से फिर रिकॉर्ड करें।</translation>
        </message>
        <message>
            <source>Nothing could be measured on this computer. {detail}</source>
            <translation>इस कंप्यूटर पर कुछ भी मापा नहीं जा सका। {detail}</translation>
        </message>
        <message>
            <source>Nothing was computed yet that another laptop could use. Nothing was written. Make a lesson first.</source>
            <translation>अभी तक ऐसा कुछ नहीं बना जो दूसरा लैपटॉप काम में ले सके। कुछ नहीं लिखा गया। पहले एक पाठ बनाएँ।</translation>
        </message>
        <message>
            <source>Passage {number} has no recording. Nothing was changed.</source>
            <translation>अंश {number} की कोई रिकॉर्डिंग नहीं है। कुछ नहीं बदला।</translation>
        </message>
        <message>
            <source>Passage {number} is a table, a picture or a formula and stays as it is on the page. Nothing was changed. Correct the page instead.</source>
            <translation>अनुच्छेद {number} तालिका, चित्र या सूत्र है और पन्ने जैसा ही रहता है। कुछ नहीं बदला। इसके बदले पन्ना सुधारें।</translation>
        </message>
        <message>
            <source>Passage {number} is not read aloud, so it takes no recording. Nothing was changed. Choose a heading or a paragraph.</source>
            <translation>अंश {number} पढ़कर नहीं सुनाया जाता, इसलिए उसमें रिकॉर्डिंग नहीं लगती। कुछ नहीं बदला। कोई शीर्षक या अनुच्छेद चुनें।</translation>
        </message>
        <message>
            <source>Random weights for {name} need {needs} MB on the disk and {free} MB are free. It was not measured. Free some space, or install the model.</source>
            <translation>{name} के बनावटी भारों को डिस्क पर {needs} MB चाहिए और {free} MB ख़ाली है। उसे मापा नहीं गया। जगह ख़ाली करें, या मॉडल जोड़ें।</translation>
        </message>
        <message>
            <source>Several files become one lesson only when all of them are pictures. Add the others one at a time.</source>
            <translation>कई फ़ाइलें एक पाठ तभी बनती हैं जब सब चित्र हों। बाकी एक-एक करके जोड़ें।</translation>
        </message>
        <message>
            <source>Something else keeps this computer busy, so what was measured was not kept. Close other programs and measure again.</source>
            <translation>कोई और काम इस कंप्यूटर को व्यस्त रखे हुए है, इसलिए जो मापा गया वह नहीं रखा गया। दूसरे प्रोग्राम बंद करें और फिर मापें।</translation>
        </message>
        <message>
            <source>Something on this computer does not work: {names}. Nothing was changed. Install the app again.</source>
            <translation>इस कंप्यूटर पर कुछ काम नहीं कर रहा: {names}। कुछ नहीं बदला। ऐप फिर से लगाएँ।</translation>
        </message>
        <message>
            <source>Stopped. What was measured before is stored.</source>
            <translation>रोक दिया गया। पहले जो मापा गया वह रखा गया है।</translation>
        </message>
        <message>
            <source>Tesseract, which reads pictures, is not installed or lacks {detail}. Nothing was lost. Install the app again.</source>
            <translation>चित्र पढ़ने वाला Tesseract नहीं है या उसमें {detail} नहीं है। कुछ खोया नहीं। ऐप फिर से लगाएँ।</translation>
        </message>
        <message>
            <source>The approval of lesson {id} was taken back, so it was not saved. It is kept. Decide on it again, or save the version that was approved as {id}@{number}.</source>
            <translation>पाठ {id} की मंज़ूरी वापस ली गई है, इसलिए वह सहेजा नहीं गया। पाठ रखा है। उस पर फिर निर्णय लें, या मंज़ूर किया गया संस्करण {id}@{number} लिखकर सहेजें।</translation>
        </message>
        <message>
            <source>The best voice of this language did not answer when the lesson was made, so another voice read it.</source>
            <translation>पाठ बनाते समय इस भाषा की सबसे अच्छी आवाज़ ने उत्तर नहीं दिया, इसलिए दूसरी आवाज़ ने उसे पढ़ा।</translation>
        </message>
        <message>
            <source>The catalogue of models in {path} is not signed by the project ({name}). It was not used. Get it again.</source>
            <translation>{path} में मॉडलों की सूची पर परियोजना के हस्ताक्षर नहीं हैं ({name})। वह काम में नहीं ली गई। उसे फिर से लाएँ।</translation>
        </message>
        <message>
            <source>The catalogue of models in {path} makes no sense: {detail}. It was not used. Get it again.</source>
            <translation>{path} में मॉडलों की सूची ठीक नहीं है: {detail}। वह काम में नहीं ली गई। उसे फिर से लाएँ।</translation>
        </message>
        <message>
            <source>The catalogue of this laptop does not know {name}. Nothing was installed. Get a newer catalogue of models first.</source>
            <translation>इस लैपटॉप की सूची {name} को नहीं जानती। कुछ इंस्टॉल नहीं हुआ। पहले मॉडलों की नई सूची लें।</translation>
        </message>
        <message>
            <source>The data file was damaged and was repaired from the backup of {when}. The damaged file is kept: {kept}</source>
            <translation>डेटा फ़ाइल ख़राब हो गई थी और {when} की प्रति से ठीक की गई। ख़राब फ़ाइल यहाँ रखी है: {kept}</translation>
        </message>
        <message>
            <source>The data file was damaged. What could be read was saved. The damaged file is kept: {kept}</source>
            <translation>डेटा फ़ाइल ख़राब हो गई थी। जो पढ़ा जा सका, वह बचा लिया गया। ख़राब फ़ाइल यहाँ रखी है: {kept}</translation>
        </message>
        <message>
            <source>The data file {path} is damaged and there is no good backup. It was kept as it is. Restore a backup by hand.</source>
            <translation>डेटा फ़ाइल {path} ख़राब है और उसकी कोई अच्छी प्रति नहीं है। उसे जैसी थी वैसी रखा गया। किसी प्रति को ख़ुद वापस लाएँ।</translation>
        </message>
        <message>
            <source>The data file {path} is damaged or gone. Nothing was changed. There is a good backup of {when}: open the window again to bring it back.</source>
            <translation>डेटा फ़ाइल {path} ख़राब है या नहीं रही। कुछ नहीं बदला गया। {when} की अच्छी प्रति रखी है: उसे वापस लाने के लिए विंडो फिर से खोलें।</translation>
        </message>
        <message>
            <source>The data file {path} may not be read by you. Nothing was changed. Ask its owner, or choose another folder.</source>
            <translation>डेटा फ़ाइल {path} पढ़ने की अनुमति आपको नहीं है। कुछ नहीं बदला गया। फ़ाइल जिसकी है उससे कहें, या दूसरा फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>The data folder {path} cannot be written to. Nothing was changed. Choose another folder.</source>
            <translation>फ़ोल्डर {path} में लिखा नहीं जा सकता। कुछ नहीं बदला। दूसरा फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>The data folder {path} is not there. Nothing was changed. Put its disk back in and open the window again.</source>
            <translation>डेटा फ़ोल्डर {path} नहीं मिला। कुछ नहीं बदला गया। जिस डिस्क में वह है उसे लगाएँ और विंडो फिर से खोलें।</translation>
        </message>
        <message>
            <source>The data in {path} was made by a newer version of this app. Nothing was changed. Update the app.</source>
            <translation>{path} का डेटा इस ऐप के नए संस्करण का है। कुछ नहीं बदला। ऐप को अद्यतन करें।</translation>
        </message>
        <message>
            <source>The disk did not answer while writing to {path}. What was saved before is kept. Check the disk and retry.</source>
            <translation>{path} में लिखते समय डिस्क ने उत्तर नहीं दिया। पहले का सहेजा हुआ सुरक्षित है। डिस्क देखें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>The disk is full. What was saved before is kept. Free some space and try again.</source>
            <translation>डिस्क भर गई है। पहले का सहेजा हुआ सुरक्षित है। कुछ जगह खाली करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>The files of {name} could not be converted: they are damaged, or not what they say they are ({detail}). Nothing was installed. Get the model again.</source>
            <translation>{name} की फ़ाइलें बदली नहीं जा सकीं: वे ख़राब हैं, या वह नहीं हैं जो बताती हैं ({detail})। कुछ भी इंस्टॉल नहीं हुआ। मॉडल फिर से लाएँ।</translation>
        </message>
        <message>
            <source>The format {name} is not known. Formats: {known}.</source>
            <translation>प्रारूप {name} ज्ञात नहीं है। प्रारूप: {known}।</translation>
        </message>
        <message>
            <source>The language model did not answer for a part of the text, so the built-in rules made that part. Make the lesson again to try once more.</source>
            <translation>भाषा मॉडल ने पाठ के एक हिस्से के लिए उत्तर नहीं दिया, इसलिए वह हिस्सा ऐप के अपने नियमों से बना है। एक बार और आज़माने के लिए पाठ फिर से बनाएँ।</translation>
        </message>
        <message>
            <source>The laptop {fingerprint} made this pack and not {wanted}. Nothing was installed. Look whether it is the right one.</source>
            <translation>यह पैक {wanted} ने नहीं, बल्कि लैपटॉप {fingerprint} ने बनाया है। कुछ इंस्टॉल नहीं हुआ। देखें कि यह सही पैक है या नहीं।</translation>
        </message>
        <message>
            <source>The lesson waits for a person's decision, so it was not saved to the stick. It is kept.</source>
            <translation>पाठ किसी व्यक्ति के निर्णय के लिए रुका है, इसलिए पेन ड्राइव में नहीं सहेजा गया। वह सुरक्षित है।</translation>
        </message>
        <message>
            <source>The lesson was changed in the meantime. Your words are kept on screen. Open it again and retry.</source>
            <translation>इस बीच पाठ कहीं और बदल गया। आपका लिखा स्क्रीन पर है। उसे फिर खोलें और कोशिश करें।</translation>
        </message>
        <message>
            <source>The lesson {id} was deleted. Nothing was done with it. Bring it back first.</source>
            <translation>पाठ {id} हटाया जा चुका है। कुछ नहीं किया गया। पहले उसे वापस लाएँ।</translation>
        </message>
        <message>
            <source>The model for searching by meaning gave a vector that cannot be used ({detail}). Nothing was changed, and searching by words goes on. Install that model again.</source>
            <translation>अर्थ से खोजने वाले मॉडल ने ऐसा वेक्टर दिया जो काम का नहीं है ({detail})। कुछ नहीं बदला, और शब्दों से खोज चलती रहेगी। वह मॉडल फिर से इंस्टॉल करें।</translation>
        </message>
        <message>
            <source>The model {name} could not be started. Nothing was changed. Verify it on the Models page, or install it again.</source>
            <translation>मॉडल {name} चालू नहीं हो सका। कुछ नहीं बदला। मॉडल वाले पन्ने पर उसे जाँचें, या फिर से इंस्टॉल करें।</translation>
        </message>
        <message>
            <source>The model {name} does not translate from {source} into {target}. Nothing was changed. Choose another model or language.</source>
            <translation>मॉडल {name} {source} से {target} में अनुवाद नहीं करता। कुछ नहीं बदला। दूसरा मॉडल या दूसरी भाषा चुनें।</translation>
        </message>
        <message>
            <source>The model {name} failed several times and is left alone for half a minute. What was finished before is kept. Try again later, or use the built-in way.</source>
            <translation>मॉडल {name} कई बार असफल हुआ, इसलिए उसे आधे मिनट के लिए छोड़ दिया गया है। पहले का काम सुरक्षित है। बाद में फिर कोशिश करें, या ऐप का अपना तरीका काम में लें।</translation>
        </message>
        <message>
            <source>The model {name} is not what it says it is ({detail}). Nothing was changed. Fetch it again from its publisher.</source>
            <translation>मॉडल {name} वह नहीं है जो वह बताता है ({detail})। कुछ नहीं बदला गया। इसे प्रकाशक से फिर से लें।</translation>
        </message>
        <message>
            <source>The model {name} needs {needed} of memory, and models may use {budget} on this computer. Nothing was changed. Choose a smaller model.</source>
            <translation>मॉडल {name} को {needed} मेमोरी चाहिए, और इस कंप्यूटर पर मॉडल {budget} ले सकते हैं। कुछ नहीं बदला। छोटा मॉडल चुनें।</translation>
        </message>
        <message>
            <source>The model {name} stopped in the middle of its answer and was started again. Please try once more.</source>
            <translation>मॉडल {name} अपने जवाब के बीच में रुक गया और फिर चालू किया गया। कृपया एक बार और कोशिश करें।</translation>
        </message>
        <message>
            <source>The model {name} stopped while it translated into {language}: {done} of {total} parts are done and kept. Make the lesson again to go on, or choose another model in Settings.</source>
            <translation>मॉडल {name} {language} में अनुवाद करते हुए रुक गया: {total} में से {done} भाग हो गए और रखे हैं। आगे बढ़ने के लिए पाठ फिर से बनाएँ, या सेटिंग में दूसरा मॉडल चुनें।</translation>
        </message>
        <message>
            <source>The pack in {path} cannot be read any more. Nothing was installed. Put the stick back in and try again.</source>
            <translation>{path} का पैक अब पढ़ा नहीं जा सकता। कुछ इंस्टॉल नहीं हुआ। स्टिक फिर से लगाएँ और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>The pack in {path} is not as it was saved: {detail}</source>
            <translation>{path} का पैक वैसा नहीं है जैसा सहेजा गया था: {detail}</translation>
        </message>
        <message>
            <source>The page has too little text for a lesson. The page is kept. Add more pages or correct the text.</source>
            <translation>पन्ने पर पाठ के लिए बहुत कम लिखा है। पन्ना सुरक्षित है। और पन्ने जोड़ें या पढ़ा हुआ सुधारें।</translation>
        </message>
        <message>
            <source>The page is not in a language that this app makes lessons in. The page is kept. It makes lessons in {languages}.</source>
            <translation>यह पन्ना ऐसी भाषा में नहीं है जिसमें यह ऐप पाठ बनाता है। पन्ना सुरक्षित है। ऐप इन भाषाओं में पाठ बनाता है: {languages}।</translation>
        </message>
        <message>
            <source>The part of the app that does this stopped unexpectedly and was started again. Please try once more.</source>
            <translation>ऐप का जो हिस्सा यह काम करता है, वह अचानक रुक गया और फिर चालू किया गया। कृपया एक बार और कोशिश करें।</translation>
        </message>
        <message>
            <source>The part {library} that this model needs is not installed. Nothing was changed. Install the app with its engines again, or use the built-in way.</source>
            <translation>इस मॉडल के लिए ज़रूरी भाग {library} इंस्टॉल नहीं है। कुछ नहीं बदला गया। ऐप को उसके इंजनों के साथ फिर से इंस्टॉल करें, या ऐप के अपने तरीके का उपयोग करें।</translation>
        </message>
        <message>
            <source>The proxy of this network does not let the download through ({detail}). What was fetched is kept. Ask who looks after the network.</source>
            <translation>इस नेटवर्क का प्रॉक्सी डाउनलोड नहीं होने देता ({detail})। जितना आ चुका है वह सुरक्षित है। नेटवर्क सँभालने वाले से पूछें।</translation>
        </message>
        <message>
            <source>The publisher gives {name} only to people who asked. Nothing was fetched. Fill in the form on {host} and enter your token here.</source>
            <translation>प्रकाशक {name} केवल उन्हें देता है जिन्होंने माँगा हो। कुछ नहीं लाया गया। {host} पर फ़ॉर्म भरें और अपना टोकन यहाँ लिखें।</translation>
        </message>
        <message>
            <source>The publisher has not let you have {name} with your token. Nothing was fetched. Fill in the form on {host}, or check the token.</source>
            <translation>आपके टोकन से प्रकाशक {name} नहीं देता। कुछ नहीं लाया गया। {host} पर फ़ॉर्म भरें, या टोकन जाँचें।</translation>
        </message>
        <message>
            <source>The safety check gave no clear answer about something that the language model wrote, so the built-in rules' own stands there.</source>
            <translation>भाषा मॉडल ने जो लिखा, उसके एक हिस्से पर सुरक्षा जाँच ने साफ़ जवाब नहीं दिया, इसलिए वहाँ ऐप के अपने नियमों का लिखा रखा गया है।</translation>
        </message>
        <message>
            <source>The safety check stopped something that the language model wrote, so the built-in rules' own stands there.</source>
            <translation>भाषा मॉडल ने जो लिखा, उसका एक हिस्सा सुरक्षा जाँच ने रोक दिया, इसलिए वहाँ ऐप के अपने नियमों का लिखा रखा गया है।</translation>
        </message>
        <message>
            <source>The signature of the pack in {path} does not fit what is in it. Nothing was installed. Make the pack again.</source>
            <translation>{path} के पैक का हस्ताक्षर उसकी सामग्री से मेल नहीं खाता। कुछ इंस्टॉल नहीं हुआ। पैक फिर से बनाएँ।</translation>
        </message>
        <message>
            <source>The stick was taken out or stopped answering at lesson {number}. {complete} complete lessons are on it. Put it back and save again.</source>
            <translation>पाठ {number} पर पेन ड्राइव निकाल ली गई या उसने उत्तर देना बंद कर दिया। उसमें {complete} पूरे पाठ हैं। उसे वापस लगाएँ और फिर सहेजें।</translation>
        </message>
        <message>
            <source>The text is too long for the model {name}. Nothing was changed. Use a shorter part of it.</source>
            <translation>यह पाठ्य मॉडल {name} के लिए बहुत लंबा है। कुछ नहीं बदला गया। इसका छोटा हिस्सा लें।</translation>
        </message>
        <message>
            <source>The voice could not speak {language}. The lesson is kept without sound. Try again later.</source>
            <translation>आवाज़ {language} नहीं बोल पाई। पाठ बिना आवाज़ के सुरक्षित है। बाद में फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>The voice from the internet did not speak: {detail}.</source>
            <translation>इंटरनेट की आवाज़ नहीं बोली: {detail}।</translation>
        </message>
        <message>
            <source>The voice {name} does not speak {language}. Nothing was changed. Choose another voice or language.</source>
            <translation>आवाज़ {name} {language} नहीं बोलती। कुछ नहीं बदला। दूसरी आवाज़ या दूसरी भाषा चुनें।</translation>
        </message>
        <message>
            <source>There are no results of another laptop in {path}. Nothing was changed. Choose the stick or folder again.</source>
            <translation>{path} में दूसरे लैपटॉप के कोई परिणाम नहीं हैं। कुछ नहीं बदला गया। पेन ड्राइव या फ़ोल्डर फिर से चुनें।</translation>
        </message>
        <message>
            <source>There is no backup to restore in {path}. Nothing was changed.</source>
            <translation>{path} में वापस लाने के लिए कोई प्रति नहीं है। कुछ नहीं बदला।</translation>
        </message>
        <message>
            <source>There is no block {number} on this page. Nothing was changed. It has {count}, counted from 0.</source>
            <translation>इस पन्ने पर खंड {number} नहीं है। कुछ नहीं बदला। इसमें {count} खंड हैं, गिनती 0 से है।</translation>
        </message>
        <message>
            <source>There is no document {id}.</source>
            <translation>दस्तावेज़ {id} नहीं है।</translation>
        </message>
        <message>
            <source>There is no lesson {id}.</source>
            <translation>पाठ {id} नहीं है।</translation>
        </message>
        <message>
            <source>There is no model {name}. Nothing was changed. Models: {known}.</source>
            <translation>{name} नाम का कोई मॉडल नहीं है। कुछ नहीं बदला। मॉडल: {known}।</translation>
        </message>
        <message>
            <source>There is no page {id}.</source>
            <translation>पन्ना {id} नहीं है।</translation>
        </message>
        <message>
            <source>There is no passage {number}. Nothing was changed. The last one is {last}.</source>
            <translation>अनुच्छेद {number} नहीं है। कुछ नहीं बदला। आख़िरी {last} है।</translation>
        </message>
        <message>
            <source>There is no reviewer yet. Nothing was changed. Say who decides.</source>
            <translation>अभी कोई जाँचने वाला नहीं है। कुछ नहीं बदला। बताएँ कि निर्णय कौन करता है।</translation>
        </message>
        <message>
            <source>There is no room for the model {name} now: it needs {needed} of memory. What was finished before is kept. Try again in a minute, or close other programs.</source>
            <translation>अभी मॉडल {name} के लिए जगह नहीं है: उसे {needed} मेमोरी चाहिए। पहले का काम सुरक्षित है। एक मिनट बाद फिर कोशिश करें, या दूसरे प्रोग्राम बंद करें।</translation>
        </message>
        <message>
            <source>There is no setting {name}. Nothing was changed. There are: {known}.</source>
            <translation>सेटिंग {name} नहीं है। कुछ नहीं बदला। ये हैं: {known}।</translation>
        </message>
        <message>
            <source>There is no text to use. Type or paste some text first.</source>
            <translation>उपयोग के लिए कोई पाठ नहीं है। पहले कुछ लिखें या चिपकाएँ।</translation>
        </message>
        <message>
            <source>There is no word in the question. Nothing was looked up. Type what you want to know.</source>
            <translation>प्रश्न में कोई शब्द नहीं है। कुछ खोजा नहीं गया। जो जानना है, वह लिखें।</translation>
        </message>
        <message>
            <source>There is nothing here that the voice can speak. Nothing was changed.</source>
            <translation>यहाँ ऐसा कुछ नहीं है जो आवाज़ बोल सके। कुछ नहीं बदला।</translation>
        </message>
        <message>
            <source>There is nothing in the library yet. Add a book or a page first, then ask again.</source>
            <translation>पुस्तकालय में अभी कुछ नहीं है। पहले कोई पुस्तक या पृष्ठ जोड़ें, फिर पूछें।</translation>
        </message>
        <message>
            <source>There is too little free memory for the model {name}. What was finished before is kept. Close other programs, or choose a smaller model.</source>
            <translation>मॉडल {name} के लिए खाली मेमोरी बहुत कम है। पहले का काम सुरक्षित है। दूसरे प्रोग्राम बंद करें, या छोटा मॉडल चुनें।</translation>
        </message>
        <message>
            <source>This Python's SQLite ({detail}) is too old to keep data safe. Nothing was changed. Install the app again.</source>
            <translation>इस Python का SQLite ({detail}) इतना पुराना है कि डेटा सुरक्षित नहीं रहेगा। कुछ नहीं बदला। ऐप फिर से लगाएँ।</translation>
        </message>
        <message>
            <source>This catalogue of models is version {version} and the one in use is {current}. It was not used. Get a newer one.</source>
            <translation>मॉडलों की यह सूची संस्करण {version} है और काम में ली जा रही सूची {current}। यह नहीं ली गई। नई सूची लाएँ।</translation>
        </message>
        <message>
            <source>This computer has too little memory or too many open files for this. What was finished before is kept. Close other programs and try again.</source>
            <translation>इस काम के लिए कंप्यूटर में जगह नहीं है: मेमोरी कम है या बहुत सारी फ़ाइलें खुली हैं। पहले का काम सुरक्षित है। दूसरे प्रोग्राम बंद करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>This is no token of the hub. Nothing was stored. Copy it again from your page on the hub.</source>
            <translation>यह हब का टोकन नहीं है। कुछ नहीं रखा गया। इसे हब पर अपने पन्ने से फिर कॉपी करें।</translation>
        </message>
        <message>
            <source>This is the only page of its document. Nothing was changed. Remove the document instead.</source>
            <translation>यह दस्तावेज़ का अकेला पन्ना है। कुछ नहीं बदला। इसके बदले दस्तावेज़ हटाएँ।</translation>
        </message>
        <message>
            <source>This is {found} and not {wanted}. Nothing was installed. Choose the folder of {wanted}.</source>
            <translation>यह {found} है, {wanted} नहीं। कुछ नहीं जोड़ा गया। {wanted} का फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>This lesson is not approved, so there is nothing to reopen. Nothing was changed.</source>
            <translation>यह पाठ स्वीकृत नहीं है, इसलिए फिर से खोलने को कुछ नहीं है। कुछ नहीं बदला।</translation>
        </message>
        <message>
            <source>This lesson was rejected, so it was not saved to the stick. It is kept.</source>
            <translation>यह पाठ लौटाया गया था, इसलिए पेन ड्राइव में नहीं सहेजा गया। वह सुरक्षित है।</translation>
        </message>
        <message>
            <source>This pack has an older {name} than the one that came from the same laptop. Nothing was installed. Use the newer pack.</source>
            <translation>इस पैक में {name} उसी लैपटॉप से पहले आए मॉडल से पुराना है। कुछ इंस्टॉल नहीं हुआ। नया पैक लें।</translation>
        </message>
        <message>
            <source>This page has corrections of yours, and reading it again would lose them. Nothing was changed. Say that they may go, or leave the page as it is.</source>
            <translation>इस पन्ने पर आपके सुधार हैं, और फिर पढ़ने से वे चले जाएँगे। कुछ नहीं बदला। बताएँ कि वे जा सकते हैं, या पन्ने को वैसा ही रहने दें।</translation>
        </message>
        <message>
            <source>This version was already {state}. Nothing was changed.</source>
            <translation>इस संस्करण पर निर्णय पहले ही हो चुका है ({state})। कुछ नहीं बदला।</translation>
        </message>
        <message>
            <source>What is set as HF_TOKEN is no token of the hub. Nothing was fetched. Copy it again from your page on the hub, or take HF_TOKEN away.</source>
            <translation>HF_TOKEN में जो रखा है वह हब का टोकन नहीं है। कुछ नहीं लाया गया। इसे हब पर अपने पन्ने से फिर कॉपी करें, या HF_TOKEN हटा दें।</translation>
        </message>
        <message>
            <source>What was read back from {name} is not what was written. The pack is not signed. The stick may be failing: use another one.</source>
            <translation>{name} से जो पढ़ा गया वह लिखे हुए से अलग है। पैक पर हस्ताक्षर नहीं हुआ। स्टिक ख़राब हो सकती है: दूसरी लें।</translation>
        </message>
        <message>
            <source>What was read back from {path} is not what was written ({name}). The stick may be failing. Use another one.</source>
            <translation>{path} से वापस पढ़ा हुआ वह नहीं है जो लिखा गया था ({name})। पेन ड्राइव ख़राब हो रही हो सकती है। दूसरी लगाएँ।</translation>
        </message>
        <message>
            <source>What {host} answers is not the file {name}. Nothing of it was used. Look whether the network asks you to log in, and try again.</source>
            <translation>{host} ने जो भेजा वह {name} फ़ाइल नहीं है। उसमें से कुछ काम में नहीं लिया गया। देखें कि नेटवर्क लॉग-इन तो नहीं माँग रहा, और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>You did not accept the conditions of {name}. Nothing was fetched.</source>
            <translation>आपने {name} की शर्तें नहीं मानीं। कुछ नहीं लाया गया।</translation>
        </message>
        <message>
            <source>You did not trust the laptop {fingerprint} that made this pack. Nothing was installed.</source>
            <translation>आपने इस पैक को बनाने वाले लैपटॉप {fingerprint} पर भरोसा नहीं किया। कुछ इंस्टॉल नहीं हुआ।</translation>
        </message>
        <message>
            <source>{count} pages of this document are not read yet. Nothing was made. Add the document again to read them.</source>
            <translation>इस दस्तावेज़ के {count} पन्ने अभी पढ़े नहीं गए हैं। कुछ नहीं बनाया गया। उन्हें पढ़ने के लिए दस्तावेज़ फिर जोड़ें।</translation>
        </message>
        <message>
            <source>{count} results are more than the {most} that fit in one folder. They were not written. Choose documents.</source>
            <translation>{count} परिणाम एक फ़ोल्डर में आने वाले {most} से अधिक हैं। वे नहीं लिखे गए। दस्तावेज़ चुनें।</translation>
        </message>
        <message>
            <source>{host} cannot be reached, so {name} is not whole yet. What was fetched is kept. Check the network and try again.</source>
            <translation>{host} तक नहीं पहुँचा जा सका, इसलिए {name} अभी पूरी नहीं है। जितना आ चुका है वह सुरक्षित है। नेटवर्क देखें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{host} could not prove that it is {host}. Nothing was fetched. Check the date of this computer, or use another network.</source>
            <translation>{host} यह साबित नहीं कर सका कि वह {host} ही है। कुछ नहीं लाया गया। इस कंप्यूटर की तारीख़ जाँचें, या दूसरा नेटवर्क लें।</translation>
        </message>
        <message>
            <source>{host} does not have {name}. Nothing was fetched. Look whether there is a newer catalogue of models.</source>
            <translation>{host} पर {name} नहीं है। कुछ नहीं लाया गया। देखें कि मॉडलों की नई सूची तो नहीं आई।</translation>
        </message>
        <message>
            <source>{host} is busy or out of order, so {name} is not whole yet. What was fetched is kept. Try again later.</source>
            <translation>{host} व्यस्त है या ख़राब है, इसलिए {name} अभी पूरी नहीं है। जितना आ चुका है वह सुरक्षित है। बाद में फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{names} could not be measured. What was measured is stored. Verify the models and try again.</source>
            <translation>{names} को मापा नहीं जा सका। जो मापा गया वह रखा गया है। मॉडल जाँचकर फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} and {other} would be one file on many disks. Nothing was installed. Get the model again.</source>
            <translation>कई डिस्कों पर {name} और {other} एक ही फ़ाइल बन जाएँगी। कुछ नहीं जोड़ा गया। मॉडल फिर से लाएँ।</translation>
        </message>
        <message>
            <source>{name} broke while it was measured ({detail}). The others were measured.</source>
            <translation>मापते समय {name} रुक गया ({detail})। बाक़ी मापे गए।</translation>
        </message>
        <message>
            <source>{name} came twice with a content that is not the publisher's, so it was thrown away. Nothing was installed. Try another network.</source>
            <translation>{name} दो बार आई और दोनों बार प्रकाशक की फ़ाइल नहीं निकली, इसलिए फेंक दी गई। कुछ इंस्टॉल नहीं हुआ। दूसरा नेटवर्क आज़माएँ।</translation>
        </message>
        <message>
            <source>{name} can run code ({detail}), and no model needs that. Nothing was installed. Take it out or get the model again.</source>
            <translation>{name} प्रोग्राम चला सकती है ({detail}), और किसी मॉडल को इसकी ज़रूरत नहीं। कुछ नहीं जोड़ा गया। उसे निकाल दें या मॉडल फिर से लाएँ।</translation>
        </message>
        <message>
            <source>{name} cannot be read any more ({detail}). Nothing was installed. Check the stick and try again.</source>
            <translation>{name} अब पढ़ी नहीं जा सकती ({detail})। कुछ नहीं जोड़ा गया। पेन ड्राइव देखें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} cannot be read: the file is damaged or cut short. It was not added. Copy it again and retry.</source>
            <translation>{name} पढ़ी नहीं जा सकती: फ़ाइल ख़राब या अधूरी है। इसे जोड़ा नहीं गया। उसे फिर से कॉपी करें और कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} cannot be read: without the extra part “sound” this app reads WAV alone. Nothing was changed. Install that part, or save the recording as WAV.</source>
            <translation>{name} नहीं पढ़ी जा सकती: अतिरिक्त हिस्से “sound” के बिना यह ऐप केवल WAV पढ़ता है। कुछ नहीं बदला। वह हिस्सा इंस्टॉल करें, या रिकॉर्डिंग को WAV में सहेजें।</translation>
        </message>
        <message>
            <source>{name} changed while it was copied. Nothing was installed. Try again.</source>
            <translation>कॉपी होते समय {name} बदल गई। कुछ नहीं जोड़ा गया। फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} comes under another licence now than the one that was shown. Nothing was fetched. Look at it again.</source>
            <translation>{name} का लाइसेंस अब वह नहीं है जो दिखाया गया था। कुछ नहीं लाया गया। इसे फिर देखें।</translation>
        </message>
        <message>
            <source>{name} comes under conditions: {licence} Nothing was fetched. Read them at {url}, and say that you accept them.</source>
            <translation>{name} शर्तों के साथ मिलता है: {licence} कुछ नहीं लाया गया। शर्तें {url} पर पढ़ें, और बताएँ कि वे आपको मान्य हैं।</translation>
        </message>
        <message>
            <source>{name} does not belong to the model. Nothing was installed. Take it out and try again.</source>
            <translation>{name} इस मॉडल की फ़ाइल नहीं है। कुछ नहीं जोड़ा गया। उसे निकाल दें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} does not hold parts of a lesson: {detail}. Nothing was changed. Mend it and try again.</source>
            <translation>{name} में पाठ के भाग नहीं हैं: {detail}। कुछ नहीं बदला। उसे ठीक करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} does not run on this computer as {detail}. It was not measured.</source>
            <translation>{name} इस कंप्यूटर पर {detail} के रूप में नहीं चलता। उसे मापा नहीं गया।</translation>
        </message>
        <message>
            <source>{name} gave no answer that could be measured. The others were measured.</source>
            <translation>{name} ने ऐसा उत्तर नहीं दिया जो मापा जा सके। बाक़ी मापे गए।</translation>
        </message>
        <message>
            <source>{name} has no pages. It was not added. Choose another file.</source>
            <translation>{name} में कोई पन्ना नहीं है। इसे जोड़ा नहीं गया। दूसरी फ़ाइल चुनें।</translation>
        </message>
        <message>
            <source>{name} has something in it that is not safe to open ({detail}). It was not added. Open it in Word and save it again as DOCX or PDF.</source>
            <translation>{name} में कुछ ऐसा है जिसे खोलना सुरक्षित नहीं है ({detail})। इसे जोड़ा नहीं गया। उसे Word में खोलकर फिर से DOCX या PDF में सहेजें।</translation>
        </message>
        <message>
            <source>{name} has to be converted before it runs, and the part that does so ({detail}) is not installed. Nothing was changed. Choose a folder with the model ready to run.</source>
            <translation>{name} को चलाने से पहले बदलना पड़ता है, और यह करने वाला भाग ({detail}) यहाँ नहीं है। कुछ नहीं बदला। चलने को तैयार मॉडल का फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>{name} in the pack is damaged or is another file. Nothing was installed. Copy the pack again.</source>
            <translation>पैक की {name} ख़राब है या कोई दूसरी फ़ाइल है। कुछ इंस्टॉल नहीं हुआ। पैक फिर से कॉपी करें।</translation>
        </message>
        <message>
            <source>{name} is a link and not a file. Nothing was installed. Copy the file itself into the folder.</source>
            <translation>{name} एक लिंक है, फ़ाइल नहीं। कुछ नहीं जोड़ा गया। फ़ोल्डर में असली फ़ाइल रखें।</translation>
        </message>
        <message>
            <source>{name} is a picture in a format that this app does not read ({detail}). It was not added. Save it as JPEG or PNG and add that.</source>
            <translation>{name} ऐसे प्रारूप ({detail}) का चित्र है जिसे यह ऐप नहीं पढ़ता। इसे जोड़ा नहीं गया। उसे JPEG या PNG में सहेजकर जोड़ें।</translation>
        </message>
        <message>
            <source>{name} is an address and not a file. It was not added. Save the page as a file and add that.</source>
            <translation>{name} एक पता है, फ़ाइल नहीं। इसे जोड़ा नहीं गया। पन्ने को फ़ाइल में सहेजकर जोड़ें।</translation>
        </message>
        <message>
            <source>{name} is bigger than {megabytes} MB. Nothing was changed. Record this passage alone, and choose that file.</source>
            <translation>{name} {megabytes} MB से बड़ी है। कुछ नहीं बदला। केवल यही अंश रिकॉर्ड करें और वह फ़ाइल चुनें।</translation>
        </message>
        <message>
            <source>{name} is damaged: {detail}. Nothing was installed. Copy it again.</source>
            <translation>{name} ख़राब है: {detail}। कुछ नहीं जोड़ा गया। उसे फिर से कॉपी करें।</translation>
        </message>
        <message>
            <source>{name} is empty. It was not added. Choose another file.</source>
            <translation>{name} खाली है। इसे जोड़ा नहीं गया। दूसरी फ़ाइल चुनें।</translation>
        </message>
        <message>
            <source>{name} is in a script that this app does not read ({detail}). Nothing was made. It reads English and ten Indian languages.</source>
            <translation>{name} ऐसी लिपि में है जिसे यह ऐप नहीं पढ़ता ({detail})। कुछ नहीं बनाया गया। यह अंग्रेज़ी और दस भारतीय भाषाएँ पढ़ता है।</translation>
        </message>
        <message>
            <source>{name} is in the way of the pack: no export wrote it. It was left as it is. Take it away, or choose another folder.</source>
            <translation>{name} पैक के रास्ते में है: यह किसी पैक बनाने के काम ने नहीं लिखा। इसे जैसा था वैसा ही छोड़ दिया गया। इसे हटाएँ या कोई दूसरा फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>{name} is in use. It was not removed. End what uses it and try again.</source>
            <translation>{name} अभी काम में है। उसे नहीं हटाया गया। जो उसे काम में ले रहा है उसे बंद करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} is installed already, with other content. Nothing was changed. Remove it first if the new one is right.</source>
            <translation>{name} पहले से है, पर उसमें कुछ और है। कुछ नहीं बदला। नया सही हो तो पहले पुराना हटाएँ।</translation>
        </message>
        <message>
            <source>{name} is larger than 4 GB, which {path} may not hold. Nothing was saved. Make the lesson shorter.</source>
            <translation>{name} 4 GB से बड़ी है, जो {path} में नहीं आ सकती। कुछ नहीं सहेजा गया। पाठ छोटा करें।</translation>
        </message>
        <message>
            <source>{name} is locked with a password. It was not added. Save a copy without the password first.</source>
            <translation>{name} पर पासवर्ड लगा है। इसे जोड़ा नहीं गया। पहले बिना पासवर्ड की प्रति सहेजें।</translation>
        </message>
        <message>
            <source>{name} is longer than {minutes} minutes. Nothing was changed. Record this passage alone, and choose that file.</source>
            <translation>{name} {minutes} मिनट से लंबी है। कुछ नहीं बदला। केवल यही अंश रिकॉर्ड करें और वह फ़ाइल चुनें।</translation>
        </message>
        <message>
            <source>{name} is missing from the model. Nothing was installed. Copy the whole folder again.</source>
            <translation>मॉडल में {name} नहीं है। कुछ नहीं जोड़ा गया। पूरा फ़ोल्डर फिर से कॉपी करें।</translation>
        </message>
        <message>
            <source>{name} is no name for a file of a model. Nothing was installed. Get the model again.</source>
            <translation>{name} मॉडल की फ़ाइल का नाम नहीं हो सकता। कुछ नहीं जोड़ा गया। मॉडल फिर से लाएँ।</translation>
        </message>
        <message>
            <source>{name} is not a PDF, a picture, a Word document or a text file. It was not added. Choose another file.</source>
            <translation>{name} न PDF है, न चित्र, न Word दस्तावेज़, न सादा पाठ। इसे जोड़ा नहीं गया। दूसरी फ़ाइल चुनें।</translation>
        </message>
        <message>
            <source>{name} is not a file. It was not added. Choose the file itself.</source>
            <translation>{name} फ़ाइल नहीं है। इसे जोड़ा नहीं गया। फ़ाइल ही चुनें।</translation>
        </message>
        <message>
            <source>{name} is not a recording that can be read. Nothing was changed. Choose a sound file: WAV, MP3, OGG or M4A.</source>
            <translation>{name} ऐसी रिकॉर्डिंग नहीं है जो पढ़ी जा सके। कुछ नहीं बदला। कोई ध्वनि फ़ाइल चुनें: WAV, MP3, OGG या M4A।</translation>
        </message>
        <message>
            <source>{name} is not as it was installed, so it was not put into the pack. Nothing was signed. Install the model again.</source>
            <translation>{name} वैसी नहीं है जैसी इंस्टॉल हुई थी, इसलिए पैक में नहीं रखी गई। किसी पर हस्ताक्षर नहीं हुआ। मॉडल फिर से इंस्टॉल करें।</translation>
        </message>
        <message>
            <source>{name} is not as it was installed: {detail}. Remove it and install it again.</source>
            <translation>{name} वैसा नहीं है जैसा जोड़ा गया था: {detail}। उसे हटाकर फिर से जोड़ें।</translation>
        </message>
        <message>
            <source>{name} is not installed, and its shape is not known. It was not measured. Install it first.</source>
            <translation>{name} यहाँ नहीं है, और उसका आकार मालूम नहीं। उसे मापा नहीं गया। पहले उसे जोड़ें।</translation>
        </message>
        <message>
            <source>{name} is not installed. Nothing was changed. Installed: {known}.</source>
            <translation>{name} यहाँ नहीं है। कुछ नहीं बदला। जो हैं: {known}।</translation>
        </message>
        <message>
            <source>{name} is not the file that its publisher gave out. Nothing was installed. Get the model again.</source>
            <translation>{name} वह फ़ाइल नहीं है जो प्रकाशक ने दी थी। कुछ नहीं जोड़ा गया। मॉडल फिर से लाएँ।</translation>
        </message>
        <message>
            <source>{name} is not there any more. Nothing was changed. Check the stick or the folder and try again.</source>
            <translation>{name} अब वहाँ नहीं है। कुछ नहीं बदला। पेन ड्राइव या फ़ोल्डर देखें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} is text in an encoding that could not be recognised. It was not added. Save it as UTF-8 and retry.</source>
            <translation>{name} का पाठ ऐसे कूट में है जो पहचाना नहीं गया। इसे जोड़ा नहीं गया। उसे UTF-8 में सहेजें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} is text with zero bytes in it, so it is damaged or no text. It was not added. Open it in an editor and save it as UTF-8.</source>
            <translation>{name} में शून्य बाइट हैं, इसलिए वह ख़राब है या पाठ नहीं है। इसे जोड़ा नहीं गया। उसे किसी संपादक में खोलकर UTF-8 में सहेजें।</translation>
        </message>
        <message>
            <source>{name} is too large to open safely ({detail}). It was not added. Use a smaller file.</source>
            <translation>{name} इतनी बड़ी है कि सुरक्षित नहीं खोली जा सकती ({detail})। इसे जोड़ा नहीं गया। छोटी फ़ाइल लें।</translation>
        </message>
        <message>
            <source>{name} is typed in an old font that only its own computer can show. It was not added. Save it there as PDF, or take a photo of the page, and add that.</source>
            <translation>{name} पुराने फ़ॉन्ट में टाइप की गई है, जो केवल उसी कंप्यूटर पर दिखता है। इसे जोड़ा नहीं गया। उसे वहीं PDF के रूप में सहेजें, या पन्ने की फ़ोटो लें, और वह जोड़ें।</translation>
        </message>
        <message>
            <source>{name} may not be read by you. It was not added. Copy it to a folder of your own and try again.</source>
            <translation>{name} को पढ़ने की अनुमति आपको नहीं है। इसे जोड़ा नहीं गया। उसे अपने फ़ोल्डर में कॉपी करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} needs {needed} and this drive has {free} free. Nothing was written. Free some space and try again.</source>
            <translation>{name} के लिए {needed} चाहिए और इस ड्राइव में {free} ख़ाली है। कुछ नहीं लिखा गया। जगह ख़ाली करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} needs {needs} MB of memory and this computer has {budget} MB for models. Nothing was installed. No smaller model does this job: it stays with the built-in engine.</source>
            <translation>{name} को {needs} MB मेमोरी चाहिए और इस कंप्यूटर में मॉडलों के लिए {budget} MB है। कुछ नहीं जोड़ा गया। इससे छोटा कोई मॉडल यह काम नहीं करता: काम ऐप के अपने तरीके से ही होगा।</translation>
        </message>
        <message>
            <source>{name} needs {needs} MB of memory and this computer has {budget} MB for models. Nothing was installed. {smaller} fits.</source>
            <translation>{name} को {needs} MB मेमोरी चाहिए और इस कंप्यूटर में मॉडलों के लिए {budget} MB है। कुछ नहीं जोड़ा गया। {smaller} आ जाएगा।</translation>
        </message>
        <message>
            <source>{name} needs {needs} MB of memory and {free} MB are free. It was not measured. Close other programs and try again.</source>
            <translation>{name} को {needs} MB मेमोरी चाहिए और {free} MB ख़ाली है। उसे मापा नहीं गया। दूसरे प्रोग्राम बंद करके फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} needs {needs} MB on the disk and {free} MB are free. Nothing was installed. Free some space and try again.</source>
            <translation>{name} को डिस्क पर {needs} MB चाहिए और {free} MB ख़ाली है। कुछ नहीं जोड़ा गया। कुछ जगह ख़ाली करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} took more time or memory than a page may take, so reading was stopped. It was not added. Try a photo of the page.</source>
            <translation>{name} में एक पन्ने की सीमा से ज़्यादा समय या मेमोरी लगी, इसलिए पढ़ना रोक दिया गया। इसे जोड़ा नहीं गया। पन्ने की फ़ोटो से कोशिश करें।</translation>
        </message>
        <message>
            <source>{name} was not measured. {detail}</source>
            <translation>{name} को मापा नहीं गया। {detail}</translation>
        </message>
        <message>
            <source>{name} was not measured: a quick measurement ends after {minutes} minutes. What was measured is kept. Measure it alone, or not quickly.</source>
            <translation>{name} को नहीं मापा गया: जल्दी वाली माप {minutes} मिनट के बाद रुक जाती है। जो मापा गया वह रखा है। इसे अकेले मापें, या बिना जल्दी के।</translation>
        </message>
        <message>
            <source>{name} went away while it was being read. What was read before is kept. Put it back and try again.</source>
            <translation>{name} पढ़ते-पढ़ते हट गई। तब तक पढ़ा हुआ सुरक्षित है। उसे वापस लगाएँ और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{path} became full at lesson {number}. {complete} complete lessons are on it. Free some space and retry.</source>
            <translation>पाठ {number} पर {path} भर गई। उसमें {complete} पूरे पाठ हैं। कुछ जगह खाली करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{path} became full. What was written is kept. Free some space and do it again: it goes on from there.</source>
            <translation>{path} भर गया। जो लिखा गया वह बना रहेगा। थोड़ी जगह खाली करें और फिर से करें: काम वहीं से आगे बढ़ेगा।</translation>
        </message>
        <message>
            <source>{path} cannot be written to. Nothing of it is used yet. Unlock the stick or use another one.</source>
            <translation>{path} पर लिखा नहीं जा सकता। उसका कुछ भी अभी काम में नहीं लिया जाता। पेन ड्राइव का ताला खोलें या दूसरी लें।</translation>
        </message>
        <message>
            <source>{path} cannot be written to. Nothing was saved. Unlock the stick or use another one.</source>
            <translation>{path} में लिखा नहीं जा सकता। कुछ नहीं सहेजा गया। पेन ड्राइव का ताला खोलें या दूसरी लगाएँ।</translation>
        </message>
        <message>
            <source>{path} could not be let go of. The lessons on it are complete. Close what else uses it, then try again.</source>
            <translation>{path} को अभी निकाला नहीं जा सका। उसमें रखे पाठ पूरे हैं। जो और उसे काम में ले रहा है उसे बंद करें, फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{path} has {free} free and the lessons need {needed}. Nothing was saved. Free some space and try again.</source>
            <translation>{path} में {free} खाली है और पाठों को {needed} चाहिए। कुछ नहीं सहेजा गया। कुछ जगह खाली करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{path} has {free} free and the results need {needed}. Nothing was written. Free some space and try again.</source>
            <translation>{path} में {free} जगह खाली है और परिणामों को {needed} चाहिए। कुछ नहीं लिखा गया। थोड़ी जगह खाली करें और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{path} holds no model that this app knows: {detail}. Nothing was installed. Choose another folder.</source>
            <translation>{path} में ऐसा कोई मॉडल नहीं जिसे यह ऐप जानता हो: {detail}। कुछ नहीं जोड़ा गया। दूसरा फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>{path} holds no pack of models. Nothing was installed. Choose the folder that has manifest.json in it.</source>
            <translation>{path} में मॉडलों का पैक नहीं है। कुछ इंस्टॉल नहीं हुआ। वह फ़ोल्डर चुनें जिसमें manifest.json है।</translation>
        </message>
        <message>
            <source>{path} is not a ShikshaSetu stick or pack: there is no SHA256SUMS in it.</source>
            <translation>{path} शिक्षा सेतु की पेन ड्राइव या पैक नहीं है: उसमें SHA256SUMS नहीं है।</translation>
        </message>
        <message>
            <source>{path} is not a file but a folder, a device or a link to nowhere, so the data cannot be opened. Nothing was changed. Move it away, or choose another folder.</source>
            <translation>{path} फ़ाइल नहीं, बल्कि फ़ोल्डर, उपकरण या टूटी कड़ी है, इसलिए डेटा नहीं खुल सकता। कुछ नहीं बदला गया। उसे हटाएँ, या दूसरा फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>{path} is not a folder that can be read. Nothing was installed. Choose the folder of the model.</source>
            <translation>{path} ऐसा फ़ोल्डर नहीं जिसे पढ़ा जा सके। कुछ नहीं जोड़ा गया। मॉडल का फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>{path} is not a folder that can be written to. Nothing was saved. Put the stick in and try again.</source>
            <translation>{path} ऐसा फ़ोल्डर नहीं है जिसमें लिखा जा सके। कुछ नहीं सहेजा गया। पेन ड्राइव लगाएँ और फिर कोशिश करें।</translation>
        </message>
        <message>
            <source>{path} is not a folder, so no data can be in it. Nothing was changed. Choose another folder.</source>
            <translation>{path} फ़ोल्डर नहीं है, इसलिए उसमें डेटा नहीं हो सकता। कुछ नहीं बदला गया। दूसरा फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>{path} is not a folder. Nothing was written. Put the stick in, or choose another folder.</source>
            <translation>{path} कोई फ़ोल्डर नहीं है। कुछ नहीं लिखा गया। पेन ड्राइव लगाएँ, या दूसरा फ़ोल्डर चुनें।</translation>
        </message>
        <message>
            <source>{path} was taken out or stopped answering. What was written is kept. Put it back and do it again.</source>
            <translation>{path} निकाल ली गई या उसने जवाब देना बंद कर दिया। जो लिखा गया वह बना रहेगा। उसे वापस लगाएँ और फिर से करें।</translation>
        </message>
        <message>
            <source>{url} is not an address that may be downloaded from. Nothing was fetched. Use one that begins with https.</source>
            <translation>{url} से डाउनलोड नहीं किया जा सकता। कुछ नहीं लाया गया। https से शुरू होने वाला पता लिखें।</translation>
        </message>
        <message>
            <source>{value} does not fit the setting {name}: {detail}. Nothing was changed. Choose another value.</source>
            <translation>{value} सेटिंग {name} के लिए ठीक नहीं है: {detail}। कुछ नहीं बदला। दूसरा मान चुनें।</translation>
        </message>
    </context>
    <context>
        <name>Findings</name>
        <message>
            <source>A formula was kept as a picture because it could not be read. Please look at it.</source>
            <translation>एक सूत्र पढ़ा नहीं जा सका, इसलिए चित्र के रूप में रखा गया। कृपया उसे देखें।</translation>
        </message>
        <message>
            <source>A part of page {source} could not be taken in. Please look whether it matters.</source>
            <translation>पन्ना {source} का एक हिस्सा नहीं लिया जा सका। कृपया देखें कि इससे फ़र्क पड़ता है या नहीं।</translation>
        </message>
        <message>
            <source>An option is empty.</source>
            <translation>एक विकल्प खाली है।</translation>
        </message>
        <message>
            <source>Choice question {number}: {finding}</source>
            <translation>विकल्प वाला प्रश्न {number}: {finding}</translation>
        </message>
        <message>
            <source>Key word {number}: {finding}</source>
            <translation>मुख्य शब्द {number}: {finding}</translation>
        </message>
        <message>
            <source>Lesson plan: {finding}</source>
            <translation>पाठ-योजना: {finding}</translation>
        </message>
        <message>
            <source>Nothing could be read on page {source}. Please look whether something is missing.</source>
            <translation>पन्ने {source} पर कुछ पढ़ा नहीं जा सका। कृपया देखें कि कुछ छूटा तो नहीं।</translation>
        </message>
        <message>
            <source>Nothing stands here any more. It was: “{source}”</source>
            <translation>यहाँ अब कुछ नहीं है। पहले था: “{source}”</translation>
        </message>
        <message>
            <source>Page {source} is in another language than this lesson. Please look whether that is right.</source>
            <translation>पृष्ठ {source} इस पाठ से अलग भाषा में है। कृपया देखें कि यह ठीक है या नहीं।</translation>
        </message>
        <message>
            <source>Short question {number}: {finding}</source>
            <translation>छोटा प्रश्न {number}: {finding}</translation>
        </message>
        <message>
            <source>The date {source} became {result}.</source>
            <translation>दिनांक {source} की जगह {result} हो गया।</translation>
        </message>
        <message>
            <source>The date “{result}” is not on the page.</source>
            <translation>दिनांक “{result}” पन्ने पर नहीं है।</translation>
        </message>
        <message>
            <source>The date “{source}” is missing.</source>
            <translation>दिनांक “{source}” छूट गया है।</translation>
        </message>
        <message>
            <source>The formula {source} became {result}.</source>
            <translation>सूत्र {source} की जगह {result} हो गया।</translation>
        </message>
        <message>
            <source>The formula “{result}” is not on the page.</source>
            <translation>सूत्र “{result}” पन्ने पर नहीं है।</translation>
        </message>
        <message>
            <source>The formula “{source}” is missing.</source>
            <translation>सूत्र “{source}” छूट गया है।</translation>
        </message>
        <message>
            <source>The number “{result}” is not on the page.</source>
            <translation>संख्या “{result}” पन्ने पर नहीं है।</translation>
        </message>
        <message>
            <source>The number “{source}” is missing.</source>
            <translation>संख्या “{source}” छूट गई है।</translation>
        </message>
        <message>
            <source>The page was hard to read. Please compare this part with the page.</source>
            <translation>पन्ना साफ़ नहीं पढ़ा जा सका। कृपया यह हिस्सा पन्ने से मिलाएँ।</translation>
        </message>
        <message>
            <source>The recording was spoken before the text was changed. Please listen to it, and record it again if it differs.</source>
            <translation>रिकॉर्डिंग पाठ बदले जाने से पहले बोली गई थी। कृपया उसे सुनें, और अंतर हो तो फिर रिकॉर्ड करें।</translation>
        </message>
        <message>
            <source>The translation is much shorter or longer than the page. Please compare it yourself.</source>
            <translation>अनुवाद पन्ने से बहुत छोटा या बड़ा है। कृपया ख़ुद मिलाकर देखें।</translation>
        </message>
        <message>
            <source>This could not be checked. Please compare it yourself.</source>
            <translation>इसकी जाँच नहीं हो सकी। कृपया ख़ुद मिलाएँ।</translation>
        </message>
        <message>
            <source>This could not be translated and stands as on the page: “{source}”</source>
            <translation>इसका अनुवाद नहीं हो सका, यह पन्ने जैसा ही है: “{source}”</translation>
        </message>
        <message>
            <source>This sentence is too long to check. Please compare it yourself.</source>
            <translation>यह वाक्य जाँचने के लिए बहुत लंबा है। कृपया ख़ुद मिलाएँ।</translation>
        </message>
        <message>
            <source>Title: {finding}</source>
            <translation>शीर्षक: {finding}</translation>
        </message>
        <message>
            <source>Two options say the same: “{source}”.</source>
            <translation>दो विकल्प एक ही बात कहते हैं: “{source}”।</translation>
        </message>
        <message>
            <source>What is denied may have changed: “{source}” became “{result}”.</source>
            <translation>शायद इनकार किसी और बात का हो गया है: “{source}” की जगह “{result}” हो गया।</translation>
        </message>
        <message>
            <source>Your own recording cannot be compared with the text. Please listen to it.</source>
            <translation>आपकी अपनी रिकॉर्डिंग की तुलना पाठ से नहीं हो सकती। कृपया उसे सुनें।</translation>
        </message>
        <message>
            <source>{source} became {result}.</source>
            <translation>{source} की जगह {result} हो गया।</translation>
        </message>
        <message>
            <source>{source} translated this. Facts were compared, the meaning was not: please read it.</source>
            <translation>अनुवाद {source} ने किया है। तथ्य मिलाए गए, अर्थ नहीं: कृपया पढ़कर देखें।</translation>
        </message>
        <message>
            <source>{source} wrote parts of this. Facts were compared, the meaning was not: please read it.</source>
            <translation>कुछ हिस्से {source} ने लिखे हैं। तथ्य मिलाए गए, अर्थ नहीं: कृपया पढ़कर देखें।</translation>
        </message>
        <message>
            <source>“{result}” is marked as right. Please look whether the page says so.</source>
            <translation>“{result}” को सही चुना गया है। कृपया देखें कि पन्ना भी यही कहता है या नहीं।</translation>
        </message>
        <message>
            <source>“{result}” is not on the page.</source>
            <translation>“{result}” पन्ने पर नहीं है।</translation>
        </message>
        <message>
            <source>“{result}” was added.</source>
            <translation>“{result}” जुड़ गया है।</translation>
        </message>
        <message>
            <source>“{source}{result}” looks like a number that cannot be read. Please compare it yourself.</source>
            <translation>“{source}{result}” संख्या जैसा लगता है, पर पढ़ा नहीं जा सका। कृपया ख़ुद मिलाएँ।</translation>
        </message>
        <message>
            <source>“{source}{result}” may be a number. Please compare it yourself.</source>
            <translation>“{source}{result}” संख्या हो सकता है। कृपया ख़ुद मिलाएँ।</translation>
        </message>
        <message>
            <source>“{source}{result}” may mean the number one. Please compare it yourself.</source>
            <translation>“{source}{result}” का अर्थ संख्या एक हो सकता है। कृपया ख़ुद मिलाएँ।</translation>
        </message>
        <message>
            <source>“{source}{result}” may mean “not”. Please compare it yourself.</source>
            <translation>“{source}{result}” का अर्थ “नहीं” हो सकता है। कृपया ख़ुद मिलाएँ।</translation>
        </message>
        <message>
            <source>“{source}” and “{result}” may have changed places.</source>
            <translation>शायद “{source}” और “{result}” की जगह आपस में बदल गई है।</translation>
        </message>
        <message>
            <source>“{source}” became “{result}”.</source>
            <translation>“{source}” की जगह “{result}” हो गया।</translation>
        </message>
        <message>
            <source>“{source}” has a sign that could not be read. Please compare it with the page.</source>
            <translation>“{source}” में एक चिह्न है जो पढ़ा नहीं जा सका। कृपया पृष्ठ से मिलाएँ।</translation>
        </message>
        <message>
            <source>“{source}” is in another script, so it was not checked, and the voice may not say it right.</source>
            <translation>“{source}” दूसरी लिपि में है, इसलिए जाँचा नहीं गया, और आवाज़ इसे शायद ठीक न बोले।</translation>
        </message>
        <message>
            <source>“{source}” is missing.</source>
            <translation>“{source}” छूट गया है।</translation>
        </message>
        <message>
            <source>“{source}” was hard to read on the picture. Please compare it with the page.</source>
            <translation>“{source}” चित्र में साफ़ नहीं था। कृपया पन्ने से मिलाएँ।</translation>
        </message>
    </context>
    <context>
        <name>Router</name>
        <message>
            <source>.</source>
            <translation>।</translation>
        </message>
        <message>
            <source>Apple's graphics</source>
            <translation>Apple का ग्राफ़िक्स</translation>
        </message>
        <message>
            <source>a graphics processor goes before the processor</source>
            <translation>ग्राफ़िक्स प्रोसेसर को प्रोसेसर से पहले लिया जाता है</translation>
        </message>
        <message>
            <source>after a measurement on two x86 cores about {rate}</source>
            <translation>दो x86 कोर पर हुई नाप के हिसाब से लगभग {rate}</translation>
        </message>
        <message>
            <source>it was chosen in Settings</source>
            <translation>इसे सेटिंग में चुना गया है</translation>
        </message>
        <message>
            <source>judging what was found</source>
            <translation>मिले हुए को परखने</translation>
        </message>
        <message>
            <source>models want macOS 14 or newer</source>
            <translation>मॉडल को macOS 14 या उससे नया चाहिए</translation>
        </message>
        <message>
            <source>no installed model for {work} runs on this machine</source>
            <translation>{work} का कोई इंस्टॉल किया हुआ मॉडल इस लैपटॉप पर नहीं चलता</translation>
        </message>
        <message>
            <source>no model for {work} is installed</source>
            <translation>{work} के लिए कोई मॉडल इंस्टॉल नहीं है</translation>
        </message>
        <message>
            <source>no model is installed</source>
            <translation>कोई मॉडल इंस्टॉल नहीं है</translation>
        </message>
        <message>
            <source>nothing is translated but what the glossary knows</source>
            <translation>वही अनुवाद होता है जो शब्द-सूची में है</translation>
        </message>
        <message>
            <source>searching by meaning</source>
            <translation>अर्थ से खोजने</translation>
        </message>
        <message>
            <source>speaking</source>
            <translation>बोलने</translation>
        </message>
        <message>
            <source>the NVIDIA card</source>
            <translation>NVIDIA कार्ड</translation>
        </message>
        <message>
            <source>the built-in rules write</source>
            <translation>ऐप के अपने नियम लिखते हैं</translation>
        </message>
        <message>
            <source>the built-in voice speaks</source>
            <translation>ऐप की अपनी आवाज़ बोलती है</translation>
        </message>
        <message>
            <source>the installed PyTorch was built without CUDA</source>
            <translation>इंस्टॉल किया हुआ PyTorch CUDA के बिना बना है</translation>
        </message>
        <message>
            <source>the processor</source>
            <translation>प्रोसेसर</translation>
        </message>
        <message>
            <source>the rules check alone</source>
            <translation>केवल नियम जाँच करते हैं</translation>
        </message>
        <message>
            <source>the search goes by words alone</source>
            <translation>खोज केवल शब्दों से होती है</translation>
        </message>
        <message>
            <source>the second safety check</source>
            <translation>सुरक्षा की दूसरी जाँच</translation>
        </message>
        <message>
            <source>translating</source>
            <translation>अनुवाद करने</translation>
        </message>
        <message>
            <source>what was found stays in the order of the search</source>
            <translation>मिला हुआ खोज के क्रम में ही रहता है</translation>
        </message>
        <message>
            <source>writing</source>
            <translation>लिखने</translation>
        </message>
        <message>
            <source>{card} is not used: {problem}</source>
            <translation>{card} का उपयोग नहीं होता: {problem}</translation>
        </message>
        <message>
            <source>{device} was chosen in Settings</source>
            <translation>सेटिंग में {device} चुना गया है</translation>
        </message>
        <message>
            <source>{device} was chosen in Settings, but no installed model for this runs there</source>
            <translation>सेटिंग में {device} चुना गया है, पर इस काम का कोई मॉडल वहाँ नहीं चलता</translation>
        </message>
        <message>
            <source>{device} was chosen in Settings, but this machine has none</source>
            <translation>सेटिंग में {device} चुना गया है, पर इस लैपटॉप में वह नहीं है</translation>
        </message>
        <message>
            <source>{form} on {device} about {number}</source>
            <translation>{device} पर {form}: लगभग {number}</translation>
        </message>
        <message>
            <source>{form} on {device} measured {number}</source>
            <translation>{device} पर {form}: नापा गया {number}</translation>
        </message>
        <message>
            <source>{model} needs {needs} GB of memory, and {room} GB are for models</source>
            <translation>{model} को {needs} GB मेमोरी चाहिए और मॉडल के लिए {room} GB है</translation>
        </message>
        <message>
            <source>{model} needs {needs} GB of the card's memory, and {room} GB are for models</source>
            <translation>{model} को कार्ड की {needs} GB मेमोरी चाहिए और मॉडल के लिए {room} GB है</translation>
        </message>
        <message>
            <source>{model} with {form} on {device}, measured here: {rate}</source>
            <translation>{device} पर {form} के साथ {model}, यहाँ नापा गया: {rate}</translation>
        </message>
        <message>
            <source>{model} with {form} on {device}, not measured here</source>
            <translation>{device} पर {form} के साथ {model}, यहाँ नापा नहीं गया</translation>
        </message>
        <message>
            <source>{model} would be too slow ({rate})</source>
            <translation>{model} बहुत धीमा होगा ({rate})</translation>
        </message>
        <message>
            <source>{model}, which was chosen in Settings, is not installed for this or does not fit</source>
            <translation>सेटिंग में चुना गया {model} इस काम के लिए इंस्टॉल नहीं है या यहाँ नहीं चलेगा</translation>
        </message>
        <message>
            <source>{number} passages a second</source>
            <translation>{number} अनुच्छेद प्रति सेकंड</translation>
        </message>
        <message>
            <source>{number} seconds of sound a second</source>
            <translation>एक सेकंड में {number} सेकंड की आवाज़</translation>
        </message>
        <message>
            <source>{number} sentences a second</source>
            <translation>{number} वाक्य प्रति सेकंड</translation>
        </message>
        <message>
            <source>{number} tokens a second</source>
            <translation>{number} टोकन प्रति सेकंड</translation>
        </message>
        <message>
            <source>{precision} was chosen in Settings</source>
            <translation>सेटिंग में {precision} चुना गया है</translation>
        </message>
        <message>
            <source>{precision} was chosen in Settings, but no installed model that fits has it</source>
            <translation>सेटिंग में {precision} चुना गया है, पर यहाँ चलने वाले किसी मॉडल में वह नहीं है</translation>
        </message>
        <message>
            <source>{why}, so {instead}</source>
            <translation>{why}, इसलिए {instead}</translation>
        </message>
        <message>
            <source>{work} from {language} into {target}</source>
            <translation>{language} से {target} में {work}</translation>
        </message>
        <message>
            <source>{work} in {language}</source>
            <translation>{language} में {work}</translation>
        </message>
        <message>
            <source>{work} into {target}</source>
            <translation>{target} में {work}</translation>
        </message>
    </context>
</TS>
