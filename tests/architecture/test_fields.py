"""Every field of every model of ours has a class and a retention key."""

from django.apps import apps


def test_every_field_is_classified_and_no_classification_is_left_over() -> None:
    faults = []
    for model in apps.get_models():
        if not model.__module__.startswith("onroll."):
            continue
        fields = {field.name for field in model._meta.concrete_fields}
        classified = set(getattr(model, "field_classes", {}))
        faults += [f"{model.__name__}.{name} has no class" for name in sorted(fields - classified)]
        faults += [f"{model.__name__}.{name} is classified but is no field" for name in sorted(classified - fields)]

    assert faults == []
