<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Asking</name>
    <message numerus="yes">
        <source>Looking in %n document(s)</source>
        <translation>
            <numerusform>Looking in %n document</numerusform>
            <numerusform>Looking in %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) of the collection are not read yet.</source>
        <translation>
            <numerusform>%n file of the collection is not read yet.</numerusform>
            <numerusform>%n files of the collection are not read yet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n section(s) could not be read.</source>
        <translation>
            <numerusform>%n section could not be read.</numerusform>
            <numerusform>%n sections could not be read.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CollectionView</name>
    <message numerus="yes">
        <source>From %n place(s)</source>
        <translation>
            <numerusform>From %n place</numerusform>
            <numerusform>From %n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only problems (%n)</source>
        <translation>
            <numerusform>Only problems (%n)</numerusform>
            <numerusform>Only problems (%n)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentRows</name>
    <message numerus="yes">
        <source>and %n more document(s)</source>
        <translation>
            <numerusform>and %n more document</numerusform>
            <numerusform>and %n more documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DocumentSettingsPage</name>
    <message numerus="yes">
        <source>%n document(s), {characters} characters of text</source>
        <translation>
            <numerusform>%n document, {characters} characters of text</numerusform>
            <numerusform>%n documents, {characters} characters of text</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Drop</name>
    <message numerus="yes">
        <source>All of %n document(s) is read and summarised. You see the plan first.</source>
        <translation>
            <numerusform>All of %n document is read and summarised. You see the plan first.</numerusform>
            <numerusform>All of %n documents are read and summarised. You see the plan first.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your questions are answered from %n document(s).</source>
        <translation>
            <numerusform>Your questions are answered from %n document.</numerusform>
            <numerusform>Your questions are answered from %n documents.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The text of %n document(s) is sent with your message.</source>
        <translation>
            <numerusform>The text of %n document is sent with your message.</numerusform>
            <numerusform>The text of %n documents is sent with your message.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Library</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n file</numerusform>
            <numerusform>%n files</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) searched</source>
        <translation>
            <numerusform>%n file searched</numerusform>
            <numerusform>%n files searched</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n could not be read</source>
        <translation>
            <numerusform>%n could not be read</numerusform>
            <numerusform>%n could not be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not there any more</source>
        <translation>
            <numerusform>%n not there any more</numerusform>
            <numerusform>%n not there any more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n page(s)</source>
        <translation>
            <numerusform>%n page</numerusform>
            <numerusform>%n pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n document</numerusform>
            <numerusform>%n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{name} and %n more</source>
        <translation>
            <numerusform>{name} and %n more</numerusform>
            <numerusform>{name} and %n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n pass(es) kept</source>
        <translation>
            <numerusform>%n pass kept</numerusform>
            <numerusform>%n passes kept</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>LibraryPage</name>
    <message numerus="yes">
        <source>Where shall %n file(s) or folder(s) go?</source>
        <translation>
            <numerusform>Where shall %n file or folder go?</numerusform>
            <numerusform>Where shall %n files or folders go?</numerusform>
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
    <name>Plan</name>
    <message numerus="yes">
        <source>{count} page(s)</source>
        <translation>
            <numerusform>{count} page</numerusform>
            <numerusform>{count} pages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} token(s)</source>
        <translation>
            <numerusform>{count} token</numerusform>
            <numerusform>{count} tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} character(s)</source>
        <translation>
            <numerusform>{count} character</numerusform>
            <numerusform>{count} characters</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} pass(es)</source>
        <translation>
            <numerusform>{count} pass</numerusform>
            <numerusform>{count} passes</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Each of %n document(s) is summarised, then compared.</source>
        <translation>
            <numerusform>%n document is summarised.</numerusform>
            <numerusform>Each of %n documents is summarised, then they are compared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It is read in %n section(s), then merged.</source>
        <translation>
            <numerusform>It is read in %n section, then merged.</numerusform>
            <numerusform>It is read in %n sections, then merged.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Those that do not fit at once are read in %n section(s).</source>
        <translation>
            <numerusform>Those that do not fit at once are read in %n section.</numerusform>
            <numerusform>Those that do not fit at once are read in %n sections.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n section(s) read, {percent}</source>
        <translation>
            <numerusform>{done} of %n section read, {percent}</numerusform>
            <numerusform>{done} of %n sections read, {percent}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n failed</source>
        <translation>
            <numerusform>, %n failed</numerusform>
            <numerusform>, %n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n finished pass(es) are kept.</source>
        <translation>
            <numerusform>%n finished pass is kept.</numerusform>
            <numerusform>%n finished passes are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{done} of %n section(s) are read and kept.</source>
        <translation>
            <numerusform>{done} of %n section is read and kept.</numerusform>
            <numerusform>{done} of %n sections are read and kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PlanPanel</name>
    <message numerus="yes">
        <source>Summarise %n document(s)</source>
        <translation>
            <numerusform>Summarise %n document</numerusform>
            <numerusform>Summarise %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) need a password or text recognition.</source>
        <translation>
            <numerusform>%n document needs a password or text recognition.</numerusform>
            <numerusform>%n documents need a password or text recognition.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Reading: {read} of %n document(s) are read.</source>
        <translation>
            <numerusform>Reading: {read} of %n document is read.</numerusform>
            <numerusform>Reading: {read} of %n documents are read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) are not part of it.</source>
        <translation>
            <numerusform>%n document is not part of it.</numerusform>
            <numerusform>%n documents are not part of it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Scope</name>
    <message numerus="yes">
        <source>Ask %n document(s)</source>
        <translation>
            <numerusform>Ask %n document</numerusform>
            <numerusform>Ask %n documents</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Ask %n collection(s)</source>
        <translation>
            <numerusform>Ask %n collection</numerusform>
            <numerusform>Ask %n collections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ScopeRow</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
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
<context>
    <name>SummaryRequest</name>
    <message numerus="yes">
        <source>Summarise %n document(s)</source>
        <translation>
            <numerusform>Summarise %n document</numerusform>
            <numerusform>Summarise %n documents</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SummaryView</name>
    <message numerus="yes">
        <source>It was not finished; %n pass(es) are kept and not computed again.</source>
        <translation>
            <numerusform>It was not finished; %n pass is kept and not computed again.</numerusform>
            <numerusform>It was not finished; %n passes are kept and not computed again.</numerusform>
        </translation>
    </message>
</context>
</TS>