"""The style sheet of the window: what the style of Qt does not say by itself, in the colours of a palette."""

from shnor_desktop import places


def sheet(names: dict[str, str], size: float) -> str:
    """`size` is that of the system's font in points; headings grow with it."""
    return f"""
    QToolTip {{ color: {names["text"]}; background: {names["base"]}; border: 1px solid {names["line"]}; padding: 4px; }}
    QListWidget#navigation {{ background: {names["nav"]}; border: 2px solid {names["nav"]}; outline: none;
        padding: 4px; }}
    QListWidget#navigation::item {{ padding: 0 8px; border-radius: 5px; color: {names["text"]}; }}
    QListWidget#navigation::item:hover {{ background: {names["line"]}; }}
    QListWidget#navigation::item:selected {{ background: {names["accent"]}; color: {names["on_accent"]}; }}
    QListWidget#navigation::item:disabled {{ color: {names["muted"]}; }}
    QTabWidget::pane {{ background: {names["window"]}; border: 1px solid {names["line"]}; }}
    Table, QuestionList {{ border: 1px solid {names["line"]}; }}
    Table:focus, QuestionList:focus {{ border-color: {names["link"]}; }}
    QFrame#card {{ background: {names["base"]}; border: 1px solid {names["line"]}; border-radius: 6px; }}
    QFrame#answer {{ background: {names["base"]}; border: 1px solid {names["line"]}; border-radius: 6px; }}
    QFrame#answer[chosen="true"] {{ border: 2px solid {names["accent"]}; }}
    QFrame#answer QRadioButton::indicator {{ width: 13px; height: 13px; border-radius: 7px;
        border: 1px solid {names["muted"]}; background: {names["base"]}; }}
    QFrame#answer QRadioButton::indicator:checked {{ width: 7px; height: 7px; border: 4px solid {names["accent"]};
        background: {names["on_accent"]}; }}
    QFrame#answer QLineEdit, QFrame#answer QPlainTextEdit {{ border: 1px solid {names["muted"]}; border-radius: 3px;
        padding: 3px; background: {names["base"]}; }}
    QFrame#notice {{ background: {names["text"]}; border-radius: 5px; }}
    QFrame#notice QLabel {{ color: {names["base"]}; }}
    QFrame#warning {{ background: {names["watch_back"]}; border-radius: 4px; }}
    QFrame#warning QLabel {{ color: {names["watch"]}; }}
    QLabel#heading {{ font-size: {1.7 * size:.1f}pt; font-weight: 600; }}
    QLabel#subheading {{ font-size: {1.2 * size:.1f}pt; font-weight: 600; }}
    QLabel#value {{ font-size: {1.1 * size:.1f}pt; }}
    QLabel#muted {{ color: {names["muted"]}; }}
    QLabel#undecided, QPushButton#undecided {{ color: {names["confirm"]}; background: {names["confirm_back"]};
        border: none; border-radius: 3px; padding: 3px 6px; }}
    QPushButton#undecided:focus {{ border: 2px solid {names["text"]}; padding: 1px 4px; }}
    QLabel#error {{ color: {names["error"]}; }}
    QStatusBar QLabel {{ color: {names["muted"]}; padding: 0 6px; }}
    QStatusBar::item {{ border: none; }}
    QToolButton#last {{ border: none; color: {names["muted"]}; padding: 3px 6px; }}
    QToolButton#last:hover {{ text-decoration: underline; }}
    QToolButton#last::menu-indicator {{ image: none; }}
    QPushButton#link {{ text-align: left; padding: 4px 6px; border: none; color: {names["link"]}; }}
    QPushButton#link:hover {{ text-decoration: underline; }}
    QPushButton#link:focus {{ border: 2px solid {names["text"]}; border-radius: 3px; padding: 2px 4px; }}
    QPushButton#chip {{ background: {names["button"]}; border: 1px solid {names["line"]}; border-radius: 4px;
        padding: 4px 10px; }}
    QPushButton#chip:checked {{ background: {names["accent"]}; color: {names["on_accent"]};
        border-color: {names["accent"]}; }}
    QPushButton#chip:focus {{ border: 2px solid {names["text"]}; padding: 3px 9px; }}
    QPushButton#main {{ background: {names["accent"]}; color: {names["on_accent"]}; border: 1px solid {names["accent"]};
        border-radius: 4px; padding: 6px 14px; font-weight: 600; }}
    QPushButton#main:focus {{ border: 2px solid {names["text"]}; padding: 5px 13px; }}
    QPushButton#main:disabled {{ background: {names["line"]}; color: {names["muted"]}; border-color: {names["line"]}; }}
    """


def edges(names: dict[str, str]) -> str:
    """The style draws the edges of fields and boxes darker than the window: in the dark nobody would see them."""
    edge = f"border: 1px solid {names['muted']}; background: {names['base']};"
    tick, dash = (
        f'image: url("{(places.resources() / "icons" / f"{name}.png").as_posix()}");'
        for name in ("tick", "dash")
    )
    return f"""
    QLineEdit, QPlainTextEdit {{ {edge} border-radius: 2px; padding: 2px; }}
    QComboBox QAbstractItemView, QListView#offered {{ border: 1px solid {names["muted"]}; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border-color: {names["link"]}; }}
    QLineEdit:disabled, QPlainTextEdit:disabled {{ border-color: {names["line"]}; }}
    QComboBox, QDateEdit {{ {edge} border-radius: 2px; padding: 2px 4px; }}
    QComboBox:focus, QDateEdit:focus {{ border-color: {names["link"]}; }}
    QComboBox:disabled, QDateEdit:disabled {{ border-color: {names["line"]}; }}
    QComboBox QLineEdit, QAbstractSpinBox QLineEdit {{ border: none; padding: 0; }}
    QCheckBox::indicator, QGroupBox::indicator, QAbstractItemView::indicator {{ {edge} width: 12px; height: 12px; }}
    QCheckBox::indicator:checked, QGroupBox::indicator:checked, QAbstractItemView::indicator:checked {{ {tick} }}
    QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {{ {dash} }}
    QCheckBox::indicator:disabled, QGroupBox::indicator:disabled, QAbstractItemView::indicator:disabled {{
        border-color: {names["line"]}; }}
    QCheckBox:focus::indicator {{ border-color: {names["link"]}; }}
    QRadioButton::indicator:checked {{ width: 5px; height: 5px; border: 4px solid {names["accent"]}; border-radius: 6px;
        background: {names["on_accent"]}; }}
    QRadioButton::indicator:unchecked {{ {edge} width: 11px; height: 11px; border-radius: 6px; }}
    """
