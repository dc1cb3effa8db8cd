"""The genre's words for offices, forms of address and bodies; titles.py and parties.py build their grammars from them.

A post is recognised by its head noun, not by a list of known posts. GUIDELINES.md: military rank is not a post.
"""

from __future__ import annotations

#: Head nouns of posts; hyphenated forms ("President-elect", "Ambassador-at-Large") count by their first part.
POST_HEADS = frozenset(
    "Secretary President Vice-President Ambassador Minister Premier Chairman Chairwoman Chairperson Chancellor"
    " Director Administrator Chief Counselor Counsellor Counsel Assistant Adviser Advisor Aide Representative"
    " Senator Congressman Congresswoman Governor Chargé Charge Consul Attaché Attache Officer Deputy Member"
    " Editor Correspondent Interpreter Speaker King Queen Prince Shah Emperor Commissioner Comptroller"
    " Coordinator Consultant Envoy Emissary Delegate Observer Leader Spokesman Manager Head Justice"
    " Mayor Pope Archbishop Attorney Negotiator Commandant Treasurer Translator Historian Analyst Scientist"
    " Stenographer Notetaker Inspector Emir Sultan Solicitor Publisher Rector Undersecretary"
    " Under-Secretary Vice-Chairman Vice-Premier Vice-Minister Secretaries Ministers Ambassadors Senators".split()
)
#: Heads that also make a post in small letters, where a nation, a body or a complement goes with them:
#: "Soviet delegate Tsarapkin", "head of the America Section".
SMALL_HEADS = frozenset(
    "secretary ambassador minister premier chairman chief counselor adviser advisor aide assistant representative"
    " delegate negotiator leader head deputy member spokesman correspondent editor director commissioner chancellor"
    " president consultant attaché envoy governor commander interpreter publisher professor observer"
    " coordinator".split()
)
#: Posts of several words whose head does not stand last, and abbreviations.
COMPOUND_POSTS = (
    "Secretary General",
    "Secretary-General",
    "Minister-Counselor",
    "Minister Counselor",
    "Minister Consular",
    "Ambassador at Large",
    "Chargé d'Affaires",
    "Consul General",
    "Chief of Staff",
    "Attorney General",
    "Commander in Chief",
    "Supreme Commander",
    "Supreme Allied Commander",
    "Commander-in-Chief",
    "Amb",
    "DCI",
)
#: Words that may stand before the head of a post: "Deputy Foreign Minister", "Special Assistant".
POST_MODIFIERS = frozenset(
    "Acting Deputy Assistant Under Vice Special First Second Third Fourth Prime Foreign Defense Finance Interior"
    " Trade Chief Senior Junior Executive General Permanent Principal Press Consular Cultural Commercial"
    " Political Economic Military Naval Air Agricultural Labor Information Science Administrative Public Party"
    " National Security Former Private Personal Associate Legal Attorney Minister State Supreme Allied"
    " Communist Democratic Republican Presidential Federal Desk Case Minority Majority Bureau Staff Section Division"
    " Country Area Vice-President".split()
)
#: Forms of address, without the full stop of an abbreviation.
HONORIFICS = frozenset(
    "Mr Messrs Mrs Miss Ms Mme Madame Monsieur Herr Dr Professor Prof Sir Lord Lady Dame Comrade Judge Hon".split()
)
#: Military ranks: they announce a person as a form of address does.
RANKS = frozenset(
    "General Gen Marshal Colonel Col Major Maj Captain Capt Lieutenant Lt Admiral Adm Commander Brigadier Brig"
    " Commodore".split()
)
#: Ranks of two words.
COMPOUND_RANKS = (
    "Field Marshal",
    "Lieutenant Colonel",
    "Rear Admiral",
    "Vice Admiral",
    "Brigadier General",
    "Major General",
    "Lieutenant General",
)
#: Head nouns of bodies in headings and source notes.
BODY_HEADS = frozenset(
    "Embassy Embassies Department Departments Mission Missions Consulate Consulates Legation Delegation"
    " Delegations Office Bureau Agency Government Posts Post House Council Committee Staff Ministry Command"
    " Service Commission Board Section Chiefs Group Force Party Headquarters Center Capitals Organization"
    " Foundation University Library Association Corporation Bank Division Directorate Registry Secretariat"
    " Congress Senate Treasury Court Union Presidium Politburo Community Stations".split()
)


def is_honorific(word: str) -> bool:
    """Whether a word is a form of address or a rank, abbreviated or not."""
    return word == "M." or word.rstrip(".") in HONORIFICS | RANKS
