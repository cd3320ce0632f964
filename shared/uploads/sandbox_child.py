"""The short-lived process that opens one file of a stranger; it can use little, write nothing and reach nobody.

It is started as `python -I -S -B child.py SITE ROOT MEDIA HOW` without an environment, finds the file on standard
input, and answers with one line of JSON on standard output, followed by the picture written anew where one is wanted.
"""

import gc
import json
import os
import resource
import signal
import sys

MEGABYTE = 1024 * 1024
# Seconds of CPU for the judging itself, however long that takes on a busy machine; SIGPROF ends the process, RLIMIT_CPU
# (whole seconds, all of it) stands behind. Measured: a letter of 300 pages and 60,000 objects takes 0.9 s, with eight
# other processes beside it 1.7 s; one of 100 pages with 10,000 elements of structure 1.8 s on a busy machine, and one
# with twice as many is refused for its names. Files that are known to be bombs are refused long before.
MOST_CPU = {"application/pdf": 2.5, "image/jpeg": 2.5, "image/png": 2.5}
LIMITS = {
    resource.RLIMIT_AS: 256 * MEGABYTE,
    resource.RLIMIT_CPU: 4,
    resource.RLIMIT_FSIZE: 0,  # no file grows
    resource.RLIMIT_NOFILE: 3,  # the file, its second name where it is mapped, and the answer: no other file, no socket
    resource.RLIMIT_NPROC: 0,
    resource.RLIMIT_CORE: 0,
}


def confine(media: str) -> None:
    """From here on nothing can be imported, opened, or used beyond the limits."""
    gc.disable()  # it ends before there is anything to collect
    os.close(2)  # nobody listens there, and mapping the file needs a number
    sys.stderr = None  # a parser that warns of a detail would leave words there, and the process would end in failure
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    signal.setitimer(signal.ITIMER_PROF, MOST_CPU[media])


def main(media: str, how: str) -> None:
    if media == "application/pdf":
        from shared.uploads.pdf import inspection as judge
    else:
        from shared.uploads.image import decoding as judge
    from shared.uploads.refusals import DAMAGED, Refusal

    confine(media)
    made = b""
    try:
        said, made = judge.judged(sys.stdin.buffer, media, anew=how == "anew")
    except Refusal as no:
        said = {"code": no.code, "facts": no.facts}
    except MemoryError:
        said = {"code": "file-too-costly", "facts": {}}
    except Exception:  # what no parser foresaw is no whole file
        said = {"code": "unreadable-file", "facts": {"reason": DAMAGED}}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.path += sys.argv[1:3]
    main(*sys.argv[3:])
