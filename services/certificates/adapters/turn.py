"""One signature or judgement at a time: pyHanko reads certificates bit by bit, two threads at once would see half."""

import threading

IN_TURN = threading.Lock()
