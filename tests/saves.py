#!/usr/bin/env python3
"""arr is killed while it saves: the file is the old one or the new one.

    saves.py --arr build/arr --count 60 --seed 1

A program saves two arrays in turn under one name and is killed at a random
moment; NumPy must then load one of the two. The control does the same with a
program that writes in place: it must leave torn files, or the test sees nothing.
"""
import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

import numpy as np

COUNT = 200_000
SAVES = """import sys
import numpy as np
a = np.ones(%d)
k = 0
while True:
    np.save(sys.argv[1], a * (k %% 2 + 1))
    k += 1
    if k == 1:
        print('ready')
""" % COUNT
IN_PLACE = """import sys, numpy as np
a = np.ones(%d)
k = 0
while True:
    np.save(sys.argv[1], a * (k %% 2 + 1))
    k += 1
    if k == 1:
        print('ready', flush=True)
""" % COUNT


def is_whole(path):
    try:
        a = np.load(path)
    except (ValueError, EOFError, OSError):
        return False
    return a.shape == (COUNT,) and a[0] in (1, 2) and bool((a == a[0]).all())


def kill_one(command, path, seconds):
    """Was the file whole when the program died, some time after its first save?"""
    done = subprocess.Popen([*command, path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not os.path.exists(path) and time.monotonic() < deadline:
        time.sleep(0.005)
    time.sleep(0.02 + seconds)
    done.send_signal(signal.SIGKILL)
    done.wait()
    done.stdout.close()
    return is_whole(path)


def torn(command, count, chance):
    broken = 0
    for _ in range(count):
        with tempfile.TemporaryDirectory(prefix="arr-saves-") as folder:
            broken += not kill_one(command, os.path.join(folder, "a.npy"), chance.random() / 20)
    return broken


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--arr", required=True)
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="arr-saves-") as folder:
        saves, in_place = os.path.join(folder, "saves.arr"), os.path.join(folder, "in_place.py")
        for path, text in ((saves, SAVES), (in_place, IN_PLACE)):
            with open(path, "w") as file:
                file.write(text)
        failed = torn([arguments.arr, saves], arguments.count, chance)
        control = torn([sys.executable, in_place], max(6, arguments.count // 4), chance)
    if control == 0:
        print("the control left no torn file: this test sees nothing")
        failed += 1
    print(f"{arguments.count} saves killed, {failed} failed; the control tore {control} of {max(6, arguments.count // 4)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
