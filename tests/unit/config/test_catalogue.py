"""The generated pages say what the code does."""

from onroll.config import catalogue, pictures


def test_every_variable_that_the_settings_read_is_explained_and_no_other() -> None:
    read = {name for name, _ in catalogue.settings_read()}

    assert read == set(catalogue.SETTINGS)


def test_the_picture_of_the_rooms_has_every_room() -> None:
    drawn = pictures.rooms_svg()

    rooms = [room for layer in pictures.layers() for room in layer]
    assert set(rooms) == set(pictures.ROOMS)
    assert all(f">{room}</text>" in drawn for room in rooms)
