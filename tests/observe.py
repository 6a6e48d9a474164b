#!/usr/bin/env python3
"""What the flags show, and what they change: profile, syncs, late errors.

    observe.py --arr build/arr

Each function below is a check that raises AssertionError. Programs of
tests/*.arr prove results; these prove what the runtime tells about itself.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

from checks import run_checks

ARR = ""
FOLDER = ""
HEAVY = """a = linspace(0, 1, 400_000)
for step in range(20):
    a = sqrt(a * 2 + 1)
    if step % 5 == 4:
        print(a.sum())
"""
LATE = """a = arange(5.)
i = array([1, 9])
b = a[i]
c = a + 1
print(c)
print(b)
"""


def arr(text, *flags):
    """(exit code, stdout, stderr) of a program."""
    path = os.path.join(FOLDER, "program.arr")
    with open(path, "w") as file:
        file.write(text)
    done = subprocess.run([ARR, *flags, "program.arr"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=120, cwd=FOLDER)
    return done.returncode, done.stdout, done.stderr


def profile(text, *flags):
    """(the trace's events of each lane by its name, the summary)"""
    path = os.path.join(FOLDER, "trace.json")
    code, _, stderr = arr(text, "--profile", path, *flags)
    assert code == 0, stderr
    with open(path) as file:
        trace = json.load(file)
    names = {e["tid"]: e["args"]["name"] for e in trace["traceEvents"] if e["ph"] == "M" and e["name"] == "thread_name"}
    lanes = {name: [] for name in names.values()}
    for event in trace["traceEvents"]:
        if event["ph"] == "X":
            assert event["pid"] == 1 and event["ts"] >= 0 and event["dur"] >= 0 and event["name"], event
            lanes[names[event["tid"]]].append(event)
    return lanes, stderr


def cuts(setup, body, count=4):
    """What --plan says of a loop's partitions on so many pretended processors, and the re-partitions."""
    text = f"import numpy as np\n{setup}\nfor k in range(40):\n    {body}\n"
    code, _, stderr = arr(text, "--device", "null", "--window-size", "8", "--cpus", str(count), "--plan", "--stats")
    assert code == 0, stderr
    return stderr, int(re.search(r"^repartitions (\d+)$", stderr, re.M).group(1))


def check_partitions_follow_the_key():
    text, moved = cuts("a = np.ones((300, 400))\nb = np.arange(400.0)", "a = a * b + 1")
    assert moved == 0 and "key (300,400) float64 of program.arr:2, cut 2x2" in text, text
    assert "reads (400,) float64 of program.arr:3: broadcast" in text and "cut whole" in text, text
    text, moved = cuts("a = np.ones(100000)", "a[1:-1] = a[2:] - a[:-2]")
    assert moved == 0 and "cut 4\n" in text and "reads (99998,) float64 of program.arr:2: halo 1" in text, text


def check_partitions_of_one_processor_are_whole():
    text, moved = cuts("a = np.ones((300, 400))", "a = (a.T + np.ones((400, 300))).T", 1)
    assert moved == 0 and "cut whole" in text and not re.search(r"cut \d", text), text


def check_repartitions_are_counted():
    square = "a = np.ones((300, 300))\nb = np.ones((300, 300))"
    assert cuts(square, "a = a[::-1] + b")[1] >= 20
    assert cuts(square, "a = a + b")[1] == 0
    assert cuts(square, "a = a + b.T; b = b * a", 3)[1] >= 20
    text, moved = cuts("a = np.arange(60000.0)\nb = np.ones((300, 200))", "b = np.sqrt(a.reshape(300, 200)) + b", 3)
    assert moved == 0, text


def check_plan_tells_variant_and_streams():
    code, _, stderr = arr("import numpy as np\nx = np.sqrt(np.arange(1e6))\ns = (x[1:] - x[:-1]).sum()\nt = np.sort(x * 2)[0]\ndel x\nprint(s, t)\n", "--plan", "--ompthreads", "2")
    assert code == 0 and "variant omp, 2 threads" in stderr and "streams, where memory is short" in stderr, stderr
    assert "cannot stream: a library call reads it whole" in stderr, stderr


def check_profile_lanes():
    lanes, _ = profile(HEAVY)
    assert len(lanes["interpreter"]) == 2 and lanes["interpreter"][1]["args"]["at"] == "program.arr:2", lanes["interpreter"]
    assert len(lanes["parser"]) == 1
    assert [e["name"] for e in lanes["pulls"]] == ["print"] * 4, lanes["pulls"]
    tasks = lanes["tasks on the worker"] + lanes["tasks on the host's thread"]
    assert any("sqrt" in e["name"] and e["args"]["at"].startswith("program.arr:") and e["args"]["bytes"] > 0 for e in tasks), tasks
    assert any(e["name"] == "plan reused" for e in lanes["planner"]), lanes["planner"]


def check_profile_lanes_do_not_overlap():
    lanes, _ = profile(HEAVY)
    for events in lanes.values():
        ends = 0
        for event in sorted(events, key=lambda e: e["ts"]):
            assert event["ts"] >= ends - 0.002, event
            ends = event["ts"] + event["dur"]


def check_tasks_beside_each_other():
    """Two factorisations are two threads' work, at the same time; the same elements come out."""
    text = ("m = (arange(62500.0) % 91).reshape(250, 250)\nn = m + eye(250)\nprint(m[0, 1], n[0, 1])\n"
            "p = svd(m)[1]\nq = svd(n)[1]\nprint(p.tolist(), q.tolist())\n").replace("svd", "linalg.svd")
    text = "import numpy as np\nfrom numpy import linalg, arange, eye\n" + text
    _, alone, _ = arr(text, "--ompthreads", "1")
    _, together, stderr = arr(text, "--ompthreads", "2", "--stats")
    assert "\ntasks_beside 2\n" in stderr and alone == together, stderr
    for _ in range(5):  # a busy machine may let the second thread begin late
        lanes, _ = profile(text, "--ompthreads", "2")
        first, = [e for e in lanes["tasks on the worker"] if e["name"] == "svd"]
        second, = lanes["tasks beside it, 1"]
        if max(first["ts"], second["ts"]) < min(e["ts"] + e["dur"] for e in (first, second)):
            return
    raise AssertionError("the two never ran at the same time")


def check_profile_summary_accounts_for_all_time():
    lanes, text = profile(HEAVY)
    wall = float(re.search(r"profile: +([\d.]+) ms in all", text).group(1))
    parts = [float(x) for x in re.findall(r"^ +([\d.]+) ms +[\d.]+%", text.split("meanwhile")[0], re.M)]
    assert len(parts) == 5 and 0.95 * wall <= sum(parts) <= 1.05 * wall, text
    statements = sum(e["dur"] for e in lanes["interpreter"]) / 1000
    assert statements <= 1.05 * wall, text
    assert re.search(r"GB/s \( *\d+% of copy\)  program\.arr:3 ", text), text


def valid_trace(trace):
    """Against the schema of trace events, as far as arr uses it: nothing else is in it."""
    assert set(trace) == {"displayTimeUnit", "traceEvents"} and trace["displayTimeUnit"] in ("ms", "ns"), set(trace)
    named = set()
    for event in trace["traceEvents"]:
        assert type(event["pid"]) is int and event["ph"] in ("M", "X"), event
        if event["ph"] == "M":
            key = {"process_name": "name", "thread_name": "name", "thread_sort_index": "sort_index"}[event["name"]]
            assert list(event["args"]) == [key] and type(event["args"][key]) is (int if key == "sort_index" else str), event
            assert set(event) == {"ph", "pid", "name", "args"} | ({"tid"} if event["name"] != "process_name" else set()), event
            if event["name"] == "thread_name":
                named.add(event["tid"])
            continue
        assert set(event) == {"ph", "pid", "tid", "ts", "dur", "name", "args"} and event["tid"] in named, event
        assert all(type(event[key]) in (int, float) and event[key] >= 0 for key in ("ts", "dur")), event
        assert type(event["name"]) is str and event["name"] and set(event["args"]) == {"bytes", "at"}, event
        assert type(event["args"]["bytes"]) is int and event["args"]["bytes"] >= 0 and type(event["args"]["at"]) is str, event


def check_profile_of_an_example():
    """What is measured in lanes, statement by statement, is all of the wall time but a twentieth."""
    example, path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "examples", "gray_scott.arr"), os.path.join(FOLDER, "gray_scott.json")
    module = os.path.join(os.path.dirname(ARR), "arr-jit.so")
    flags = ["--jit-module", module, "--jit", "force"] if os.path.exists(module) else []
    done = subprocess.run([ARR, *flags, "--profile", path, example, "300", "200"], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    with open(path) as file:
        trace = json.load(file)
    valid_trace(trace)
    wall = float(re.search(r"profile: +([\d.]+) ms in all", done.stderr).group(1))
    names = {e["tid"]: e["args"]["name"] for e in trace["traceEvents"] if e["ph"] == "M" and e["name"] == "thread_name"}
    spent = dict.fromkeys(names.values(), 0.0)
    for event in trace["traceEvents"]:
        if event["ph"] == "X":
            spent[names[event["tid"]]] += event["dur"] / 1000
    assert 0.95 * wall <= spent["interpreter"] + spent["parser"] <= 1.001 * wall, (wall, spent)
    assert re.search(r"profile: \d+ plans made, 1\d\d reused; \d{3,} temporaries avoided; \d+ values pulled in [\d.]+ ms", done.stderr), done.stderr
    if flags:
        assert spent["compiler"] > 0 and "compile native loops" in done.stderr, (spent, done.stderr)


def check_doctor_tells_what_it_measured():
    folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "doctor")
    for name, wanted in (("tasks", r"A104 .*\(\d+ tasks, [\d.e-]+ s, [\d.e+]+ tasks/s\)$"), ("partitions", r"A105 .*\(20 times\)$"),
                         ("conversions", r"R104 .*\(10 times, [\d.e-]+ s\)$")):
        done = subprocess.run([ARR, "--doctor", os.path.join(folder, name + "_bad.arr")], capture_output=True, text=True, timeout=120)
        assert done.returncode == 4 and re.search(wanted, done.stdout, re.M), done.stdout


