"""The labels of a project, in the order in which digits give them."""

DEFAULT_LABELS: tuple[str, ...] = (
    "PERSON",
    "ORG",
    "GPE",
    "LOC",
    "NORP",
    "FAC",
    "EVENT",
    "WORK_OF_ART",
    "DATE",
    "TIME",
    "LAW",
    "PRODUCT",
    "LANGUAGE",
    "MONEY",
    "PERCENT",
    "QUANTITY",
    "ORDINAL",
    "CARDINAL",
)
"""OntoNotes 5 (Weischedel et al. 2013), as spaCy's English pipelines have it; those frequent in news first."""

MEANINGS = {
    "PERSON": "people, fictional ones too",
    "ORG": "companies, agencies, institutions, media",
    "GPE": "countries, cities, states",
    "LOC": "other places: mountains, seas, regions",
    "NORP": "nationalities, religious or political groups",
    "FAC": "buildings, airports, roads, bridges",
    "EVENT": "named battles, wars, conferences, sports events",
    "WORK_OF_ART": "titles of books, songs, films",
    "DATE": "dates and periods of a day and more",
    "TIME": "times shorter than a day",
    "LAW": "named documents made into laws",
    "PRODUCT": "things, vehicles, foods; no services",
    "LANGUAGE": "named languages",
    "MONEY": "amounts of money, with their unit",
    "PERCENT": "percentages, with the sign",
    "QUANTITY": "measures of weight, distance and the like",
    "ORDINAL": "first, second",
    "CARDINAL": "numbers that are nothing else",
}
"""What a label stands for, for the list in which one is chosen."""
