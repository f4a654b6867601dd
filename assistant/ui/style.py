"""The style sheet: what Fusion and the palette leave open, from the theme's roles."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from assistant import paths
from assistant.ui.theme.theme import Theme

_SHEET = """
QToolTip {{ background: {surface}; color: {ink}; border: 1px solid {hairline}; padding: 4px 6px; }}
#rail, #side {{ background: {side}; }}
#rail {{ border-right: 1px solid {hairline}; }}
#side {{ border-right: 1px solid {hairline}; }}
#side[edge="right"] {{ border-right: none; border-left: 1px solid {hairline}; }}
#header {{ background: {paper}; border-bottom: 1px solid {hairline}; }}
#status_line {{ background: {side}; border-top: 1px solid {hairline}; }}
#card {{ background: {surface}; border: 1px solid {hairline}; border-radius: 10px; }}
#card[kind="row"]:hover {{ border: 1px solid {control}; }}
#card[kind="row"]:focus {{ border: 2px solid {accent}; }}
#chip {{ background: {weak_accent}; border-radius: 6px; }}
#floating {{ background: {surface}; border: 1px solid {control}; border-radius: 10px; }}
#refusal[severity="error"] {{ background: {deleted}; border-radius: 6px; }}
#refusal {{ background: {weak_accent}; border-radius: 6px; }}
QLabel[tone="secondary"] {{ color: {secondary}; }}
QLabel[tone="faint"] {{ color: {faint}; }}
QLabel[tone="danger"] {{ color: {danger}; }}
QLabel[tone="caution"] {{ color: {caution}; }}
QLabel[tone="good"] {{ color: {good}; }}

QPushButton {{ background: {surface}; color: {ink}; border: 1px solid {control};
  border-radius: 6px; padding: 0 12px; min-height: 30px; }}
QPushButton:hover {{ background: {raised}; }}
QPushButton:pressed {{ background: {weak_accent}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 0 11px; min-height: 28px; }}
QPushButton:disabled {{ color: {faint}; border-color: {hairline}; background: {paper}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent};
  border: 1px solid {accent}; }}
QPushButton[kind="primary"]:hover {{ background: {accent}; border: 1px solid {ink}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {ink}; padding: 0 11px; min-height: 28px; }}
QPushButton[kind="primary"]:disabled {{ color: {faint}; background: {paper};
  border: 1px solid {hairline}; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent;
  color: {accent}; padding: 0 6px; }}
QPushButton[kind="link"]:hover {{ background: {raised}; }}
QPushButton[kind="link"]:focus {{ border: 2px solid {accent}; padding: 0 5px; }}
QPushButton[kind="starter"] {{ text-align: left; padding: 0 14px; min-height: 38px;
  border: 1px solid {hairline}; border-radius: 10px; }}
QPushButton[kind="starter"]:hover {{ border: 1px solid {control}; background: {surface}; }}
QPushButton[kind="starter"]:focus {{ border: 2px solid {accent}; padding: 0 13px;
  min-height: 36px; }}

QToolButton {{ background: transparent; border: 2px solid transparent; border-radius: 6px;
  padding: 0; color: {ink}; }}
QToolButton:hover {{ background: {raised}; }}
QToolButton:pressed, QToolButton:checked {{ background: {weak_accent}; }}
QToolButton:focus {{ border: 2px solid {accent}; }}
QToolButton:disabled {{ color: {faint}; }}
QToolButton::menu-indicator {{ image: none; }}
QToolButton[kind="send"] {{ background: {accent}; }}
QToolButton[kind="send"]:hover {{ border: 2px solid {ink}; }}
QToolButton[kind="send"]:focus {{ border: 2px solid {ink}; }}
QToolButton[kind="send"]:disabled {{ background: {hairline}; }}
#rail QToolButton {{ color: {secondary}; padding-top: 4px; }}
#status_line QToolButton {{ color: {accent}; }}
#rail QToolButton:checked {{ color: {accent}; }}

QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox, QKeySequenceEdit, QPlainTextEdit {{
  background: {surface}; color: {ink}; border: 1px solid {control}; border-radius: 6px;
  selection-background-color: {selection}; selection-color: {ink}; }}
QLineEdit, QComboBox, QDateEdit {{ padding: 0 8px; min-height: 30px; }}
QSpinBox, QDoubleSpinBox {{ min-height: 26px; max-height: 30px; }}
QDoubleSpinBox[inherited="true"], QComboBox[inherited="true"] {{ color: {secondary}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; height: 0;
  border: none; }}
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus {{ background: transparent;
  border: none; padding: 0 8px; min-height: 0; }}
QPlainTextEdit {{ padding: 4px 6px; }}
QLineEdit:focus, QComboBox:focus, QDateEdit:focus {{ border: 2px solid {accent}; padding: 0 7px;
  min-height: 28px; }}
