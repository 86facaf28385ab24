"""Files, from doubtful to trusted: received, checked, settled, shown as images, joined to their ticket."""
