"""Work in processes of their own that are ended when they take too long."""

import multiprocessing


class Unanswered(Exception):
    """Why a process sent nothing: `slow` or `died`."""


def within(seconds, function, *args, ready=False):
    """What `function(*args, pipe)` sends within a number of seconds.

    With `ready` it sends twice, and the clock starts at what it sends first.
    """
    ours, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.Process(target=function, args=(*args, theirs))
    process.start()
    theirs.close()
    try:
        if ready:
            ours.recv()
        if not ours.poll(seconds):
            raise Unanswered("slow")
        return ours.recv()
    except EOFError:
        raise Unanswered("died") from None
    finally:
        process.kill()
        process.join()
