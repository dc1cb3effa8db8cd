"""What pages list, looked up in the reading index of a release (memograph.pageindex): a page of it costs the same for a
hub as for a leaf. All SQL of pages is here; what calls it gets frozen values, things by their IRI.

`index` opens the file; a module for each sort of question: `claims`, `mentions`, `lists`, `neighbours`, `identities`.
"""
