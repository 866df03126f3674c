"""The style sheet, written from the tokens; no widget carries a colour or a size of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.ui.theme import Tokens

TITLE_POINTS = 18.0
HEADING_POINTS = 12.5
SMALL_POINTS = 10.0


def style_sheet(tokens: Tokens, px: Callable[[float], int], points: Callable[[float], float]) -> str:
    """The whole sheet; `px` and `points` scale a size to the present zoom."""
    parts = (_frame, _buttons, _chips, _inputs, _lists, _text)
    return "\n".join(part(tokens, px, points) for part in parts)


def _frame(t: Tokens, px: Callable[[float], int], points: Callable[[float], float]) -> str:
    return f"""
QWidget#window, QWidget[canvas="true"], QDialog {{ background: {t.canvas}; color: {t.text}; }}
QWidget#rail {{ background: {t.canvas}; border-right: 1px solid {t.line}; }}
QWidget#footer {{ background: {t.canvas}; border-top: 1px solid {t.line}; }}
QWidget#footer QLabel {{ color: {t.quiet}; font-size: {points(SMALL_POINTS)}pt; }}
QLabel[role="title"] {{ font-size: {points(TITLE_POINTS)}pt; font-weight: 600; color: {t.text}; }}
QLabel[role="heading"] {{ font-size: {points(HEADING_POINTS)}pt; font-weight: 600; color: {t.text}; }}
QLabel[role="quiet"] {{ color: {t.quiet}; }}
QLabel[role="small"] {{ color: {t.quiet}; font-size: {points(SMALL_POINTS)}pt; }}
QLabel[role="good"] {{ color: {t.good}; }}
QLabel[role="look"] {{ color: {t.look}; }}
QLabel[role="stop"] {{ color: {t.stop}; }}
QFrame[role="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {px(8)}px; }}
QFrame[role="card"][lit="true"] {{ border: {px(2)}px solid {t.accent}; }}
QFrame[role="row"] {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.line}; }}
QFrame[role="row"][lit="true"] {{ background: {t.lit}; }}
QFrame[role="drop"] {{ background: {t.surface}; border: {px(2)}px dashed {t.control}; border-radius: {px(12)}px; }}
QFrame[role="drop"][over="true"] {{ background: {t.soft}; border: {px(2)}px solid {t.accent}; }}
QFrame[role="bar"] {{ background: {t.raised}; border: 1px solid {t.control}; border-radius: {px(8)}px; }}
QFrame[role="finding"] {{ background: transparent; border: none; border-left: {px(3)}px solid {t.look}; }}
QFrame[role="finding"][severity="red"] {{ border-left-color: {t.stop}; }}
QFrame[role="line"] {{ background: {t.line}; border: none; max-height: 1px; min-height: 1px; }}
QFrame[role="upright"] {{ background: {t.line}; border: none; max-width: 1px; min-width: 1px; }}
QToolTip {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.control}; padding: {px(4)}px; }}
QSplitter::handle {{ background: {t.line}; }}
QSplitter::handle:hover {{ background: {t.accent}; }}
QProgressBar {{ background: {t.line}; border: none; border-radius: {px(3)}px; max-height: {px(6)}px; }}
QProgressBar {{ min-height: {px(6)}px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: {px(3)}px; }}
"""


def _buttons(t: Tokens, px: Callable[[float], int], points: Callable[[float], float]) -> str:
    return f"""
QPushButton {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.control}; border-radius: {px(8)}px;
  min-height: {px(38)}px; padding: 0 {px(14)}px; outline: none; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed {{ background: {t.soft}; color: {t.on_soft}; }}
QPushButton:disabled {{ color: {t.faint}; border-color: {t.line}; background: transparent; }}
QPushButton[role="quiet"]:disabled {{ border-color: transparent; }}
QPushButton[role="primary"] {{ background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent};
  min-height: {px(42)}px; padding: 0 {px(20)}px; font-weight: 600; }}
