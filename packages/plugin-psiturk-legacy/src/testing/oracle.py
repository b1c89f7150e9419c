"""What Python's own parsers make of `[AWS Access]`: the judge of the readers beside this file.

Runs in Python 3 and in Python 2.7. Each line of standard input is a file, its bytes as Latin-1 in a JSON string; each line
of standard output is what psiTurk would get: {"id": ..., "secret": ...} or {"refused": true}, where a value is
{"value": ...}, {"fault": true} for one that interpolation refuses, or null.

`--then` in Python 3 is Python 2's reader in today's language. What `RawConfigParser` of Python 3 offers for it
(`strict=False`, `inline_comment_prefixes=(";",)`) is not enough; it differs from 2.7's in all this, so the rules are spelt
out, and held against the real one wherever there is one:
- 2.7 looks at the first `;` of a value alone, and on the line of the option alone;
- a line that begins with a blank goes on with the option before, however far that one is indented, or is refused;
- `#` and `;` begin a comment at the very beginning of a line only, and so does `rem`;
- a section's name ends at its first `]`, where Python 3 takes the last one;
- `""` is an empty value; blanks, and what is a letter's other case, are ASCII's.
"""
from __future__ import print_function
import io, json, re, sys

NOW = sys.version_info[0] >= 3
SECTION, ID, SECRET = "AWS Access", "aws_access_key_id", "aws_secret_access_key"


class Refused(Exception):
    pass


def read_now(data):
    import configparser
    parser = configparser.ConfigParser()
    try:
        parser.read_file(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    except (configparser.Error, UnicodeDecodeError):
        raise Refused()
    return parser.has_section(SECTION) and (lambda name: parser.get(SECTION, name)), configparser


def read_then(data):
    import ConfigParser
    parser = ConfigParser.SafeConfigParser()
    try:
        parser.readfp(io.BytesIO(data))
    except ConfigParser.Error:
        raise Refused()
    return parser.has_section(SECTION) and (lambda name: parser.get(SECTION, name)), ConfigParser


HEADER = re.compile(br"\[(?P<header>[^]]+)\]")
OPTION = re.compile(br"(?P<option>[^:=\s][^:=]*)\s*(?P<vi>[:=])\s*(?P<value>.*)$")


def sections_of_2_7(data):
    """ConfigParser._read of Python 2.7."""
    sections, defaults, current, name, failed = {}, {}, None, None, False
    for line in io.BytesIO(data):
        if line.strip() == b"" or line[:1] in (b"#", b";"):
            continue
        if line.split(None, 1)[0].lower() == b"rem" and line[:1] in (b"r", b"R"):
            continue
        if line[:1].isspace() and current is not None and name:
            if line.strip():
                current[name].append(line.strip())
            continue
        header = HEADER.match(line)
        if header:
            section = header.group("header")
            current = defaults if section == b"DEFAULT" else sections.setdefault(section, {})
            name = None
        elif current is None:
            raise Refused()
        else:
            option = OPTION.match(line)
            if not option:
                failed = True
                continue
            name, value = option.group("option").rstrip().lower(), option.group("value")
            at = value.find(b";")
            if at != -1 and value[at - 1:at if at else None].isspace():
                value = value[:at]
            value = value.strip()
            current[name] = [b"" if value == b'""' else value]
    if failed:
        raise Refused()
    join = lambda options: {key.decode("latin-1"): b"\n".join(parts).decode("latin-1") for key, parts in options.items()}
    return {key.decode("latin-1"): join(options) for key, options in sections.items()}, join(defaults)


class Fault(Exception):
    pass


def read_then_in_now(data):
    import configparser
    sections, defaults = sections_of_2_7(data)
    if SECTION not in sections:
        return None, configparser
    # Interpolation is the same in both.
    parser = configparser.ConfigParser()
    values = dict(defaults)
    values.update(sections[SECTION])
    values.setdefault("__name__", SECTION)

    def get(name):
        if name not in values:
            raise configparser.NoOptionError(name, SECTION)
        return parser._interpolation.before_get(parser, SECTION, name, values[name], values)
    return get, configparser


def as_text(value):
    """Bytes that are UTF-8 are that, and Latin-1 otherwise: a question of showing, which Python 2 did not ask."""
    data = value.encode("latin-1") if not isinstance(value, bytes) else value
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def answer(data, read, show):
    try:
        get, errors = read(data)
    except Refused:
        return {"refused": True}
    result = {}
    for key, name in (("id", ID), ("secret", SECRET)):
        try:
            result[key] = {"value": show(get(name))} if get else None
        except (errors.NoOptionError, errors.NoSectionError):
            result[key] = None
        except errors.InterpolationError:
            result[key] = {"fault": True}
    return result


if not NOW:
    read, show = read_then, as_text
elif "--then" in sys.argv:
    read, show = read_then_in_now, as_text
else:
    read, show = read_now, lambda value: value
for line in sys.stdin:
    print(json.dumps(answer(json.loads(line).encode("latin-1"), read, show)))
