"""What the document says of itself: heading, dateline, notes, signature. `document.parse_header` is the way in."""
