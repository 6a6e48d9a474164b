"""The laws that can be read off the sources and the built library."""
import re
import subprocess
from pathlib import Path

ROOMS = ["base", "array", "graph", "device", "exec", "io", "lang", "repl"]
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.M)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\])*\"", re.S)
GENERATED = {"parser.h", "parser.c", "lexer.c", "config.h"}
# Functions and objects of the C library that end the process, print, or reach
# around the caller. Their absence from libarr's imports is the proof.
BANNED = """abort exit _exit quick_exit __assert_fail printf vprintf __printf_chk puts putchar perror
    stdout stderr signal sigaction bsd_signal longjmp siglongjmp _longjmp __longjmp_chk setenv putenv
    system popen fork""".split()


def code_of(path):
    """The text without comments and strings, with its line breaks."""
    return COMMENT.sub(lambda m: "\n" * m.group().count("\n"), path.read_text())


def sources(top):
    folders = [top / "src", top / "kernels", top / "grammar"]
    return [p for f in folders for p in sorted(f.rglob("*")) if p.suffix in {".c", ".h", ".re", ".y", ".def"}]


def room_of(top, path):
    parts = path.relative_to(top).parts
    if parts[0] == "grammar":
        return "lang"
    return "kernels" if parts[0] == "kernels" else parts[1] if len(parts) > 2 else "arr.h"


def resolve(top, path, name):
    for folder in (path.parent, top / "src", top / "grammar"):
        if (folder / name).exists():
            return (folder / name).resolve()
    return None


def may_include(user, used):
    if used in ("arr.h", user):
        return True
    if user == "kernels":
        return used in ("base", "array")
    if used == "kernels":
        return ROOMS.index(user) >= ROOMS.index("device")
    return user in ROOMS and ROOMS.index(used) < ROOMS.index(user)


def headers_go_one_way(top):
    bad = []
    for path in sources(top):
        for name in INCLUDE.findall(path.read_text()):
            target = resolve(top, path, name)
            if target is None:
                if Path(name).name not in GENERATED:
                    bad.append(f"{path.relative_to(top)}: {name} not found")
            elif not may_include(room_of(top, path), room_of(top, target)):
                bad.append(f"{path.relative_to(top)} includes {name}")
    return bad


def grep(top, pattern, exempt=()):
    bad = []
    for path in sources(top):
        if str(path.relative_to(top)) in exempt:
            continue
        for number, line in enumerate(code_of(path).splitlines(), 1):
            if re.search(pattern, line):
                bad.append(f"{path.relative_to(top)}:{number}: {line.strip()}")
    return bad


def one_pull(top):
    return grep(top, r"(->|\.)\s*to_host\s*\(", exempt={"src/exec/pull.c"})


def no_leftovers(top):
    words = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    return [f"{p.relative_to(top)}: {m.group()}" for p in sources(top) for m in words.finditer(p.read_text())]


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def exported(library):
    names = {line.split()[-1].split("@")[0] for line in output("nm", "-D", "--defined-only", library).splitlines()}
    return names - {"_init", "_fini", "__bss_start", "_edata", "_end"}


def only_the_header_is_exported(top, library):
    declared = set(re.findall(r"\b(arr_[a-z0-9_]+)\(", code_of(top / "src/arr.h")))
    names = exported(library)
    return [f"exported, not in arr.h: {n}" for n in names - declared] + [
        f"in arr.h, not exported: {n}" for n in declared - names]


def nothing_banned(library):
    names = {line.split()[-1].split("@")[0] for line in output("nm", "-D", "--undefined-only", library).splitlines()}
    return [f"libarr calls {n}" for n in sorted(names & set(BANNED))]


def no_search_path(*files):
    return [f"{f}: {line.strip()}" for f in files for line in output("readelf", "-d", f).splitlines()
            if "RPATH" in line or "RUNPATH" in line]


def no_readline(library):
    return [line.strip() for line in output("readelf", "-d", library).splitlines()
            if "NEEDED" in line and re.search(r"readline|libedit|blas|LLVM", line)]


