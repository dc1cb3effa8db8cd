"""Shards of earlier builds, found again where nothing that they rest on has changed. Between shards.py and build.py.

::

    Raw ──cache.find──▶ Cached: facts, and where the quads are        (nothing to do)
                  └───▶ Stale: why                                    (to a worker)
    worker: Raw ──▶ Shard, Reach ──packing──▶ bytes ──cache.keep──▶ kept

A shard is a pure function of its document and of all that it asked about; `environment` is what all documents share,
`replaying` asks the questions of one again (`memograph.asked`), `ledger` remembers what each shard was made from,
`blobs` keeps the bytes. Nothing here decides what is published: it repeats what the function gave.
"""

from memograph.cache.environment import Environment
from memograph.cache.shardcache import Cached, ShardCache, Stale

__all__ = ["Cached", "Environment", "ShardCache", "Stale"]
