"""What every request handler needs, kept with the Flask application: the open store, the links, the settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import current_app

from memograph.namespaces import Site
from memograph.publish.links import Links
from memograph.publish.settings import PublishSettings
from memograph.publish.store import Store

EXTENSION = "memograph"


@dataclass(frozen=True, slots=True)
class Publication:
    """One release being published."""

    store: Store
    links: Links
    settings: PublishSettings

    @property
    def site(self) -> Site:
        """Mints the site's IRIs."""
        return self.links.site


def publication() -> Publication:
    """The publication that the current request is answered from."""
    return cast(Publication, current_app.extensions[EXTENSION])