def check_profile_needs_a_file_that_can_be_written():
    code, _, stderr = arr("print(1)", "--profile", os.path.join(FOLDER, "none", "trace.json"))
    assert code == 2 and "cannot write" in stderr, stderr


def check_settings_say_where_they_come_from():
    os.environ["ARR_CONFIG"] = "--fuse off --window-size 7"
    try:
        _, _, stderr = arr("", "--show-config", "--ompthreads", "3", "--window-size=9")
    finally:
        del os.environ["ARR_CONFIG"]
    for line in ("fuse off (--fuse of ARR_CONFIG)", "threads 3 (--ompthreads of command line)", "device cpu (default; --device)",
                 "window_size 9 (--window-size of command line)"):
        assert line + "\n" in stderr, line + "\n" + stderr
    assert re.search(r"^tile_elements \d+ \(built in\)$", stderr, re.M), stderr
    _, _, stderr = arr("", "--show-config", "--limits", "tiny")
    assert "tile_elements 1 (--limits of command line)\n" in stderr, stderr


def check_tuning_is_kept_and_changes_no_bit():
    os.environ["XDG_CONFIG_HOME"] = os.path.join(FOLDER, "home")
    try:
        code, stdout, stderr = arr("", "--tune")
        file = os.path.join(FOLDER, "home", "arr", "tuning")
        measured = dict(re.findall(r"^(\w+) (\d+)$", stdout, re.M))
        assert code == 0 and "tile_elements" in measured and stdout.endswith(file + "\n"), (code, stdout, stderr)
        _, _, stderr = arr("", "--show-config", "--limits", "tiny")
        assert "tile_elements 1 (--limits of command line)\n" in stderr, stderr
        _, _, stderr = arr("", "--show-config")
        for name, value in measured.items():
            assert f"{name} {value} (--tune, kept in {file})\n" in stderr, stderr
    finally:
        os.environ["XDG_CONFIG_HOME"] = "/none"
    other = os.path.join(FOLDER, "tuning")
    text = "a = sin(arange(100_003) * 0.37)\nprint(a.sum(), (a * a + exp(a)).sum(), a.max(), cumsum(a)[-1])\n"
    _, expected, _ = arr(text, "--tuning", "off")
    for lines in ("# mine\n\ntile_elements 64\nparallel_cycles 1\nnative_cycles 1\ninline_cycles 0\nfrom_tomorrow 7\n",
                  "tile_elements 65536\nparallel_cycles 1000000000000\n", "tile_elements 0\n", ""):
        with open(other, "w") as stream:
            stream.write(lines)
        code, stdout, stderr = arr(text, "--tuning", other)
        assert (code, stdout, stderr) == (0, expected, ""), (lines, code, stdout, stderr)
    for lines in ("tile_elements\n", "tile_elements many\n", "\n= 3\n", "tile_elements 64 3\n"):
        with open(other, "w") as stream:
            stream.write(lines)
        code, _, stderr = arr(text, "--tuning", other)
        assert code == 2 and "not a name and a number" in stderr, (lines, code, stderr)
    code, _, stderr = arr(text, "--tuning", other + "2")
    assert code == 2 and "cannot read" in stderr, stderr
    code, _, stderr = arr(text, "--tune", "--tuning", "off")
    assert code == 2 and "needs a file" in stderr, stderr


