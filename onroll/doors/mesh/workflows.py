"""The two workflows of the message door."""

CTF, DOCUMENT = "ONROLL_CTF", "ONROLL_DOCUMENT"
MEANINGS = {
    CTF: "A common transfer file for the school, authority or repository (XXXXXXX, MMMMMMM) that it names. "
    "Checked like an upload on the page.",
    DOCUMENT: "Any other file for a school or an authority. Checked for viruses and other dangers, then passed on as "
    "it came.",
}
