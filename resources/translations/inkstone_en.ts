<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>DropOverlay</name>
    <message numerus="yes">
        <source>The text of %n file(s) is sent with your message.</source>
        <translation>
            <numerusform>The text of %n file is sent with your message.</numerusform>
            <numerusform>The text of %n files is sent with your message.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message numerus="yes">
        <source>%n part(s)</source>
        <translation>
            <numerusform>%n part</numerusform>
            <numerusform>%n parts</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>StateCacheRows</name>
    <message numerus="yes">
        <source>%n conversation(s), {used} of {budget}</source>
        <translation>
            <numerusform>%n conversation, {used} of {budget}</numerusform>
            <numerusform>%n conversations, {used} of {budget}</numerusform>
        </translation>
    </message>
</context>
</TS>