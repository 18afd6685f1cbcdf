"""Makes thousands of connections with one key, in a process of its own, and keeps those that are let in.

`python -m bench.sftp_worker PORT MAILBOX KEY COUNT` prints how many were let in.
"""

import asyncio
import sys

import asyncssh

AT_ONCE = 200


async def crowd(port: int, mailbox: str, key: str, count: int) -> str:
    """Connect so often, and say what became of it."""
    gate, inside, refused = asyncio.Semaphore(AT_ONCE), [], 0
    pair = asyncssh.read_private_key(key)

    async def one() -> None:
        nonlocal refused
        async with gate:
            try:
                link = await asyncssh.connect(
                    "127.0.0.1",
                    port,
                    username=mailbox,
                    client_keys=[pair],
                    known_hosts=None,
                    config=None,
                    agent_path=None,
                )
                await link.start_sftp_client()
                inside.append(link)
            except (asyncssh.Error, OSError):
                refused += 1

    await asyncio.gather(*(one() for _ in range(count)))
    for link in inside:
        link.abort()
    return f"{len(inside)} let in, {refused} turned away"


if __name__ == "__main__":
    port, mailbox, key, count = sys.argv[1:]
    print(asyncio.run(crowd(int(port), mailbox, key, int(count))), flush=True)