# All that libarr's objects may call of what reaches outside of the process. A new
# row needs its reason, and a program's way to it its place in README.md ("Files").
REACHES = re.compile(r"(open(at)?(64)?|fopen(64)?|creat|unlink|rename|mkdir|rmdir|opendir|[fl]?stat(64)?|access|realpath|getenv"
                     r"|secure_getenv|environ|exec[vl]p?e?|posix_spawnp?|socket|connect|dlopen|getrandom|readlink|syscall"
                     r"|mks?temp|tmpfile|getcwd|chdir|kill|raise)$")
MAY_REACH = {
    "file": {"open", "stat", "fstat", "access", "realpath", "rename", "unlink", "getrandom"},  # programs' files
    "random_seed": {"getrandom"},  # seeds that are not given
    "heap": {"fopen"},  # the machine's memory, for the default limit
    "blas": {"dlopen"},  # BLAS and LAPACK, on first use
    "jit": {"access", "dlopen"},  # the module of the native tier,
    "driver": {"dlopen"},  # of the GPU, when it is asked for
    "cache": {"mkdir", "open", "openat", "fstat"},  # compiled GPU kernels, in a folder that the host names
    "locate": {"fopen"},  # which lies beside the library
}


def nothing_else_reaches_outside(archive):
    bad, member = [], ""
    for line in output("nm", "--undefined-only", archive).splitlines():
        if line.endswith(".o:"):
            member = line[:-3].split("-")[-1]
        name = line.split()[-1].split("@")[0] if line.strip() else ""
        if REACHES.match(name) and name not in MAY_REACH.get(member, ()):
            bad.append(f"{member} calls {name}")
    return bad


def file_functions_are_documented(top):
    """Only numpy_file.c has files, and README.md names each function of its table."""
    rows = re.findall(r'^    \{"(\w+)\(', (top / "src/lang/numpy_file.c").read_text(), re.M)
    listed = re.search(r"^Files: (.*?)\n\n", (top / "README.md").read_text(), re.M | re.S)
    named = set(re.findall(r"`(?:np|a)\.(\w+)`", listed.group(1))) if listed else set()
    bad = [f"README.md does not list np.{name}" for name in rows if name not in named]
    bad += [f"README.md lists {name}, which is not there" for name in named - set(rows) - {"tofile"}]
    users = [p for p in sources(top) if '"../io/file.h"' in p.read_text() and p.name != "numpy_file.c"]
    return bad + [f"{p.relative_to(top)} uses files" for p in users]


def no_mutable_globals(archive):
    """Objects of libarr's own in writable sections; constants with relocations are none."""
    row = re.compile(r"[0-9a-f]+ .{6}O (\S+)\t[0-9a-f]+ (?:\.hidden )?(\S+)")
    bad, member = [], ""
    for line in output("objdump", "-t", archive).splitlines():
        if "file format" in line:
            member = line.split(":")[0]
        match = row.match(line)
        if match and re.match(r"\.data(?!\.rel\.ro)|\.t?bss|\.tdata|\*COM\*", match.group(1)):
            bad.append(f"{member}: {match.group(2)} in {match.group(1)}")
    return bad


def checks(top, build):
    """Pairs of a name and a function that lists offences. build: where libarr was made, or None."""
    rows = [
        ("headers go one way", lambda: headers_go_one_way(top)),
        ("only pull.c copies to the host", lambda: one_pull(top)),
        ("no leftovers", lambda: no_leftovers(top)),
        ("functions of files are documented", lambda: file_functions_are_documented(top)),
    ]
    library, archive = build / ".libs/libarr.so", build / ".libs/libarr.a"
    if library.exists():
        rows += [
            ("exports are those of arr.h", lambda: only_the_header_is_exported(top, library)),
            ("libarr never aborts, exits, prints", lambda: nothing_banned(library)),
            ("no search path in the binaries", lambda: no_search_path(library, build / "arr")),
            ("libarr links neither line editor, BLAS nor LLVM", lambda: no_readline(library)),
        ]
    if archive.exists():
        rows.append(("no mutable globals", lambda: no_mutable_globals(archive)))
        rows.append(("nothing else reaches outside", lambda: nothing_else_reaches_outside(archive)))
    return rows
