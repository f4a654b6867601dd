"""What runs here, and where its files are."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt, QUrl, Slot, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from assistant import __version__, paths, publisher
from assistant.ui.controls import Caption, ElidedLabel, push_button
from assistant.ui.settings.form import FormPage
from assistant.ui.settings.licences_dialog import LicencesDialog
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.workers.task_pool import TaskPool


class AboutPage(FormPage):
    """Versions, terms and folders."""

    def __init__(self, places: paths.Paths, pool: TaskPool, theme: Theme) -> None:
        super().__init__(theme, "")
        self._pool = pool
        self.title.setText(self.tr("About Inkstone"))
        self.column.addWidget(
            Caption(
                theme,
                self.tr(
                    "A private writing desk. Everything happens on this computer; nothing is "
                    "sent anywhere unless you start it."
                ),
            )
        )
        self.versions = QLabel("\n".join(_versions()), self)
        self.versions.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add_heading(self.tr("Versions"))
        self.column.addWidget(self.versions)
        self.updates = push_button(self.tr("Check for updates"), "", self)
        self.updates.clicked.connect(self._open_releases)
        self.updates.setVisible(bool(publisher.RELEASES))
        about_updates = (
            self.tr(
                "Inkstone never looks for a newer version by itself. The button opens the page of "
                "releases in your browser."
            )
            if publisher.RELEASES
            else self.tr(
                "Inkstone never looks for a newer version by itself. This build names no page of "
                "releases: newer ones come from whoever gave it to you."
            )
        )
        self._add_with_button(about_updates, self.updates)
        self.add_heading(self.tr("From others"))
        self.licences = push_button(self.tr("Licences"), "", self)
        self.licences.clicked.connect(self._open_licences)
        self._add_with_button(
            self.tr(
                "Languages are told apart by fastText’s model lid.176 (Facebook AI Research, "
                "CC BY-SA 3.0). Icons: Lucide (ISC). Qt is used under the LGPL; its libraries may "
                "be replaced."
            ),
            self.licences,
        )
        self.add_heading(self.tr("Where files are"))
        for text, folder in (
            (self.tr("Conversations"), places.data),
            (self.tr("Settings"), places.config),
            (self.tr("Models"), places.models),
            (self.tr("Logs"), places.logs),
        ):
            self._add_place(text, str(folder))

    def _add_with_button(self, text: str, button: QPushButton) -> None:
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_L)
        row.addWidget(Caption(self.theme, text, self), 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row)

    @Slot()
    def _open_releases(self) -> None:
        QDesktopServices.openUrl(QUrl(publisher.RELEASES))

    @Slot()
    def _open_licences(self) -> None:
        dialog = LicencesDialog(self._pool, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _add_place(self, text: str, folder: str) -> None:
        label = QLabel(text, self)
        label.setFixedWidth(110)
        where = ElidedLabel(folder, self)
        where.setProperty("tone", "secondary")
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        open_button = push_button(self.tr("Open"), "link", self)
        open_button.setAccessibleName(self.tr("Open the folder: {name}").format(name=text))
        open_button.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(folder)))
        row = QHBoxLayout()
        row.addWidget(label)
        row.addWidget(where, 1)
        row.addWidget(open_button)
        self.column.addLayout(row)


def _versions() -> list[str]:
    lines = [f"Inkstone {__version__}"]
    for package in ("llama-cpp-python", "SQLAlchemy", "sqlcipher3"):
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return [*lines, f"Qt {qVersion()}", f"Python {platform.python_version()}", platform.platform()]
