"""What a person does with models that they drop on the window."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Slot

from assistant.core.display_text import one_line
from assistant.core.entities import ModelFile
from assistant.core.notices import Notice
from assistant.ui.drop_target import Words

if TYPE_CHECKING:
    from assistant.ui.drop_overlay import Dropped
    from assistant.ui.services import Services

CANCEL = "models.cancel_copy"
USES = ("open_model", "copy_model", "look_here")
_NOTICE_S = 12.0
_NAME = 60
translate = QCoreApplication.translate


def model_words(paths: tuple[str, ...]) -> tuple[Words, Words]:
    """What is said of using these model files, and of copying them."""
    name = one_line(PurePath(paths[0]).name, _NAME)
    if len(paths) == 1:
        use = translate("Drop", "{name} is used where it lies, from the next message on.")
        copy = translate(
            "Drop", "{name} is copied into Inkstone's own folder and compared. The file stays."
        )
        return (
            Words("box", translate("Drop", "Use this model"), use.format(name=name)),
            Words("copy", translate("Drop", "Copy into my models"), copy.format(name=name)),
        )
    count = len(paths)
    use = translate("Drop", "%n model(s) are used where they lie; {name} is loaded.", "", count)
    copy = translate(
        "Drop", "%n model(s) are copied into Inkstone's own folder and compared.", "", count
    )
    return (
        Words("box", translate("Drop", "Use these models"), use.format(name=name)),
        Words("copy", translate("Drop", "Copy into my models"), copy),
    )


def folder_words(folders: tuple[str, ...]) -> Words:
    """What is said of a folder in which there are models."""
    title = translate("Drop", "Look for models here")
    if len(folders) > 1:
        text = translate(
            "Drop", "The models in %n folder(s) are used where they lie.", "", len(folders)
        )
        return Words("folder", title, text)
    text = translate("Drop", "The models in {name} are used where they lie, later ones too.")
    return Words("folder", title, text.format(name=one_line(PurePath(folders[0]).name, _NAME)))


class ModelDrops(QObject):
    """Window thread; says in the status line what is copied, and that it can be cancelled."""

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._models = services.models
        self._notices = services.notices
        copier = self._models.copier
        copier.progressed.connect(self._on_progress)
        copier.copied.connect(self._on_copied)
        self._notices.action_chosen.connect(self._on_action)

    def take(self, held: Dropped, use: str) -> None:
        """Do with `held` what its target said, one of `USES`."""
        if use == "open_model":
            self._models.open_files(list(held.paths))
        elif use == "copy_model":
            self.copy(list(held.paths))
        else:
            for folder in held.folders:
                self._models.add_folder(folder)
            text = self.tr(
                "Models are looked for in %n folder(s) from now on.", "", len(held.folders)
            )
            self._notices.post(Notice(text=text, timeout_s=_NOTICE_S))

    def copy(self, paths: list[str]) -> None:
        """Take these files into the own folder."""
        self._say_copying(PurePath(paths[0]).name, 0.0)
        self._models.copier.copy(paths)

    @Slot(str, float)
    def _on_progress(self, name: str, part: float) -> None:
        if self._models.copier.busy and 0 < part < 1:
            self._say_copying(name, part)

    def _say_copying(self, name: str, part: float) -> None:
        text = self.tr("Copying {name} into your models: {percent} %").format(
            name=one_line(name, _NAME), percent=round(100 * part)
        )
        notice = Notice(text=text, action=CANCEL, action_label=self.tr("Cancel"))
        if part == 0.0:
            self._notices.post(notice)
        else:
            self._notices.update(notice)

    @Slot(object)
    def _on_copied(self, file: ModelFile) -> None:
        text = self.tr("{name} is among your models.").format(name=one_line(file.name, _NAME))
        self._notices.post(Notice(text=text, timeout_s=_NOTICE_S))

    @Slot(str)
    def _on_action(self, action: str) -> None:
        if action == CANCEL:
            self._models.copier.cancel()
            self._notices.post(Notice(text=self.tr("Nothing more is copied."), timeout_s=_NOTICE_S))
