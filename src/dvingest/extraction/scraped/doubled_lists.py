"""Tables and lists of a scraped text each of whose cells or items stands twice: where they end."""

from __future__ import annotations

_FEWEST_CELLS = 6
# A line with so many spaces has the words of a caption.
_MIN_SPACES = 3


def end_of_cells(lines: list[str], index: int) -> int:
    """Return where a table ends each of whose cells stands twice; 0 if there is none: most captions have more words."""
    end, small = index, 0
    while end + 1 < len(lines) and lines[end] == lines[end + 1]:
        small += lines[end].count(" ") < _MIN_SPACES
        end += 2
        cells = (end - index) // 2
        if cells == 4 * _FEWEST_CELLS and small * 4 < cells:
            # A long list of captions is not searched to its end from each of them.
            return 0
    end = _without_caption(lines, index, end)
    cells = (end - index) // 2
    return end if cells >= _FEWEST_CELLS and small * 2 >= cells else 0


def end_of_items(lines: list[str], index: int) -> int:
    """Return where a list ends each of whose items stands twice, below a line that announces it; 0 if there is none."""
    if index == 0 or not lines[index - 1].endswith(":"):
        return 0
    end = index
    while end + 1 < len(lines) and lines[end] == lines[end + 1]:
        end += 2
    end = _without_caption(lines, index, end)
    return end if end - index > 2 else 0


def _without_caption(lines: list[str], start: int, end: int) -> int:
    """Return where cells or items end that stand twice: before a sentence, where none of the others is one."""
    is_sentence = end > start and lines[end - 1].endswith(".") and lines[end - 1].count(" ") > _MIN_SPACES
    return end - 2 if is_sentence and not any(line.endswith(".") for line in lines[start : end - 2]) else end
