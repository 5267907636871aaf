"""How near what was found comes to gold: quotes, entities, and how far a score can be trusted.

Pure functions of values, without Qt, spaCy or files:

values       what is compared (`Compared`, `GoldQuote`, `FoundQuote`) and the figures that can be added up
documents    these values from documents
quotes       `score`, and `QuoteScores` with its `figures`
entities     `score`, and `EntityScore` by label
calibration  `judged` and `bands`: of the suggestions of a score, how many are right
"""
