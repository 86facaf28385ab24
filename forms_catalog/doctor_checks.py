"""What doctor looks at in the catalogue: that every request type can be read, in every language."""

from forms_catalog.catalogue import catalogue, described, languages
from operations.doctor import ERROR, OK, Finding, check


@check(name="catalogue", why="What cannot be read cannot be asked.")
def catalogue_is_readable() -> Finding:
    """Every file in requests/ loads, and every type can be described."""
    found = [described(each) for each in catalogue().values()]
    if not found:
        return Finding(state=ERROR, result="no request type", mend="look into forms_catalog/requests/")
    return Finding(state=OK, result=f"{len(found)} request types in {len(languages())} languages")
