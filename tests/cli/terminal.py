"""Runs a command on a terminal of its own and answers what it asks.

usage: terminal.py STEPS COMMAND...: STEPS is JSON, [[what to wait for, what to type], ...]
prints JSON: {"screen": all that the terminal showed, "code": the exit code, "waiting": steps that did not come}
"""

import json
import os
import pty
import sys

steps = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[2], sys.argv[2:])

screen, seen = b"", 0
while True:
    try:
        piece = os.read(terminal, 4096)
    except OSError:  # Linux says so when the last program has left the terminal.
        break
    if not piece:
        break
    screen += piece
    if steps and steps[0][0].encode() in screen[seen:]:
        seen = len(screen)
        os.write(terminal, steps.pop(0)[1].encode())

_, status = os.waitpid(pid, 0)
print(json.dumps({"screen": screen.decode(errors="replace"), "code": os.waitstatus_to_exitcode(status), "waiting": steps}))