QSpinBox:focus, QDoubleSpinBox:focus {{ border: 2px solid {accent}; max-height: 28px; }}
QPlainTextEdit:focus {{ border: 2px solid {accent}; padding: 3px 5px; }}
QLineEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled {{ color: {faint};
  border-color: {hairline}; }}
QPlainTextEdit#composer, QPlainTextEdit#composer:focus {{ background: transparent; border: none;
  padding: 0; }}
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus {{ background: transparent; border: none;
  border-bottom: 1px solid {hairline}; border-radius: 0; padding: 0 8px; min-height: 40px; }}
QComboBox::drop-down, QDateEdit::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow, QDateEdit::down-arrow {{ image: url({images}/chevron-down.svg);
  width: 14px; height: 14px; }}
QCalendarWidget QAbstractItemView {{ background: {surface}; color: {ink}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {faint}; }}
QCalendarWidget #qt_calendar_navigationbar {{ background: {side}; }}
QComboBox QAbstractItemView {{ background: {surface}; color: {ink}; border: 1px solid {control};
  selection-background-color: {weak_accent}; selection-color: {ink}; outline: none; }}

QCheckBox, QRadioButton {{ spacing: 8px; min-height: 32px; color: {ink}; background: transparent; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {control};
  border-radius: 4px; background: {surface}; }}
QCheckBox::indicator:hover {{ border: 1px solid {ink}; }}
QCheckBox::indicator:checked {{ background: {accent}; border: 1px solid {accent};
  image: url({images}/check.svg); }}
QCheckBox::indicator:focus {{ border: 2px solid {accent};
  width: 14px; height: 14px; }}
QCheckBox::indicator:checked:focus {{
  border: 2px solid {ink}; width: 14px; height: 14px; }}

QRadioButton::indicator {{ width: 16px; height: 16px; border: 1px solid {control};
  border-radius: 9px; background: {surface}; }}
QRadioButton::indicator:hover {{ border: 1px solid {ink}; }}
QRadioButton::indicator:checked {{ width: 8px; height: 8px; border: 5px solid {accent};
  background: {on_accent}; }}
QRadioButton:focus {{ border: 2px solid {accent}; border-radius: 6px; padding: 0 4px; }}

QSlider {{ min-height: 24px; }}
QSlider::groove:horizontal {{ height: 4px; background: {hairline}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {accent}; border-radius: 2px; }}
QSlider[inherited="true"]::sub-page:horizontal {{ background: {control}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
  background: {surface}; border: 1px solid {control}; }}
QSlider::handle:horizontal:hover {{ border: 1px solid {ink}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {accent}; width: 12px; height: 12px; }}
QProgressBar {{ background: {hairline}; border: none; border-radius: 2px; max-height: 4px;
  min-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}

QAbstractItemView {{ background: transparent; border: none; outline: none; color: {ink};
  selection-background-color: {weak_accent}; selection-color: {ink}; }}
QTableView {{ gridline-color: {hairline}; }}
QHeaderView::section {{ background: {paper}; color: {secondary}; border: none;
  border-bottom: 1px solid {hairline}; padding: 6px 8px; }}
QListView#menu::item {{ padding: 6px 10px; min-height: 20px; border-radius: 6px; }}
QListView#menu::item:hover {{ background: {raised}; }}
QListView#menu::item:selected {{ background: {weak_accent}; color: {ink}; }}
QListView#menu::item:selected:focus {{ border: 2px solid {accent}; padding: 4px 8px; }}
QMenu {{ background: {surface}; color: {ink}; border: 1px solid {control}; padding: 4px; }}
QMenu::item {{ padding: 7px 24px 7px 28px; border-radius: 6px; }}
QMenu::item:selected {{ background: {weak_accent}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::separator {{ height: 1px; background: {hairline}; margin: 4px 8px; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::indicator:checked {{ image: url({images}/check-menu.svg); width: 14px; height: 14px;
  left: 7px; }}

QScrollArea, QScrollArea > QWidget > QWidget[role="page"] {{ background: transparent;
  border: none; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {control}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {secondary}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
QSplitter::handle:hover {{ background: {hairline}; }}
"""


def style_sheet(theme: Theme) -> str:
    """The style sheet of the whole window in the theme's colours."""
    roles = theme.palette
    names = [name for name in roles.__struct_fields__ if not name.startswith("code_")]
    images = (paths.resources() / "themes" / ("dark" if theme.dark else "light")).as_posix()
    return _SHEET.format(images=images, **{name: getattr(roles, name) for name in names})


def ensure_fusion(application: QApplication) -> None:
    """Use the Fusion style where the desktop brings another one.

    Asking for the style costs more than a picture of the window; who starts the application
    names the style before (`QT_STYLE_OVERRIDE`), and this only makes sure of it later.
    """
    if application.style().name() != "fusion":
        application.setStyle("Fusion")


def apply_to_application(application: QApplication, theme: Theme) -> None:
    """Palette and font for everything, top-level popups included."""
    application.setPalette(theme.qt_palette())
    application.setFont(theme.interface_font())
