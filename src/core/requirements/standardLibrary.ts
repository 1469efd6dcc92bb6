const modules = new Set(
    '__future__ __main__ _thread abc aifc antigravity argparse array ast asynchat asyncio asyncore atexit audioop base64 bdb binascii binhex bisect builtins bz2 cProfile calendar cgi cgitb chunk cmath cmd code codecs codeop collections colorsys compileall concurrent configparser contextlib contextvars copy copyreg crypt csv ctypes curses dataclasses datetime dbm decimal difflib dis distutils doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput fnmatch formatter fractions ftplib functools gc genericpath getopt getpass gettext glob graphlib grp gzip hashlib heapq hmac html http idlelib imaplib imghdr imp importlib inspect io ipaddress itertools json keyword lib2to3 linecache locale logging lzma mailbox mailcap marshal math mimetypes mmap modulefinder msilib msvcrt multiprocessing netrc nis nntplib ntpath numbers opcode operator optparse os ossaudiodev parser pathlib pdb pickle pickletools pipes pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc pyexpat queue quopri random re readline reprlib resource rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtpd smtplib sndhdr socket socketserver spwd sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep struct subprocess sunau symbol symtable sys sysconfig syslog tabnanny tarfile telnetlib tempfile termios test textwrap this threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc tty turtle types typing unicodedata unittest urllib uu uuid venv warnings wave weakref webbrowser winreg winsound wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo'.split(
        ' ',
    ),
);

/** The minor version of Python 3 that a module is gone from (PEP 594, PEP 632), and the one that it came with. */
const goneIn: Readonly<Record<string, number>> = { asynchat: 12, asyncore: 12, distutils: 12, imp: 12, smtpd: 12, aifc: 13, audioop: 13, cgi: 13, cgitb: 13, chunk: 13, crypt: 13, imghdr: 13, lib2to3: 13, mailcap: 13, msilib: 13, nis: 13, nntplib: 13, ossaudiodev: 13, pipes: 13, sndhdr: 13, spwd: 13, sunau: 13, telnetlib: 13, uu: 13, xdrlib: 13, binhex: 11, formatter: 10, parser: 10, symbol: 10 }; // prettier-ignore
const since: Readonly<Record<string, number>> = { tomllib: 11, zoneinfo: 9, graphlib: 9 };

/** Names that the standard library has since a minor version of Python 3, from the pages of docs.python.org on each version ("New in version"). */
export const newNames: Readonly<Record<string, number>> = {
    'itertools.pairwise': 10, 'typing.ParamSpec': 10, 'typing.TypeAlias': 10, 'typing.Concatenate': 10, 'typing.TypeGuard': 10, 'contextlib.aclosing': 10, 'types.NoneType': 10, 'types.UnionType': 10, 'types.EllipsisType': 10,
    tomllib: 11, 'datetime.UTC': 11, 'enum.StrEnum': 11, 'enum.ReprEnum': 11, 'typing.Self': 11, 'typing.Never': 11, 'typing.LiteralString': 11, 'typing.NotRequired': 11, 'typing.Required': 11, 'typing.Unpack': 11, 'typing.TypeVarTuple': 11, 'typing.assert_never': 11, 'typing.assert_type': 11, 'typing.reveal_type': 11, 'typing.dataclass_transform': 11, 'asyncio.TaskGroup': 11, 'asyncio.timeout': 11, 'asyncio.Runner': 11, 'asyncio.Barrier': 11, 'contextlib.chdir': 11, 'http.HTTPMethod': 11,
    'typing.override': 12, 'typing.TypeAliasType': 12, 'itertools.batched': 12, 'collections.abc.Buffer': 12,
    'warnings.deprecated': 13, 'typing.TypeIs': 13, 'typing.ReadOnly': 13, 'copy.replace': 13,
}; // prettier-ignore

/** The last minor version of Python 3 that has a module which is gone since. */
export function lastWith(name: string): number | undefined {
    const gone = Object.hasOwn(goneIn, name) ? goneIn[name] : undefined;
    return gone === undefined ? undefined : gone - 1;
}

/** True where one of these distributions has a module of its own that left Python: `legacy-cgi`, `standard-imghdr`, `audioop-lts`, `pyasyncore`. */
export function bringsBack(distributions: Iterable<string>, module: string): boolean {
    return [...distributions].some(
        (name) => name === `py${module}` || name.split('-').includes(module) || (module === 'distutils' && name === 'setuptools'),
    );
}

/** Whether a top-level module comes with a Python, such as `3.13`: yes, no, or gone (it did with older ones). */
export function standardModule(name: string, python: string): 'yes' | 'no' | 'gone' {
    const minor = Number(/^3\.(\d+)/.exec(python)?.[1] ?? 13);
    if (!modules.has(name) || minor < (since[name] ?? 0)) {
        return 'no';
    }
    return minor >= (goneIn[name] ?? Infinity) ? 'gone' : 'yes';
}