QPushButton[role="primary"]:hover {{ border: 1px solid {t.text}; }}
QPushButton[role="primary"]:disabled {{ background: {t.canvas}; color: {t.faint}; border: 1px solid {t.line}; }}
QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent; padding: 0 {px(10)}px; }}
QPushButton[role="quiet"]:hover {{ background: {t.hover}; border-color: {t.line}; }}
QPushButton[role="link"] {{ background: transparent; border: none; color: {t.accent}; padding: 0 {px(2)}px 0 0;
  min-height: {px(28)}px; font-weight: 600; text-align: left; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="small"] {{ min-height: {px(30)}px; padding: 0 {px(10)}px; font-size: {points(SMALL_POINTS)}pt; }}
QToolButton {{ background: transparent; color: {t.text}; border: 1px solid transparent; border-radius: {px(8)}px;
  min-width: {px(38)}px; min-height: {px(38)}px; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:checked {{ background: {t.soft}; color: {t.on_soft}; border-color: {t.accent}; }}
QToolButton[role="small"] {{ min-width: {px(28)}px; min-height: {px(28)}px; }}
QToolButton[role="rail"] {{ color: {t.quiet}; min-width: {px(76)}px; min-height: {px(58)}px; border: none;
  font-size: {points(SMALL_POINTS)}pt; padding: {px(4)}px 0; }}
QToolButton[role="rail"]:checked {{ background: {t.soft}; color: {t.on_soft}; font-weight: 600; }}
"""


def _chips(t: Tokens, px: Callable[[float], int], points: Callable[[float], float]) -> str:
    return f"""
QPushButton[role="chip"] {{ border: 1px solid {t.control}; border-radius: {px(8)}px; min-height: {px(34)}px;
  padding: 0 {px(12)}px; background: {t.surface}; }}
QPushButton[role="chip"]:hover {{ background: {t.hover}; }}
QPushButton[role="chip"]:checked {{ background: {t.soft}; border: 1px solid {t.accent}; color: {t.on_soft};
  font-weight: 600; }}
QPushButton[tile="true"] {{ min-height: {px(54)}px; font-size: {points(HEADING_POINTS)}pt; }}
QPushButton[role="fact"] {{ border: 1px solid {t.line}; border-radius: {px(8)}px; min-height: {px(28)}px;
  padding: 0 {px(10)}px; background: transparent; color: {t.quiet}; font-size: {points(SMALL_POINTS)}pt; }}
QPushButton[role="fact"]:hover {{ background: {t.hover}; color: {t.text}; }}
QPushButton[role="check"] {{ text-align: left; border: 1px solid {t.line}; min-height: {px(42)}px; }}
QPushButton[role="check"]:checked {{ background: {t.lit}; border-color: {t.accent}; }}
QPushButton[role="sentence"] {{ background: transparent; border: 1px solid transparent; min-height: 0; padding: 0; }}
QPushButton[role="sentence"]:hover {{ background: {t.hover}; }}
QPushButton[role="sentence"]:checked {{ background: {t.lit}; border-color: {t.accent}; }}
QPushButton[role="tab"] {{ border: none; border-radius: 0; background: transparent; color: {t.quiet};
  border-bottom: {px(2)}px solid transparent; min-height: {px(38)}px; padding: 0 {px(12)}px; }}
QPushButton[role="tab"]:hover {{ color: {t.text}; }}
QPushButton[role="tab"]:checked {{ color: {t.text}; font-weight: 600; border-bottom: {px(2)}px solid {t.accent}; }}
"""


def _inputs(t: Tokens, px: Callable[[float], int], _points: Callable[[float], float]) -> str:
    return f"""
QLineEdit, QComboBox, QSpinBox {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.control};
  border-radius: {px(8)}px; min-height: {px(38)}px; padding: 0 {px(10)}px; }}
QLineEdit, QPlainTextEdit, QTextEdit {{ placeholder-text-color: {t.quiet}; }}
QLineEdit, QPlainTextEdit, QTextEdit {{ selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QComboBox:disabled, QLineEdit:disabled {{ color: {t.faint}; border-color: {t.line}; }}
QComboBox::drop-down {{ border: none; width: {px(32)}px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.control}; outline: none;
  selection-background-color: {t.soft}; selection-color: {t.on_soft}; padding: {px(4)}px; }}
QComboBox QAbstractItemView::item {{ min-height: {px(32)}px; }}
QPlainTextEdit, QTextEdit {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.control};
  border-radius: {px(8)}px; padding: {px(6)}px; }}
