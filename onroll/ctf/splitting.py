"""Takes one pupil of a file into a file of its own: an unknown destination takes one pupil a file.

Source: the format notes, section 3.3 and 13 (F09).
"""

from dataclasses import replace

from onroll.ctf.reader import TransferFile


def split(transfer_file: TransferFile, pupil_position: int) -> TransferFile:
    """Return a file with the header and only the pupil at that 1-based place.

    Raises: IndexError, if there is no such pupil.
    """
    if not 1 <= pupil_position <= len(transfer_file.pupils):
        raise IndexError("no pupil stands at this place")
    return replace(transfer_file, pupils=[transfer_file.pupils[pupil_position - 1]], problems=[], carried=[])
