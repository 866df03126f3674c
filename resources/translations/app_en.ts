<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>Counted</name>
        <message numerus="yes">
            <source>%n word(s) to check</source>
            <translation>
                <numerusform>%n word to check</numerusform>
                <numerusform>%n words to check</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n sentence(s) need you</source>
            <translation>
                <numerusform>%n sentence needs you</numerusform>
                <numerusform>%n sentences need you</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>And %n more file(s).</source>
            <translation>
                <numerusform>And %n more file.</numerusform>
                <numerusform>And %n more files.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %n second(s)</source>
            <translation>
                <numerusform>about %n second</numerusform>
                <numerusform>about %n seconds</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>about %n minute(s)</source>
            <translation>
                <numerusform>about %n minute</numerusform>
                <numerusform>about %n minutes</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>CountedModels</name>
        <message numerus="yes">
            <source>%n model(s) checked: everything is as it was installed.</source>
            <translation>
                <numerusform>%n model checked: everything is as it was installed.</numerusform>
                <numerusform>%n models checked: everything is as it was installed.</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>and %n more</source>
            <translation>
                <numerusform>and %n more</numerusform>
                <numerusform>and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>DocumentListModel</name>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n page</numerusform>
                <numerusform>%n pages</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>Footer</name>
        <message numerus="yes">
            <source>+%n more</source>
            <translation>
                <numerusform>+%n more</numerusform>
                <numerusform>+%n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>HomePage</name>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n page</numerusform>
                <numerusform>%n pages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Save %n approved lesson(s)</source>
            <translation>
                <numerusform>Save %n approved lesson</numerusform>
                <numerusform>Save %n approved lessons</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>JobDesk</name>
        <message numerus="yes">
            <source>%n document(s) are read. They stand under Continue.</source>
            <translation>
                <numerusform>%n document is read. It stands under Continue.</numerusform>
                <numerusform>%n documents are read. They stand under Continue.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>LessonDeskPage</name>
        <message numerus="yes">
            <source>Check %n sentence(s)</source>
            <translation>
                <numerusform>Check %n sentence</numerusform>
                <numerusform>Check %n sentences</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>MakePage</name>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n page</numerusform>
                <numerusform>%n pages</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>ReviewPage</name>
        <message numerus="yes">
            <source>%n passed</source>
            <translation>
                <numerusform>%n passed</numerusform>
                <numerusform>%n passed</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n lesson(s) approved.</source>
            <translation>
                <numerusform>%n lesson approved.</numerusform>
                <numerusform>%n lessons approved.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SaveFoot</name>
        <message numerus="yes">
            <source>%n lesson(s)</source>
            <translation>
                <numerusform>%n lesson</numerusform>
                <numerusform>%n lessons</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>SourceCheckPage</name>
        <message numerus="yes">
            <source>%n page(s)</source>
            <translation>
                <numerusform>%n page</numerusform>
                <numerusform>%n pages</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n word(s) to check</source>
            <translation>
                <numerusform>%n word to check</numerusform>
                <numerusform>%n words to check</numerusform>
            </translation>
        </message>
    </context>
</TS>
