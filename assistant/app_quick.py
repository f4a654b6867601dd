"""The part of the composition that stays when the main window is closed: quick window and tray."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from assistant import compose
from assistant.controllers.quick import QuickDesk
from assistant.core.remote.consent import QUICK
from assistant.core.settings import Quick, Settings
from assistant.ui.quick.clipboard import ClipboardCare
from assistant.ui.quick.hotkey import Hotkey
from assistant.ui.quick.pasting import Paster, make_paster
from assistant.ui.quick.tray import Tray, tray_available

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from assistant.app import Application
    from assistant.ui.quick.window import QuickWindow
    from assistant.ui.starter.starter_hint import StarterHint

LINGER_MS = 10 * 60_000
"""So long an application without a window stays for the next call, where no icon shows it."""


class QuickDoor(QObject):
    """Brings up the quick window; window thread. Made behind the first picture.

    `begin` shows the icon in the tray and listens for the hotkey; the window itself is made when
    it is opened first. `shut_down` comes before that of the application.
    """

    def __init__(self, application: Application, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._window: QuickWindow | None = None
        self._paster: Paster | None = None
        self._tray: Tray | None = None
        self._told_of_tray = False
        self.care = ClipboardCare(self)
        self.hotkey = Hotkey(self)
        self.hotkey.pressed.connect(self.toggle)
        self.hotkey.failed.connect(application.notices.post_error)
        self._linger = QTimer(self, singleShot=True, interval=LINGER_MS)
        self._linger.timeout.connect(self._leave_unless_seen)

    @Slot()
    def begin(self) -> None:
        """From now on the settings are followed."""
        preferences = self._application.preferences
        preferences.changed.connect(self._follow)
        self._application.window.installEventFilter(self)
        self._follow(preferences.settings)

    @property
    def window(self) -> QuickWindow:
        """Made when it is first asked for."""
        if self._window is None:
            from assistant.ui.quick.window import QuickWindow

            self._paster = make_paster(self)
            window = QuickWindow(
                self._make_desk(),
                self.care,
                self._paster,
                self._application.theme,
                self._application.consent,
                self._make_hint,
            )
            window.main_window_wanted.connect(self.show_main_window)
            window.installEventFilter(self)
            self._window = window
        return self._window

    def _make_desk(self) -> QuickDesk:
        app = self._application
        library = app.documents.library
        return QuickDesk(
            app.chat.steps.apart(library, app.pool, self),
            app.models,
            app.preferences,
            library,
            compose.make_differ,
            compose.make_detector,
            self,
            permission=partial(app.consent.refusal, QUICK),
        )

    def _make_hint(self, parent: QWidget) -> StarterHint:
        from assistant.ui.starter.starter_hint import StarterHint

        app = self._application
        return StarterHint(app.models, app.preferences, app.theme, self._find_models, parent)

    def _find_models(self) -> None:
        self.show_main_window()
        self._application.window.actions_registry.trigger("find_models")

    # --- doors -------------------------------------------------------------------------------

    @Slot()
    def toggle(self) -> None:
        """Open the quick window, or close it."""
        self._application.start()  # it may be the first thing that is asked of it
        self.window.toggle()

    @Slot()
    def show_main_window(self) -> None:
        from assistant.start import show_in_front

        show_in_front(self._application.window)

    @Slot()
    def translate_clipboard(self) -> None:
        """Open the quick window with the clipboard's text, being translated."""
        self._application.start()
        self.window.open("translate", from_clipboard=True)

    # --- tray and hotkey -----------------------------------------------------------------------

    @property
    def _wanted(self) -> Quick:
        return self._application.preferences.settings.quick

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        wanted = settings.quick
        if wanted.tray and self._tray is None and tray_available():
            self._tray = self._make_tray()
        elif not wanted.tray and self._tray is not None:
            self._tray.hide()
            self._tray.deleteLater()
            self._tray = None
        self.hotkey.follow(wanted.key if wanted.hotkey else "")

    def _make_tray(self) -> Tray:
        tray = Tray(self._application.theme, self)
        tray.main_window_wanted.connect(self.show_main_window)
        tray.quick_window_wanted.connect(self.toggle)
        tray.translation_wanted.connect(self.translate_clipboard)
        tray.quit_wanted.connect(QApplication.quit)
        tray.show()
        return tray

    # --- staying -------------------------------------------------------------------------------

    @property
    def stays(self) -> bool:
        """Whether closing the main window leaves the application in the tray."""
        return self._wanted.keep_running and self._tray is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        main = self._application.window
        if event.type() == QEvent.Type.Close and watched is main:
            # What the program itself closes, to quit, is no wish of the person to hide it.
            if event.spontaneous() and self.stays:
                event.ignore()
                main.hide()
                self._tell_of_tray()
                return True
        elif event.type() == QEvent.Type.Hide and watched is self._window:
            if main.isHidden():
                self._linger.start()
        elif event.type() == QEvent.Type.Show:
            self._linger.stop()
        return super().eventFilter(watched, event)

    def _tell_of_tray(self) -> None:
        if self._tray is not None and not self._told_of_tray:
            self._told_of_tray = True
            self._tray.say(self.tr("Inkstone keeps running here. Quit it from this icon's menu."))

    @Slot()
    def _leave_unless_seen(self) -> None:
        """Nobody sees that it runs, and nobody has needed it for a while."""
        shown = self._window is not None and self._window.isVisible()
        if not shown and self._application.window.isHidden() and not self.stays:
            QApplication.quit()

    def shut_down(self) -> None:
        """Let go of the tray, the hotkey and the clipboard."""
        self._linger.stop()
        self.hotkey.follow("")
        self._application.window.removeEventFilter(self)
        if self._tray is not None:
            self._tray.hide()
        if self._paster is not None:
            self._paster.close()
        if self._window is not None:
            self._window.desk.stop()
            self._window.hide()
            self._window.deleteLater()
            self._window = None
