"""A window to drag files from, as a file manager would be: `python -m tests.e2e.drag_source FILE…`.

It stands at the right edge of the screen, and stays: what is dropped is asked of it afterwards.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel


class DragSource(QLabel):
    """Press and move the pointer: all files are dragged."""

    def __init__(self, files: list[str]) -> None:
        super().__init__("drag me")
        self._files = files
        self.setWindowTitle("Drag source")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.resize(120, 120)

    def mouseMoveEvent(self, _event: QMouseEvent) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(file) for file in self._files])
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


def main() -> None:
    application = QApplication(sys.argv)
    source = DragSource(sys.argv[1:])
    source.move(1140, 640)
    source.show()
    application.exec()


if __name__ == "__main__":
    main()
