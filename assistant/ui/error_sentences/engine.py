"""Sentences about models and the engine."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

SENTENCES = (
    # the process
    QT_TRANSLATE_NOOP("Errors", "The engine process could not be started: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Look into the engine's log, or reinstall the application."),
    QT_TRANSLATE_NOOP("Errors", "The engine process did not greet as expected."),
    QT_TRANSLATE_NOOP("Errors", "Reinstall the application, or look into the engine's log."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The engine process speaks version {0} of the message format; this application speaks "
        "version {1}.",
    ),
    QT_TRANSLATE_NOOP("Errors", "Two versions of the application are mixed up; reinstall it."),
    QT_TRANSLATE_NOOP(
        "Errors", "The engine process was ended by signal {0}; what was written so far is kept."
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "The engine process ended with code {0}; what was written so far is kept."
    ),
    QT_TRANSLATE_NOOP("Errors", "Try again: it starts anew."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "It used an instruction that this processor does not have: install Inkstone again on this "
        "computer.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The application and its engine misunderstood each other: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Try again; if it happens again, restart the application."),
    QT_TRANSLATE_NOOP("Errors", "A message was too long for the engine."),
    QT_TRANSLATE_NOOP("Errors", "The engine sent a message that is too long."),
    QT_TRANSLATE_NOOP("Errors", "The engine met an error of its own ({0})."),
    QT_TRANSLATE_NOOP("Errors", "Try again; the engine's log says more."),
    QT_TRANSLATE_NOOP("Errors", "llama.cpp could not evaluate the text (code {0})."),
    QT_TRANSLATE_NOOP("Errors", "Try again; if it happens again, load the model anew."),
    QT_TRANSLATE_NOOP("Errors", "What models could run on here could not be found out: {why}."),
    QT_TRANSLATE_NOOP(
        "Errors", "A driver of a graphics card may be damaged; `inkstone doctor` says more."
    ),
    # answering
    QT_TRANSLATE_NOOP("Errors", "No model is loaded."),
    QT_TRANSLATE_NOOP("Errors", "Choose a model first."),
    QT_TRANSLATE_NOOP("Errors", "Another model was loaded before the answer was complete."),
    QT_TRANSLATE_NOOP("Errors", "The model was unloaded before the answer was complete."),
    QT_TRANSLATE_NOOP("Errors", "The loaded model finds texts; it cannot write."),
    QT_TRANSLATE_NOOP("Errors", "The loaded model writes texts; it cannot find them."),
    QT_TRANSLATE_NOOP("Errors", "Choose a chat or instruct model."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "This conversation needs {0} tokens and the model's context holds {1}, of which some "
        "are needed for the answer.",
    ),
    QT_TRANSLATE_NOOP("Errors", "The context of {0} tokens is full."),
    QT_TRANSLATE_NOOP(
        "Errors", "Shorten the message, start a new conversation, or choose a longer context."
    ),
    QT_TRANSLATE_NOOP("Errors", "Text {0} has {1} tokens and the model reads at most {2} at once."),
    QT_TRANSLATE_NOOP("Errors", "Cut it into shorter pieces."),
    QT_TRANSLATE_NOOP("Errors", "There is no text to continue."),
    QT_TRANSLATE_NOOP("Errors", "There is nothing to answer."),
    QT_TRANSLATE_NOOP("Errors", "Write something."),
    QT_TRANSLATE_NOOP("Errors", "Cancelled."),
    # the file of a model
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a folder, not a model file."),
    QT_TRANSLATE_NOOP("Errors", "Choose a file whose name ends in .gguf."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is not an ordinary file."),
    QT_TRANSLATE_NOOP("Errors", "There is no such file: “{0}”."),
    QT_TRANSLATE_NOOP("Errors", "This part of a model in several files is missing: “{0}”."),
    QT_TRANSLATE_NOOP("Errors", "It may have been moved or deleted; choose it again."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” may not be read by you."),
    QT_TRANSLATE_NOOP("Errors", "Change the file's permissions, or copy it to a folder of yours."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” could not be read: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Check the disk it is on."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is not a GGUF model file."),
    QT_TRANSLATE_NOOP(
        "Errors", "Choose a file in GGUF format; other formats must be converted first."
    ),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is in an old version of GGUF that is no longer read."),
    QT_TRANSLATE_NOOP(
        "Errors", "“{0}” is in a variant of GGUF for machines of another byte order."
    ),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is in version {1} of GGUF, which is not known here."),
    QT_TRANSLATE_NOOP("Errors", "Look for a current conversion of the model."),
    QT_TRANSLATE_NOOP(
        "Errors", "“{0}” is incomplete: it ends after {1} bytes but should hold at least {2}."
    ),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is damaged: {why}."),
    QT_TRANSLATE_NOOP("Errors", "Download or copy it again."),
    # what kind of model it is
    QT_TRANSLATE_NOOP("Errors", "“{0}” is an embedding model: it finds texts, it cannot write."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is an adapter for another model, not a model."),
    QT_TRANSLATE_NOOP("Errors", "Choose the model that it was made for."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is the image part of a model, not a model that writes."),
    QT_TRANSLATE_NOOP("Errors", "Choose the other file of the same model."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” holds only a vocabulary and no weights."),
    QT_TRANSLATE_NOOP("Errors", "Choose the file of the model itself."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” does not say what kind of model it is."),
    QT_TRANSLATE_NOOP("Errors", "Download it again, or choose another conversion of the model."),
    QT_TRANSLATE_NOOP(
        "Errors", "“{0}” has no vocabulary, so no text can be read or written with it."
    ),
    QT_TRANSLATE_NOOP("Errors", "Choose another conversion of the model."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is damaged: its vocabulary holds an empty entry."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a model that translates whole texts; it cannot chat."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” has the architecture “{1}”, which this version cannot run."),
    QT_TRANSLATE_NOOP("Errors", "Update the application, or choose another model."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” uses a tokeniser that this version does not know."),
    QT_TRANSLATE_NOOP(
        "Errors", "Update the application, or choose another conversion of the model."
    ),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is damaged or incomplete: something it needs is missing."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” could not be loaded."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” could not be loaded: {1}."),
    QT_TRANSLATE_NOOP("Errors", "Choose another model."),
    QT_TRANSLATE_NOOP("Errors", "The model has no chat template; a simple one takes its place."),
    QT_TRANSLATE_NOOP(
        "Errors", "The model's chat template cannot be used ({0}); a simple one takes its place."
    ),
    # memory
    QT_TRANSLATE_NOOP("Errors", "“{0}” needs {1} of memory; this machine has {2}."),
    QT_TRANSLATE_NOOP("Errors", "Choose a smaller model, or a smaller quantisation of this one."),
    QT_TRANSLATE_NOOP(
        "Errors", "A context of {0} tokens needs {1} of memory for “{2}”; this machine has {3}."
    ),
    QT_TRANSLATE_NOOP("Errors", "Choose a shorter context."),
    QT_TRANSLATE_NOOP("Errors", "There was not enough memory for “{0}” ({1} GB)."),
    QT_TRANSLATE_NOOP(
        "Errors", "Choose a shorter context or a smaller model, or close other programs."
    ),
    # drafts and adapters
    QT_TRANSLATE_NOOP("Errors", "The draft model “{0}” could not be loaded."),
    QT_TRANSLATE_NOOP("Errors", "Choose another draft model, or none."),
    QT_TRANSLATE_NOOP(
        "Errors", "“{0}” cannot draft for this model: its vocabulary is another one."
    ),
    QT_TRANSLATE_NOOP("Errors", "Choose a smaller model of the same family, or none."),
    QT_TRANSLATE_NOOP("Errors", "There was not enough memory for the draft model “{0}”."),
    QT_TRANSLATE_NOOP("Errors", "Choose a smaller draft model, or none."),
    QT_TRANSLATE_NOOP("Errors", "The strength of the adapter “{0}” is not a number."),
    QT_TRANSLATE_NOOP("Errors", "Set it between 0 and 1 in the settings."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is a model of its own, not an adapter for another one."),
    QT_TRANSLATE_NOOP("Errors", "Open it as a model, or choose a LoRA adapter in GGUF format."),
    QT_TRANSLATE_NOOP("Errors", "“{0}” is not a LoRA adapter; other kinds cannot be used."),
    QT_TRANSLATE_NOOP("Errors", "Choose a LoRA adapter in GGUF format."),
    QT_TRANSLATE_NOOP(
        "Errors", "“{0}” is an adapter for models of the kind “{1}”, this model is “{2}”."
    ),
    QT_TRANSLATE_NOOP("Errors", "Choose an adapter that was made for this model."),
    QT_TRANSLATE_NOOP("Errors", "The adapter “{0}” is damaged: its strength is no number."),
    QT_TRANSLATE_NOOP("Errors", "The adapter “{0}” is damaged or of a kind that is not known."),
    QT_TRANSLATE_NOOP("Errors", "Download or convert it again."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The adapter “{0}” does not fit this model: it was made for another size or version.",
    ),
    QT_TRANSLATE_NOOP("Errors", "There was not enough memory for the adapter “{0}”."),
    QT_TRANSLATE_NOOP("Errors", "Choose a shorter context, or do without the adapter."),
    # why a model is loaded as it is
    QT_TRANSLATE_NOOP(
        "Errors", "Layers on a GPU were asked for, but no GPU was found: the processor is used."
    ),
    QT_TRANSLATE_NOOP("Errors", "The processor alone, as you set it."),
    QT_TRANSLATE_NOOP("Errors", "{0} of {1} layers on {2}, as you set it."),
    QT_TRANSLATE_NOOP("Errors", "All {0} layers on {1}."),
    QT_TRANSLATE_NOOP("Errors", "{0} is a driver that computes on the processor: it is not used."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "{0} of {1} layers on {2}: its free memory of {3} holds no more, the processor "
        "computes the others.",
    ),
    QT_TRANSLATE_NOOP("Errors", "{0} has too little free memory ({1}): the processor is used."),
    QT_TRANSLATE_NOOP("Errors", "Context of {0} tokens as you set it."),
    QT_TRANSLATE_NOOP(
        "Errors", "Context of {0} tokens as you set it, more than the {1} it was trained for."
    ),
    QT_TRANSLATE_NOOP("Errors", "Context of {0} tokens, all the model was trained for."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "Context of {0} tokens: the free memory of {place} holds no more beside the model.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Context of {0} tokens to save memory; the model was trained for {1}."
    ),
    QT_TRANSLATE_NOOP("Errors", "Reads texts of up to {0} tokens."),
    QT_TRANSLATE_NOOP(
        "Errors", "The KV cache stays f16: q8_0 needs flash attention, which is off."
    ),
    QT_TRANSLATE_NOOP("Errors", "The KV cache stays f16: this model's cannot be q8_0."),
    QT_TRANSLATE_NOOP("Errors", "The KV cache is q8_0, which takes half the memory of f16."),
    QT_TRANSLATE_NOOP("Errors", "{0} thread as you set it."),
    QT_TRANSLATE_NOOP("Errors", "{0} threads as you set it."),
    QT_TRANSLATE_NOOP("Errors", "{0} thread: one core is left to the window."),
    QT_TRANSLATE_NOOP("Errors", "{0} threads: one core is left to the window."),
    QT_TRANSLATE_NOOP("Errors", "{0} thread, one for each core."),
    QT_TRANSLATE_NOOP("Errors", "{0} threads, one for each core."),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The model is larger than the free memory of {0}: close other programs if it is slow.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The GPU is not in use: this llama.cpp found none that it can use, the processor works.",
    ),
    QT_TRANSLATE_NOOP(
        "Errors", "Only {0} of the {1} layers that were meant for the GPU are on it."
    ),
    QT_TRANSLATE_NOOP(
        "Errors",
        "The weights are on the GPU, but the memory of the conversation is not: it is slow.",
    ),
)
