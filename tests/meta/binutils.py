"""What nm, objdump and readelf say, for the tests beside this file."""
import subprocess


def lines(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def defined_dynamic(path):
    """Names that a program or shared library exports."""
    return [line.split()[-1] for line in lines("nm", "-D", "--defined-only", path)]


def undefined(archive):
    """(member, name) of each symbol that a member needs from elsewhere."""
    found, member = [], ""
    for line in lines("nm", "-u", archive):
        if line.endswith(":"):
            member = line[:-1]
        elif line.strip():
            found.append((member, line.split()[-1]))
    return found


def objects(archive):
    """(member, section, name) of each named object with a size."""
    found, member = [], ""
    for line in lines("objdump", "-t", archive):
        if ":     file format" in line:
            member = line.split(":")[0]
        head, tab, tail = line.partition("\t")
        if not tab:
            continue
        words, rest = head.split(), tail.split()
        size, name = int(rest[0], 16), rest[-1]
        if size and "d" not in words[1:-1]:  # section symbols and file names are marked `d`
            found.append((member, words[-1], name))
    return found
