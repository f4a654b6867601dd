"""The templates that people keep: load, keep, delete with undo, versions, import and export."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.template_memory import TemplateMemory, same_words
from assistant.core.display_text import one_line
from assistant.core.document_ports import LibraryStore
from assistant.core.errors import UserError
from assistant.core.templates.ports import TemplateFiles, TemplateStore
from assistant.core.templates.template import Example, Template, TemplateVersion
from assistant.workers.library_thread import LibraryThread
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

_NAMED_LINE = re.compile(r"\bline (\d{1,9})\)")
_LONGEST_SHOWN = 160

MakeBuiltins = Callable[[], Sequence[Template]]


class TemplateLibrary(QObject):
    """Window thread; the templates are on the library's, their files on a pool.

    changed()                         `templates` are other than they were
    kept(Template, int)               durable, with the key of the draft that it was
    keep_refused(UserError, int)      nothing was kept; the draft stays
    deleted(Template)                 gone from the list; `undo_delete` brings it back
    restored(Template)                a deletion was undone
    was_reset(Template)               a built-in one is as it came
    versions_read(int, list)          template id, TemplateVersion the newest first
    imported(list)                    the Templates of a file, as they are kept now
    import_refused(str, UserError, str)
                                      the path, why nothing of it was kept, and the line of the
                                      file that the error names as it stands there ("": none)
    exported(str, int)                the path, and how many templates it holds
    failed(UserError)                 something else was not done
    """

    changed = Signal()
    kept = Signal(object, int)
    keep_refused = Signal(object, int)
    deleted = Signal(object)
    restored = Signal(object)
    was_reset = Signal(object)
    versions_read = Signal(int, list)
    imported = Signal(list)
    import_refused = Signal(str, object, str)
    exported = Signal(str, int)
    failed = Signal(object)

    def __init__(
        self,
        library: LibraryThread,
        store: StoreThread,
        pool: TaskPool,
        files: TemplateFiles,
        builtins: MakeBuiltins = tuple,
        parent: QObject | None = None,
    ) -> None:
        """`builtins` is called once, on the library's thread; `store` keeps drafts and uses."""
        super().__init__(parent)
        self._library = library
        self._pool = pool
        self._files = files
        self._builtins: MakeBuiltins | None = builtins
        self._loading = False
        self._deleted: dict[int, Template] = {}
        self._last_deleted: int | None = None
        self.templates: tuple[Template, ...] = ()
        """Favourites first, then by title."""
        self.known = False
        """Whether they were read."""
        self.memory = TemplateMemory(store, self)
        self.memory.failed.connect(self.failed)
        self.memory.loaded.connect(self.changed)
        library.opened.connect(self.load)

    # --- what there is ---------------------------------------------------------------------

    @Slot()
    def load(self) -> None:
        """Read the templates, and install the built-in ones the first time."""
        builtins = self._builtins
        self._loading = True

        def read(library: LibraryStore) -> tuple[list[Template], UserError | None]:
            store: TemplateStore = library.desk
            error = None
            try:
                if builtins is not None:
                    store.install_builtins(tuple(builtins()))
            except UserError as caught:  # one's own templates are there all the same
                error = caught
            return store.list_templates(), error

        self._library.submit(read, self._on_loaded, self._on_not_loaded)
        self.memory.read()

    def ensure_loaded(self) -> None:
        """`load`, unless it was done or is on its way."""
        if not self.known and not self._loading:
            self.load()

    def by_id(self, template_id: int) -> Template | None:
        return next((each for each in self.templates if each.id == template_id), None)

    def by_name(self, name: str) -> Template | None:
        return next((each for each in self.templates if each.name == name), None)

    def tags(self) -> list[str]:
        """All tags, by the alphabet."""
        return sorted({tag for each in self.templates for tag in each.tags}, key=str.casefold)

    def free_name(self, wanted: str) -> str:
        """`wanted`, or with a number behind it where another template has that name."""
        return free_name(wanted, {each.name for each in self.templates})

    # --- commands --------------------------------------------------------------------------

    def keep(self, template: Template, draft: int = 0) -> None:
        """Keep a template, new or changed; its draft `draft` is not needed then any more."""

        def done(found: Template) -> None:
            if draft:
                self._settle(draft, template, found)
            self._place(found)
            self.kept.emit(found, draft)
            self.load()

        self._library.submit(
            lambda library: library.desk.keep_template(template),
            done,
            lambda error: self.keep_refused.emit(error, draft),
        )

    def _settle(self, draft: int, sent: Template, kept: Template) -> None:
        """A draft is not needed any more; what was written since it was sent stays one."""
        now = self.memory.drafts.get(draft)
        self.memory.drop_draft(draft)
        if now is not None and not same_words(msgspec.structs.replace(now, id=sent.id), sent):
            own = {"id": kept.id, "builtin": kept.builtin, "changed": kept.changed}
            self.memory.keep_draft(kept.id, msgspec.structs.replace(now, **own))

    def set_favourite(self, template_id: int, favourite: bool) -> None:
        template = self.by_id(template_id)
        if template is not None:
            changed = msgspec.structs.replace(template, favourite=favourite)
            self._submit(lambda store: store.keep_template(changed), self._on_changed)

    def duplicate(self, template_id: int, title: str) -> None:
        """Keep a copy under `title`, as one of the person's own; `kept` follows."""
        template = self.by_id(template_id)
        if template is not None:
            self.keep(copy_of(template, title, self.free_name(template.name)))

    def delete(self, template_id: int) -> None:
        """Remove a template; a built-in one is only hidden."""
        template = self.by_id(template_id)
        if template is None:
            return

        def done(_nothing: None) -> None:
            self._deleted[template_id] = template
            self._last_deleted = template_id
            self.templates = tuple(each for each in self.templates if each.id != template_id)
            self.changed.emit()
            self.deleted.emit(template)
            self.load()

        self._submit(lambda store: store.delete_template(template_id), done)

    def undo_delete(self, template_id: int | None = None) -> None:
        """Bring back a template that was deleted since the start; by default the last one."""
        wanted = self._last_deleted if template_id is None else template_id
        template = None if wanted is None else self._deleted.get(wanted)
        if template is None:
            return

        def done(found: Template) -> None:
            self._deleted.pop(template.id, None)
            self._last_deleted = next(reversed(self._deleted), None)
            self._place(found)
            self.restored.emit(found)
            self.load()

        self._submit(lambda store: store.restore_template(template), done)

    def reset(self, template_id: int) -> None:
        """A built-in template becomes what it was when it came; its versions stay."""

        def done(found: Template) -> None:
            self.memory.drop_draft(template_id)
            self._place(found)
            self.was_reset.emit(found)
            self.load()

        self._submit(lambda store: store.reset_template(template_id), done)

    def read_versions(self, template_id: int) -> None:
        def done(found: list[TemplateVersion]) -> None:
            self.versions_read.emit(template_id, found)

        self._submit(lambda store: store.versions(template_id), done)

    def note_use(self, template_id: int, values: Mapping[str, str]) -> None:
        """A template was used with these values; only short ones are remembered."""
        self.memory.note_use(template_id, values)
        self.changed.emit()

    # --- files -----------------------------------------------------------------------------

    def import_file(self, path: str) -> None:
        """Keep the templates of a TOML file; names that are taken get a number."""

        def refuse(error: UserError) -> None:
            self._pool.run(
                lambda: _line_of(Path(path), error),
                lambda line: self.import_refused.emit(path, error, line),
            )

        def read(found: list[Template]) -> None:
            self._library.submit(lambda library: _kept(library.desk, found), done, refuse)

        def done(found: list[Template]) -> None:
            self.imported.emit(found)
            self.load()

        self._pool.run(lambda: self._files.read(Path(path)), read, refuse)

    def export(self, path: str, templates: Sequence[Template]) -> None:
        """Write templates to a TOML file, in the place of what it held."""
        written = tuple(templates)

        def done(_nothing: None) -> None:
            self.exported.emit(path, len(written))

        self._pool.run(lambda: self._files.write(Path(path), written), done, self.failed.emit)

    def shut_down(self) -> None:
        """Keep what waits for a pause; before the store's thread ends."""
        self.memory.flush()

    # --- replies ---------------------------------------------------------------------------

    def _submit(self, work: Callable[[TemplateStore], object], done: Callable[..., None]) -> None:
        self._library.submit(lambda library: work(library.desk), done, self.failed.emit)

    def _on_loaded(self, found: tuple[list[Template], UserError | None]) -> None:
        self._loading, self.known = False, True
        templates, error = found
        self._builtins = None if error is None else self._builtins
        if error is not None:
            self.failed.emit(error)
        self.templates = tuple(templates)
        self.changed.emit()

    def _on_not_loaded(self, error: UserError) -> None:
        self._loading = False
        self.failed.emit(error)

    def _on_changed(self, _template: Template) -> None:
        self.load()

    def _place(self, template: Template) -> None:
        """Whoever hears of a template finds it; `load` puts it in its order."""
        others = tuple(each for each in self.templates if each.id != template.id)
        self.templates = (*others, template)
        self.changed.emit()


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """`wanted`, or `wanted-2`, `wanted-3`, … where it is taken."""
    names, name, number = set(taken), wanted, 1
    while name in names:
        number += 1
        name = f"{wanted}-{number}"
    return name


