"""Another program on the desktop, with a text and a clipboard of its own.

`python -m tests.e2e.other_program STATE TEXT`: an editor; what stands in it is written to the
file STATE. With `--picture` as well it copies a picture in several formats.
`python -m tests.e2e.other_program --clipboard`: prints what is on the clipboard, as JSON.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPlainTextEdit

COLOUR = 0xFF2B5C8A


def picture() -> QMimeData:
    image = QImage(40, 30, QImage.Format.Format_ARGB32)
    image.fill(COLOUR)
    data = QMimeData()
    data.setImageData(image)
    data.setHtml("<b>kept</b>")
    data.setText("kept")
    data.setData("application/x-other", b"\x00\x01 bytes of its own")
    return data


def say_clipboard() -> None:
    data = QApplication.clipboard().mimeData()
    image = QImage(data.imageData()) if data.hasImage() else QImage()
    found = {
        "text": data.text(),
        "html": data.html(),
        "own": bytes(data.data("application/x-other").data()).decode(),
        "size": [image.width(), image.height()],
        "colour": image.pixel(5, 5) if not image.isNull() else 0,
    }
    print(json.dumps(found))


def main() -> None:
    application = QApplication(sys.argv)
    if "--clipboard" in sys.argv:
        say_clipboard()
        return
    state = Path(sys.argv[1])
    editor = QPlainTextEdit(sys.argv[2])
    editor.setWindowTitle("Other program")
    editor.resize(500, 200)
    editor.move(700, 500)

    def write() -> None:
        unfinished = state.with_suffix(".part")
        unfinished.write_text(editor.toPlainText())
        unfinished.replace(state)

    editor.textChanged.connect(write)
    editor.show()

    def begin() -> None:
        if "--picture" in sys.argv:
            application.clipboard().setMimeData(picture())
        write()

    QTimer.singleShot(300, begin)
    application.exec()


if __name__ == "__main__":
    main()
