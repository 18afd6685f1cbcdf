"""What kind of file bytes are, by their first ones, and which kinds a name may stand for.

Source of the signatures: the format descriptions of each kind; those of `file` (magic(5)) agree.
"""

PDF, IMAGE, ZIP, OLE, RTF, TEXT, HTML = "pdf", "image", "zip", "ole", "rtf", "text", "html"
PROGRAM, SCRIPT, OTHER_ARCHIVE, UNKNOWN = "program", "script", "other archive", "unknown"

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x7fELF", PROGRAM),
    *(
        (magic, PROGRAM)
        for magic in (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe")
    ),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"dex\n", PROGRAM),
    (b"L\x00\x00\x00\x01\x14\x02\x00", PROGRAM),  # a Windows shortcut
    (b"#!", SCRIPT),
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"II*\x00", IMAGE),
    (b"MM\x00*", IMAGE),
    (b"PK\x03\x04", ZIP),
    (b"PK\x05\x06", ZIP),
    (b"PK\x07\x08", ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
    (b"7z\xbc\xaf\x27\x1c", OTHER_ARCHIVE),
    (b"Rar!\x1a\x07", OTHER_ARCHIVE),
    (b"\x1f\x8b", OTHER_ARCHIVE),
    (b"BZh", OTHER_ARCHIVE),
    (b"\xfd7zXZ\x00", OTHER_ARCHIVE),
    (b"MSCF", OTHER_ARCHIVE),
)
# What a name's ending stands for. An ending that is not here says nothing: any type may be sent.
EXPECTED: dict[str, frozenset[str]] = {
    "pdf": frozenset({PDF}),
    **dict.fromkeys(("docx", "xlsx", "pptx", "docm", "xlsm", "pptm", "odt", "ods", "odp", "zip"), frozenset({ZIP})),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), frozenset({OLE, RTF})),
    **dict.fromkeys(("png", "jpg", "jpeg", "gif", "tif", "tiff"), frozenset({IMAGE})),
    "rtf": frozenset({RTF}),
    # Odd bytes under the name of a text do no harm; what is of another kind does.
    **dict.fromkeys(("txt", "csv", "xml", "json", "md", "eml"), frozenset({TEXT, UNKNOWN})),
}
PROGRAM_SUFFIXES = frozenset(
    [
        "exe",
        "dll",
        "com",
        "scr",
        "pif",
        "msi",
        "msp",
        "cpl",
        "jar",
        "apk",
        "app",
        "deb",
        "rpm",
        "dmg",
        "pkg",
        "iso",
        "img",
        "vhd",
        "vhdx",
        "lnk",
        "url",
        "gadget",
        "sys",
    ]
)
SCRIPT_SUFFIXES = frozenset(
    [
        "bat",
        "cmd",
        "ps1",
        "psm1",
        "vbs",
        "vbe",
        "js",
        "jse",
        "mjs",
        "wsf",
        "wsh",
        "hta",
        "sh",
        "bash",
        "py",
        "pl",
        "rb",
        "php",
        "reg",
        "scf",
        "inf",
        "html",
        "htm",
        "xhtml",
        "shtml",
        "svg",
        "mht",
        "mhtml",
        "chm",
        "one",
        "settingcontent-ms",
        "appref-ms",
    ]
)
HTML_BEGINS = (b"<!doctype html", b"<html", b"<script", b"<head", b"<svg")
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def suffix_of(name: str) -> str:
    """Return the ending of a name, in lower case; Windows ignores dots and spaces after it."""
    stem, dot, suffix = name.rstrip(". ").rpartition(".")
    return suffix.lower() if dot and stem else ""


def kind_of(head: bytes) -> str:
    """Return the kind of a file by its first bytes."""
    for magic, kind in SIGNATURES:
        if head.startswith(magic):
            return kind
    if head.startswith(b"MZ") and b"\0" in head:
        return PROGRAM
    if b"%PDF-" in head[:1024]:  # readers look for it in the first 1,024 bytes
        return PDF
    if head[257:262] == b"ustar":
        return OTHER_ARCHIVE
    if head.startswith(UTF_16) or b"\0" not in head:
        return _kind_of_text(head)
    return UNKNOWN


def _kind_of_text(head: bytes) -> str:
    text = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith(UTF_16):
        text = head.replace(b"\0", b"")[2:]
    return HTML if text.lstrip().lower().startswith(HTML_BEGINS) else TEXT