def check_memory_names_the_largest_arrays():
    _, _, stderr = arr("a = ones(1000)\nb = ones(100_000) + a[0]\nc = b * 2\nprint(c[5], a[3])\ndel_me = c\n", "--show-memory-usage")
    rows = re.findall(r"^array (\d+) (.*)$", stderr, re.M)
    assert rows[0][0] == "800000" and rows[0][1] in ("program.arr:2", "program.arr:3") and ("8000", "program.arr:1") in rows, stderr
    used, peak, limit = (int(re.search(rf"^{name} (\d+)$", stderr, re.M).group(1)) for name in ("used", "peak", "limit"))
    assert 1_600_000 < used <= peak < limit, stderr


def check_no_sync_allows_print():
    code, stdout, stderr = arr("a = arange(3)\nprint(a, a.sum(), str(a))\n", "--no-sync")
    assert code == 0 and stdout == "[0 1 2] 3 [0 1 2]\n", stdout + stderr


def check_no_sync_refuses_all_else():
    for text, kind in (("if a.sum() > 2: pass", "condition"), ("while a.sum() < 2: pass", "condition"), ("x = float(a[1])", "convert"),
                       ("x = a.sum().item()", "convert"), ("x = a.tolist()", "convert"), ("x = a[a > 1]", "size"), ("x = nonzero(a)", "size"),
                       ("for i in range(a[2]): pass", "size"), ("x = zeros(a[2])", "size"), ("x = a.any() and 1", "condition")):
        code, _, stderr = arr("a = arange(3)\n" + text + "\n", "--no-sync")
        assert code == 1 and stderr.startswith("program.arr:2:") and f"(a {kind})" in stderr and "--no-sync" in stderr, text + "\n" + stderr


