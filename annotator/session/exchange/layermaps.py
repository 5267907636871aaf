"""Which layers of other tools' files are entities in a project, kept by the format that they come from."""

from annotator.model.labels.labelmap import label_maps
from annotator.model.labels.layers import LayerMaps
from annotator.store.project import Project

_KEY = "layers"


def remembered_layers(project: Project) -> dict[str, dict[str, str]]:
    """The layers that were entities last time, by format, each with the feature that was its label."""
    return label_maps(project.get(_KEY))


def remember_layers(project: Project, layers: LayerMaps) -> None:
    """Keep which layers are entities, in place of what was kept for these formats. Raises Fault where that fails."""
    if layers:
        project.put(_KEY, {**remembered_layers(project), **{form: dict(each) for form, each in layers.items()}})
