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
    <name>ChatPermission</name>
    <message numerus="yes">
        <source>All text of %n document(s), in several requests.</source>
        <translation>
            <numerusform>All text of %n document, in several requests.</numerusform>
            <numerusform>All text of %n documents, in several requests.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n message(s) of this conversation.</source>
        <translation>
            <numerusform>%n message of this conversation.</numerusform>
            <numerusform>%n messages of this conversation.</numerusform>
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
    <name>ComposeView</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Destination</name>
    <message numerus="yes">
        <source>%n e-mail address(es) masked</source>
        <translation>
            <numerusform>%n e-mail address masked</numerusform>
            <numerusform>%n e-mail addresses masked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n phone number(s) masked</source>
        <translation>
            <numerusform>%n phone number masked</numerusform>
            <numerusform>%n phone numbers masked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n card or account number(s) masked</source>
        <translation>
            <numerusform>%n card or account number masked</numerusform>
            <numerusform>%n card or account numbers masked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key(s) masked</source>
        <translation>
            <numerusform>%n key masked</numerusform>
            <numerusform>%n keys masked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other thing(s) masked</source>
        <translation>
            <numerusform>%n other thing masked</numerusform>
            <numerusform>%n other things masked</numerusform>
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
    <name>DownloadIndicator</name>
    <message numerus="yes">
        <source>%n download(s) on their way</source>
        <translation>
            <numerusform>%n download on their way</numerusform>
            <numerusform>%n downloads on their way</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Downloads</name>
    <message numerus="yes">
        <source>%n download(s)</source>
        <translation>
            <numerusform>%n download</numerusform>
            <numerusform>%n downloads</numerusform>
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
    <message numerus="yes">
        <source>%n model(s) are used where they lie; {name} is loaded.</source>
        <translation>
            <numerusform>%n model are used where they lie; {name} is loaded.</numerusform>
            <numerusform>%n models are used where they lie; {name} is loaded.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) are copied into Inkstone's own folder and compared.</source>
        <translation>
            <numerusform>%n model are copied into Inkstone's own folder and compared.</numerusform>
            <numerusform>%n models are copied into Inkstone's own folder and compared.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The models in %n folder(s) are used where they lie.</source>
        <translation>
            <numerusform>The models in %n folder are used where they lie.</numerusform>
            <numerusform>The models in %n folders are used where they lie.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FoundDoor</name>
    <message numerus="yes">
        <source>%n model(s) on this disk already</source>
        <translation>
            <numerusform>%n model on this disk already</numerusform>
            <numerusform>%n models on this disk already</numerusform>
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
    <name>GlossaryPage</name>
    <message numerus="yes">
        <source>Removed %n term(s).</source>
        <translation>
            <numerusform>Removed %n term.</numerusform>
            <numerusform>Removed %n terms.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GlossaryWords</name>
    <message numerus="yes">
        <source>%n term(s)</source>
        <translation>
            <numerusform>%n term</numerusform>
            <numerusform>%n terms</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n term(s) added</source>
        <translation>
            <numerusform>%n term added</numerusform>
            <numerusform>%n terms added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>%n replaced</numerusform>
            <numerusform>%n replaced</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) stood there twice</source>
        <translation>
            <numerusform>%n row stood there twice</numerusform>
            <numerusform>%n rows stood there twice</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) had no term</source>
        <translation>
            <numerusform>%n row had no term</numerusform>
            <numerusform>%n rows had no term</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Hub</name>
    <message numerus="yes">
        <source>%n part(s)</source>
        <translation>
            <numerusform>%n part</numerusform>
            <numerusform>%n parts</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n part(s) are missing on the hub</source>
        <translation>
            <numerusform>%n part are missing on the hub</numerusform>
            <numerusform>%n parts are missing on the hub</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <comment>languages</comment>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n min left</source>
        <translation>
            <numerusform>about %n min left</numerusform>
            <numerusform>about %n min left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The connection was lost; tried again in %n s</source>
        <translation>
            <numerusform>The connection was lost; tried again in %n s</numerusform>
            <numerusform>The connection was lost; tried again in %n s</numerusform>
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
    <name>ModelDrops</name>
    <message numerus="yes">
        <source>Models are looked for in %n folder(s) from now on.</source>
        <translation>
            <numerusform>Models are looked for in %n folder from now on.</numerusform>
            <numerusform>Models are looked for in %n folders from now on.</numerusform>
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
    <message numerus="yes">
        <source>Found in %n place(s) in all</source>
        <translation>
            <numerusform>Found in %n place in all</numerusform>
            <numerusform>Found in %n places in all</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ModelWords</name>
    <message numerus="yes">
        <source>about %n second(s) left</source>
        <translation>
            <numerusform>about %n second left</numerusform>
            <numerusform>about %n seconds left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n minute(s) left</source>
        <translation>
            <numerusform>about %n minute left</numerusform>
            <numerusform>about %n minutes left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about %n hour(s) left</source>
        <translation>
            <numerusform>about %n hour left</numerusform>
            <numerusform>about %n hours left</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Outlets</name>
    <message numerus="yes">
        <source>The result was copied; %n change(s) that you have not decided about are in it.</source>
        <translation>
            <numerusform>The result was copied; %n change that you have not decided about is in it.</numerusform>
            <numerusform>The result was copied; %n changes that you have not decided about are in it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PairView</name>
    <message numerus="yes">
        <source>%n character(s)</source>
        <translation>
            <numerusform>%n character</numerusform>
            <numerusform>%n characters</numerusform>
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
    <name>PreviewPanel</name>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n message</numerusform>
            <numerusform>%n messages</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Quick</name>
    <message numerus="yes">
        <source>%n change(s). A click takes one back.</source>
        <translation>
            <numerusform>%n change. A click takes one back.</numerusform>
            <numerusform>%n changes. A click takes one back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RepositoryHead</name>
    <message numerus="yes">
        <source>%n file(s) with impossible names left out</source>
        <translation>
            <numerusform>%n file with impossible names left out</numerusform>
            <numerusform>%n files with impossible names left out</numerusform>
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
    <name>SearchView</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ServerModels</name>
    <message numerus="yes">
        <source>Show %n more</source>
        <translation>
            <numerusform>Show %n more</numerusform>
            <numerusform>Show %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Servers</name>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n model</numerusform>
            <numerusform>%n models</numerusform>
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
<context>
    <name>TemplateTransfer</name>
    <message numerus="yes">
        <source>%n template(s) imported: {names}.</source>
        <translation>
            <numerusform>%n template imported: {names}.</numerusform>
            <numerusform>%n templates imported: {names}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n template(s) exported to {name}.</source>
        <translation>
            <numerusform>%n template exported to {name}.</numerusform>
            <numerusform>%n templates exported to {name}.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Templates</name>
    <message numerus="yes">
        <source>%n template(s)</source>
        <translation>
            <numerusform>%n template</numerusform>
            <numerusform>%n templates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TranslationFiles</name>
    <message numerus="yes">
        <source>All %n sentence(s) are translated.</source>
        <translation>
            <numerusform>%n sentence is translated.</numerusform>
            <numerusform>All %n sentences are translated.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TranslationRows</name>
    <message numerus="yes">
        <source>%n sentence(s) are remembered and reused when they come again.</source>
        <translation>
            <numerusform>%n sentence is remembered and reused when it comes again.</numerusform>
            <numerusform>%n sentences are remembered and reused when they come again.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TranslationWords</name>
    <message numerus="yes">
        <source>%n sentence(s)</source>
        <translation>
            <numerusform>%n sentence</numerusform>
            <numerusform>%n sentences</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n to look at</source>
        <translation>
            <numerusform>%n to look at</numerusform>
            <numerusform>%n to look at</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Writing</name>
    <message numerus="yes">
        <source>The model did not do %n paragraph(s) as it was asked to.</source>
        <translation>
            <numerusform>The model did not do %n paragraph as it was asked to.</numerusform>
            <numerusform>The model did not do %n paragraphs as it was asked to.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{count} word(s)</source>
        <translation>
            <numerusform>{count} word</numerusform>
            <numerusform>{count} words</numerusform>
        </translation>
    </message>
</context>
</TS>