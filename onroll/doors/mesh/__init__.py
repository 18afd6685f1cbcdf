"""The message door: an HTTP interface of the shape of the NHS message exchange (MESH), version 2.

Source: the public MESH API catalogue (digital.nhs.uk, "Message Exchange for Social Care and Health API"), and what the
PyPI packages mesh-client 5.0 and mesh-sandbox 1.0 send, expect and answer.
"""