QTextEdit[role="inline"] {{ background: transparent; border: 1px solid transparent; padding: {px(2)}px; }}
QTextEdit[role="inline"]:hover {{ border: 1px solid {t.line}; }}
QTextEdit[role="inline"]:focus {{ border: 1px solid transparent; background: {t.surface}; }}
QLineEdit[role="inline"] {{ background: transparent; border: 1px solid transparent; }}
QLineEdit[role="inline"]:hover {{ border: 1px solid {t.line}; }}
QLineEdit[role="inline"]:focus {{ border: 1px solid transparent; background: {t.surface}; }}
QSpinBox::up-button, QSpinBox::down-button {{ width: 0; border: none; }}
QSpinBox QLineEdit {{ border: none; background: transparent; min-height: 0; padding: 0; }}
QTextBrowser[role="paper"] {{ background: #FFFFFF; color: #000000; padding: {px(24)}px; }}
QRadioButton {{ color: {t.text}; spacing: {px(8)}px; min-height: {px(44)}px; }}
QRadioButton::indicator {{ width: {px(12)}px; height: {px(12)}px; border: {px(2)}px solid {t.control};
  border-radius: {px(8)}px; background: {t.surface}; }}
QRadioButton::indicator:checked {{ background: {t.accent}; border-color: {t.accent}; }}
QSlider {{ min-height: {px(32)}px; }}
QSlider::groove:horizontal {{ background: {t.control}; height: {px(4)}px; border-radius: {px(2)}px; }}
QSlider::handle:horizontal {{ background: {t.accent}; width: {px(18)}px; margin: -{px(7)}px 0;
  border-radius: {px(9)}px; }}
"""


def _lists(t: Tokens, px: Callable[[float], int], _points: Callable[[float], float]) -> str:
    return f"""
QScrollArea, QAbstractScrollArea[role="bare"] {{ background: transparent; border: none; }}
QScrollArea > QWidget > QWidget[clear="true"] {{ background: transparent; }}
QListView {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.line}; outline: none; }}
QListView[role="plain"] {{ background: transparent; border: none; }}
QListView::item {{ border-radius: {px(8)}px; padding: {px(4)}px; color: {t.text}; }}
QListView::item:hover {{ background: {t.hover}; }}
QListView::item:selected {{ background: {t.soft}; color: {t.on_soft}; }}
QListView[role="card"] {{ background: {t.surface}; border: 1px solid {t.line}; border-radius: {px(8)}px; }}
QMenu {{ background: {t.raised}; color: {t.text}; border: 1px solid {t.control}; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(8)}px {px(20)}px; border-radius: {px(4)}px; }}
QMenu::item:selected {{ background: {t.soft}; color: {t.on_soft}; }}
QScrollBar:vertical {{ background: transparent; width: {px(12)}px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {t.control}; border-radius: {px(4)}px; min-height: {px(32)}px;
  margin: {px(2)}px {px(3)}px; }}
QScrollBar:horizontal {{ background: transparent; height: {px(12)}px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {t.control}; border-radius: {px(4)}px; min-width: {px(32)}px;
  margin: {px(3)}px {px(2)}px; }}
QScrollBar::handle:hover {{ background: {t.quiet}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
"""


def _text(t: Tokens, _px: Callable[[float], int], _points: Callable[[float], float]) -> str:
    return f"""
QLabel {{ background: transparent; color: {t.text}; }}
"""
