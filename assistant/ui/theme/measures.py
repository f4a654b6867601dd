"""Sizes of the window in device-independent pixels. Everything sits on a grid of 4."""

from __future__ import annotations

GRID = 4
GAP_XS = 4
GAP_S = 8
GAP_M = 12
GAP_L = 16
GAP_XL = 24
GAP_XXL = 32

RADIUS_CONTROL = 6
RADIUS_CARD = 10
HAIRLINE = 1

RAIL_WIDTH = 56
LIST_WIDTH = 264
HEADER_HEIGHT = 48
INSPECTOR_WIDTH = 320
STATUS_HEIGHT = 24
READING_WIDTH = 760
"""The widest the column of text gets."""
USER_CARD_SHARE = 0.8
"""How much of the column a user's card may take."""
FOLD_LIST_BELOW = 900
COVER_COLUMN_BELOW = 700
SMALLEST_WINDOW = (640, 480)

ICON = 18
HIT_AREA = 32
FOCUS_RING = 2

INTERFACE_PX = 13
READING_PX = 15
CAPTION_PX = 12
MONO_PX = 13
TITLE_PX = 20
HEADINGS_PX = (20, 17, 15)
"""Headings of an answer: first, second, and third and below."""
LINE_HEIGHT = 1.55

MOTION_MS = 150
"""The longest movement; 0 where the system asks for less motion."""

SMALLEST_SCALE = 80
LARGEST_SCALE = 180
