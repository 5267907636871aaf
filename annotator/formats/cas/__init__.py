"""UIMA's CAS, which INCEpTION and WebAnno have: in XMI, in JSON, in TSV."""
