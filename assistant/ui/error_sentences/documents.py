"""Sentences about documents, and about summaries of them."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    # core
    QT_TRANSLATE_NOOP("Errors", "The engine answered something that was not asked."),
    QT_TRANSLATE_NOOP("Errors", "The model was taken away before it was done."),
    QT_TRANSLATE_NOOP("Errors", "Something unexpected happened inside Inkstone ({0})."),
    QT_TRANSLATE_NOOP(
        "Errors", "Something unexpected happened inside Inkstone; what you wrote is kept."
    ),
    QT_TRANSLATE_NOOP("Errors", "The log file has the details."),
    QT_TRANSLATE_NOOP("Errors", "The text is longer than {0} characters."),
    QT_TRANSLATE_NOOP("Errors", "Split the document and read the parts one by one."),
    QT_TRANSLATE_NOOP("Errors", "The text is empty."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” holds no text to summarise."),
    QT_TRANSLATE_NOOP("Errors", "The tokens of the documents were not counted."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "A context of {0} tokens is too short to summarise in: {1} of them are taken by the "
        "instructions.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Choose a longer context for the model, or shorten the instructions."
    ),
    QT_TRANSLATE_NOOP("Errors", "“{0}” cannot be divided into sections that fit the context."),
    QT_TRANSLATE_NOOP("Errors", "Choose a longer context for the model."),
    QT_TRANSLATE_NOOP("Errors", "{0} documents are too many to compare in one context."),
    QT_TRANSLATE_NOOP(
        "Errors", "Summarise fewer at once, or choose a longer context for the model."
    ),
    QT_TRANSLATE_NOOP("Errors", "The model gave no answer for {what}, twice."),
    QT_TRANSLATE_NOOP("Errors", "Some notes did not fit and were left out of {what}."),
    QT_TRANSLATE_NOOP("Errors", "The answer for {what} was cut at its limit."),
    QT_TRANSLATE_NOOP("Errors", "There is nobody here who could look this up."),
    # files that are translated
    QT_TRANSLATE_NOOP("Errors", "“{0}” holds no text to translate."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is not the file that was translated any more."),
    QT_TRANSLATE_NOOP(
        "Errors", "Open it again; sentences that are the same need not be translated again."
    ),
    QT_TRANSLATE_NOOP("Errors", "“{0}” cannot be translated as a file."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Use Markdown, HTML, Word (.docx), PowerPoint (.pptx), subtitles (.srt, .vtt), PO or "
        "plain text, or translate its text.",
    ),
    QT_TRANSLATE_NOOP("Errors", "A file of this format cannot hold two columns."),
    QT_TRANSLATE_NOOP("Errors", "Choose the translation below each paragraph."),
    QT_TRANSLATE_NOOP("Errors", "Blocks of HTML in the Markdown stay as they are."),
    QT_TRANSLATE_NOOP("Errors", "Entries that are translated or marked as fuzzy stay as they are."),
    QT_TRANSLATE_NOOP("Errors", "Text in SmartArt, charts and pictures stays untranslated."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Tracked changes: the text with all changes accepted is translated, deleted text stays.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Comments stay untranslated."),
    QT_TRANSLATE_NOOP(
        "Errors", "The translation has characters that {0} lacks: the file is UTF-8 now."
    ),
    # files
    QT_TRANSLATE_NOOP(
        "Errors", "“{0}” cannot be found: it was moved or deleted, or has another name."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The name “{0}” has characters that are no UTF-8, so it cannot be opened."
    ),
    QT_TRANSLATE_NOOP("Errors", "Rename it, then open it again."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a folder."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is not a file."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is empty."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is larger than 4 GB."),
    QT_TRANSLATE_NOOP("Errors", "Split it into smaller parts."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” cannot be opened: {why}."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” holds no text."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” changed while it was read."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” was changed while it was read."),
    QT_TRANSLATE_NOOP("Errors", "Read it again when it is finished."),
    QT_TRANSLATE_NOOP("Errors", "Read it again."),
    QT_TRANSLATE_NOOP("Errors", "There is no document in the folder “{0}”."),
    QT_TRANSLATE_NOOP("Errors", "Name the files, or another folder."),
    QT_TRANSLATE_NOOP("Errors", "The folder “{0}” cannot be looked into: {why}."),
    QT_TRANSLATE_NOOP("Errors", "The folder for “{0}” is not there any more."),
    QT_TRANSLATE_NOOP("Errors", "The ending of the name does not say what to write."),
    QT_TRANSLATE_NOOP("Errors", "Let it end in {0}."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” was not written: the disk is full."),
    QT_TRANSLATE_NOOP("Errors", "Make room, or choose another place."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” could not be written: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Choose another place."),
    # what cannot be read
    QT_TRANSLATE_NOOP("Errors", "“{0}” is damaged and cannot be read."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Copy or download it again, or open it in the program that made it and save it again.",
    ),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is damaged or is not what its name says."),
    QT_TRANSLATE_NOOP("Errors", "Try to open it in the program that made it and save it again."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is damaged: its parts cannot be listed."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” takes more memory or time to read than a document may."),
    QT_TRANSLATE_NOOP("Errors", "Split it, or open it in its program and save it again."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” cannot be read."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is in an old format."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is not a document that can be read."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a picture."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is an archive."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a compressed file."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a program."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a model."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a sound file."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a database."),
    QT_TRANSLATE_NOOP(
        "Errors", "Use PDF, Word (.docx), OpenDocument, RTF, EPUB, HTML or plain text."
    ),
    QT_TRANSLATE_NOOP("Errors", "Open it in Word or LibreOffice and save it as .docx."),
    QT_TRANSLATE_NOOP("Errors", "Open it in Excel or LibreOffice and save it as .xlsx."),
    QT_TRANSLATE_NOOP("Errors", "Open it in PowerPoint or LibreOffice and save it as .pptx."),
    QT_TRANSLATE_NOOP("Errors", "Open it in Pages and export it as Word or PDF."),
    QT_TRANSLATE_NOOP("Errors", "Open it in Numbers and export it as Excel or CSV."),
    QT_TRANSLATE_NOOP("Errors", "Open it in Keynote and export it as PowerPoint or PDF."),
    QT_TRANSLATE_NOOP("Errors", "Open it in LibreOffice and save it as .xlsx or .csv."),
    QT_TRANSLATE_NOOP("Errors", "Open it in LibreOffice and save it as .pptx or export it as PDF."),
    QT_TRANSLATE_NOOP("Errors", "Open it in LibreOffice and save it as .docx."),
    QT_TRANSLATE_NOOP("Errors", "Open it in Hangul or LibreOffice and save it as PDF or .docx."),
    QT_TRANSLATE_NOOP("Errors", "Convert it to EPUB, for example with Calibre."),
    QT_TRANSLATE_NOOP("Errors", "Convert it to PDF first."),
    QT_TRANSLATE_NOOP("Errors", "Open it in the mail program and save it as .eml."),
    QT_TRANSLATE_NOOP("Errors", "Open it in the program that made it and save it as PDF."),
    QT_TRANSLATE_NOOP(
        "Errors", "The document is damaged: a part of it is missing or makes no sense."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Open it in the program that wrote it, save it again, and read that file."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The document unpacks to far more data than it has text, or than fits into the memory.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "If it is a document of yours, split it or save it in another format."
    ),
    QT_TRANSLATE_NOOP("Errors", "This is an Office document of the format used before 2007."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Open it in Word, Excel, PowerPoint or LibreOffice and save it in the present format.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The file is larger than {0} MB, too much for one text."),
    QT_TRANSLATE_NOOP("Errors", "Split it and read the parts one by one."),
    QT_TRANSLATE_NOOP(
        "Errors", "The file holds no text, or text in an encoding that is not known."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Open it in the program that wrote it and save it as text in UTF-8."
    ),
    QT_TRANSLATE_NOOP("Errors", "The message is larger than {0} MB."),
    QT_TRANSLATE_NOOP("Errors", "Save the attachments, and the message without them."),
    QT_TRANSLATE_NOOP("Errors", "The page is larger than {0} MB."),
    QT_TRANSLATE_NOOP("Errors", "Save the part that matters as a page of its own."),
    QT_TRANSLATE_NOOP("Errors", "The document is too long to be read as RTF."),
    QT_TRANSLATE_NOOP(
        "Errors", "Open it in the program that wrote it, save it as .docx, and read that file."
    ),
    QT_TRANSLATE_NOOP("Errors", "The file has no times, so it holds no subtitles."),
    QT_TRANSLATE_NOOP("Errors", "Give it a name that ends in .txt to read it as plain text."),
    # passwords and scans
    QT_TRANSLATE_NOOP("Errors", "“{0}” is protected with a password."),
    QT_TRANSLATE_NOOP("Errors", "Enter the password."),
    QT_TRANSLATE_NOOP("Errors", "The password does not open “{0}”."),
    QT_TRANSLATE_NOOP("Errors", "Open it in its program, remove the password and save a copy."),
    QT_TRANSLATE_NOOP("Errors", "The document is protected by a password."),
    QT_TRANSLATE_NOOP(
        "Errors", "Open it in the program that wrote it and save it without a password."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The book is encrypted; only the reader of the shop it is from can open it."
    ),
    QT_TRANSLATE_NOOP("Errors", "Ask the shop for a copy without copy protection."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” holds pictures of pages and no text."),
    QT_TRANSLATE_NOOP("Errors", "It needs OCR."),
    QT_TRANSLATE_NOOP("Errors", "Its pages can be recognised; that takes about a second a page."),
    QT_TRANSLATE_NOOP("Errors", "Tesseract is not installed any more."),
    QT_TRANSLATE_NOOP("Errors", "Tesseract could not recognise page {0}."),
    QT_TRANSLATE_NOOP("Errors", "Check that it works with: tesseract --list-langs"),
    QT_TRANSLATE_NOOP(
        "Errors", "Install tesseract to have its pages recognised (Debian, Ubuntu: tesseract-ocr)."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Install tesseract to have its pages recognised (brew install tesseract)."
    ),
    QT_TRANSLATE_NOOP("Errors", "Install Tesseract OCR to have its pages recognised."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” has no page {1}."),
    QT_TRANSLATE_NOOP("Errors", "Page {0} cannot be drawn."),
    QT_TRANSLATE_NOOP("Errors", "The process that reads documents cannot be started: {why}."),
    QT_TRANSLATE_NOOP("Errors", "The process that reads documents ended with code {0}."),
    # notes on what was read
    QT_TRANSLATE_NOOP("Errors", "Text that tracked changes delete was left out."),
    QT_TRANSLATE_NOOP("Errors", "The document has tracked changes; inserted text was read."),
    QT_TRANSLATE_NOOP("Errors", "Comments were left out."),
    QT_TRANSLATE_NOOP("Errors", "Hidden text was left out."),
    QT_TRANSLATE_NOOP("Errors", "A file that is embedded in the document was not read."),
    QT_TRANSLATE_NOOP("Errors", "A table is very long; its last rows were left out."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Some formulas have no result in the file. Open it in a spreadsheet program and save "
        "it there to have them calculated.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The sheet “{0}” is hidden; it was read."),
    QT_TRANSLATE_NOOP(
        "Errors", "The workbook is very large: it was read up to row {0} of sheet {1}."
    ),
    QT_TRANSLATE_NOOP("Errors", "Hidden slides were read too: {0}."),
    QT_TRANSLATE_NOOP(
        "Errors", "{0} characters could not be read in the encoding {1} and are shown as \ufffd."
    ),
    QT_TRANSLATE_NOOP("Errors", "Only the first {0} messages of the mailbox were read."),
    QT_TRANSLATE_NOOP("Errors", "Attachments were not read: {0}."),
    QT_TRANSLATE_NOOP("Errors", "A page that the book lists is missing from the file."),
    QT_TRANSLATE_NOOP("Errors", "Page {0} was recognised from pictures."),
    QT_TRANSLATE_NOOP("Errors", "Pages {0} were recognised from pictures."),
    QT_TRANSLATE_NOOP("Errors", "Page {0} was not read: only pictures, no text."),
    QT_TRANSLATE_NOOP("Errors", "Pages {0} were not read: only pictures, no text."),
)
