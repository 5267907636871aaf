"""A file of INCEpTION's with layers of a project's own: with features, without, and a relation between two spans."""

LAYERED = """#FORMAT=WebAnno TSV 3.3
#T_SP=webanno.custom.Person|comment|kind
#T_SP=webanno.custom.Town|
#T_RL=webanno.custom.Knows|how|BT_webanno.custom.Person


#Text=Ana knows Bo of Kell.
1-1\t0-3\tAna\tsure\tpolitician\t_\t_\t_\t
1-2\t4-9\tknows\t_\t_\t_\t_\t_\t
1-3\t10-12\tBo\t*\tfarmer\t_\twell\t1-1\t
1-4\t13-15\tof\t_\t_\t_\t_\t_\t
1-5\t16-20\tKell\t_\t_\t*\t_\t_\t
1-6\t20-21\t.\t_\t_\t_\t_\t_\t
"""
PERSON, TOWN = "webanno.custom.Person", "webanno.custom.Town"