def check_late_errors_wait_for_the_reader():
    code, stdout, stderr = arr(LATE, "--late-errors")
    assert code == 1 and stdout == "[1. 2. 3. 4. 5.]\n" and stderr.startswith("program.arr:3:5: IndexError"), stdout + stderr


def check_a_lost_operand_loses_what_needs_it():
    """One task has results that need what was lost, and others; the latter are there."""
    program = ("a = arange(1000.)\ni = arange(1000) + 1\nb = a[i]\nx = zeros(1000)\nx[:] = a * 2\n"
               "c = b + 1\nd = a + 1\ne = (b * a).sum()\nf = (a * a).sum()\nx += b\ng = (d > 5).sum() + f\n"
               "h = max(a) - min(b)\n")
    sound = "print(d[999], f, g, max(d))\n"
    for flags in ([], ["--limits", "tiny", "--window-size", "99"], ["--fuse", "off"], ["--jit", "force"],
                  ["--ompthreads", "4"], ["--streaming", "strict"], ["--sysmem", "3"]):
        for lost in ("c", "e", "x", "h"):
            code, out, stderr = arr(program + sound + f"print({lost})\n", "--late-errors", *flags)
            assert out == "1000.0 332833500.0 332834495.0 1000.0\n", (flags, out, stderr)
            assert code == 1 and "program.arr:3:" in stderr and "IndexError: index 1000 is out of bounds" in stderr, stderr
    both = ("a = arange(4.)\nb = a[array([7])]\nc = a[array([8])]\nd = a[:1] + 1\ne = b + d\nf = c * d\nprint(d)\n")
    for lost, line, index in (("e", 2, 7), ("f", 3, 8)):
        _, out, stderr = arr(both + f"print({lost})\n", "--late-errors")
        assert out == "[1.]\n" and f"program.arr:{line}:" in stderr and f"index {index} is" in stderr, stderr


def check_immediate_errors_are_told_at_once():
    code, stdout, stderr = arr("a = arange(5.)\nb = a[array([1, 9])]\nprint(1)\n", "--immediate-errors")
    assert code == 1 and stdout == "" and stderr.startswith("program.arr:2:5: IndexError"), stdout + stderr


def check_errors_are_told_before_the_next_output():
    code, stdout, stderr = arr(LATE)
    assert code == 1 and stdout == "" and stderr.startswith("program.arr:3:5: IndexError"), stdout + stderr


def main():
    global ARR, FOLDER
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arr", required=True)
    ARR = os.path.abspath(parser.parse_args().arr)
    os.environ["XDG_CONFIG_HOME"] = "/none"  # what somebody tuned
    with tempfile.TemporaryDirectory() as FOLDER:
        return run_checks("observe", globals())


if __name__ == "__main__":
    sys.exit(main())
