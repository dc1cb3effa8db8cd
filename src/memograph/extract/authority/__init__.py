"""What is known beforehand: people, posts, places, bodies, events, agreements. `index.load_authority` is the way in."""
