"""The folder door: an SFTP server for software that can only drop files and pick them up.

Each mailbox has two folders. `in` takes what it sends, with a report beside each file; `out` holds what waits for it.
Neither is a folder on a disk: names, listings and contents are made from the exchange's own records.
Source: draft-ietf-secsh-filexfer-02 (version 3 of the protocol), as OpenSSH and rclone speak it.
"""