def copy_of(template: Template, title: str, name: str) -> Template:
    """The same as one of the person's own; keys belong to one template alone."""
    return msgspec.structs.replace(
        template,
        id=0,
        name=name,
        title=title,
        builtin=False,
        changed=False,
        favourite=False,
        shortcut="",
    )


def _kept(store: TemplateStore, templates: Sequence[Template]) -> list[Template]:
    """Library thread: keep what came from a file; what is there already is left as it is."""
    there = store.list_templates()
    known = [(_contents(each), each) for each in there]
    names, kept = {each.name for each in there}, []
    for template in templates:
        wanted = _contents(template)
        same = next((each for contents, each in known if contents == wanted), None)
        if same is None:
            name = free_name(template.name, names)
            names.add(name)
            own = {"id": 0, "name": name, "builtin": False, "changed": False}
            same = store.keep_template(msgspec.structs.replace(template, **own))
        kept.append(same)
    return kept


def _contents(template: Template) -> Template:
    """What a template says, without where it is kept, who likes it, and blanks around its texts."""
    return msgspec.structs.replace(
        template,
        id=0,
        builtin=False,
        changed=False,
        favourite=False,
        shortcut="",
        text=template.text.strip(),
        system=template.system.strip(),
        grammar=template.grammar.strip(),
        json_schema=template.json_schema.strip(),
        examples=tuple(
            Example(question=each.question.strip(), answer=each.answer.strip())
            for each in template.examples
        ),
    )


def _line_of(path: Path, error: UserError) -> str:
    """Pool: the line of a file that `error` is about; "" where it names none."""
    named = _NAMED_LINE.search(error.text)
    if named is None:
        return ""
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for number, line in enumerate(file, 1):
                if number == int(named[1]):
                    return one_line(line, _LONGEST_SHOWN)
    except OSError:
        pass
    return ""
