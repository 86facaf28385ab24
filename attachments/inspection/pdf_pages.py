"""Counts the pages of a PDF by its page tree, without trusting its numbers and without building what it promises."""

from pikepdf import Array, Dictionary, Object, Pdf

from attachments.limits import MAX_PDF_PAGE_DEPTH, MAX_PDF_PAGE_NODES


class PagesLoop(Exception):
    """The page tree contains itself."""


class TooManyPages(Exception):
    """The page tree has more leaves than the limit, or more branches than any honest one."""


def count_pages(pdf: Pdf, *, limit: int) -> int:
    """The number of leaves, 0 when there is no page tree. Raises PagesLoop and TooManyPages."""
    root = pdf.trailer.get("/Root")
    top = root.get("/Pages") if isinstance(root, Dictionary) else None
    if not isinstance(top, Dictionary):
        return 0
    leaves = nodes = 0
    waiting: list[tuple[Object, tuple[tuple[int, int], ...]]] = [(top, ())]
    while waiting:
        node, above = waiting.pop()
        nodes += 1
        if node.objgen in above and node.is_indirect:
            raise PagesLoop
        children = node.get("/Kids")
        if isinstance(children, Array):
            if nodes > MAX_PDF_PAGE_NODES or len(above) > MAX_PDF_PAGE_DEPTH or len(children) > MAX_PDF_PAGE_NODES:
                raise TooManyPages
            below = (*above, node.objgen)
            waiting.extend((child, below) for child in children if isinstance(child, Dictionary))
        elif node.get("/Type") != "/Pages":
            leaves += 1
        if leaves > limit:
            raise TooManyPages
    return leaves
