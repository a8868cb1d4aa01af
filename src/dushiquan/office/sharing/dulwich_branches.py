"""Branches kept by the library dulwich, where there is no git program."""

import os
import shutil
import subprocess
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from stat import S_IFDIR
from tempfile import TemporaryFile
from threading import Thread
from typing import IO, Any, TypeVar
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from dulwich.client import (
    GitClient,
    HTTPUnauthorized,
    LocalGitClient,
    SSHGitClient,
    SubprocessSSHVendor,
    SubprocessWrapper,
    get_transport_and_path,
)
from dulwich.config import ConfigDict
from dulwich.errors import NotGitRepository
from dulwich.file import FileLocked
from dulwich.objects import Blob, Commit, ObjectID, ShaFile, Tree
from dulwich.pack import PackData, PackInflater, UnpackedObject, write_pack_data
from dulwich.refs import Ref
from dulwich.repo import Repo

from dushiquan.domain.segments import Segment, encode, is_replica_id, segment_path
from dushiquan.errors import DsqError
from dushiquan.office.sharing.branches import (
    AUTHOR,
    OURS,
    THEIRS,
    BranchEnd,
    Branches,
    gone_on,
    made_at,
    missing,
    too_slow,
    unreachable,
)
from dushiquan.office.sharing.system_reasons import why

_LOOSE = 100
"""Fewer objects than these are kept one by one, as git does: or each sync would leave a pack."""

_SMALLEST = 32
"""How many bytes the head and the hash of a pack have."""

_Answer = TypeVar("_Answer")


class DulwichBranches(Branches):
    """Branches kept by dulwich."""

    def __init__(self, folder: Path, seconds: float | None = None) -> None:
        """Use the repository in ``folder``, or make it; with ``seconds``, wait no longer."""
        super().__init__(folder, seconds)
        for left in (*folder.glob("objects/tmp_*"), *folder.glob("objects/pack/tmp_*")):
            left.unlink(missing_ok=True)
        self._repo = Repo(str(folder))
        self._store = self._repo.object_store
        self._store.fsync_object_files = True

    def close(self) -> None:
        """Close the files of the repository."""
        self._repo.close()

    def _make(self) -> None:
        Repo.init_bare(str(self._folder)).close()

    def _read_ends(self) -> dict[str, dict[str, BranchEnd]]:
        found: dict[str, dict[str, BranchEnd]] = {}
        for where in (OURS, THEIRS):
            ends = found[where] = {}
            for ref, commit in self._repo.refs.as_dict(Ref(where.encode())).items():
                subject = self._commit(commit).message.split(b"\n")[0]
                if subject.isdigit():
                    ends[ref.decode()] = BranchEnd(int(subject), commit.decode())
        return found

    def read(self, replica: str, numbers: Iterable[int], *, theirs: bool = False) -> Iterator[bytes]:
        """Yield segments of a branch; raise ``ShareError`` if one is missing."""
        ref = _ref(THEIRS if theirs else OURS, replica)
        for number in numbers:
            try:
                tree = self._tree(self._commit(self._repo.refs[ref]).tree)
                _, id = tree.lookup_path(self._store.__getitem__, segment_path(number).encode())
                content = self._store[id].as_raw_string()
            except KeyError:
                raise missing(replica, number) from None
            yield content

    def add(self, replica: str, segments: Iterable[Segment]) -> None:
        """Add segments to a branch, a commit each."""
        ref = _ref(OURS, replica)
        end = self.heads().get(replica)
        parent = _id(end) if end else None
        for segment in segments:
            parent = self._repo.refs[ref] = self._add(segment, parent)
        self._ends = {}

    def _add(self, segment: Segment, parent: ObjectID | None) -> ObjectID:
        *folders, name = segment_path(segment.number).encode().split(b"/")
        trees = [self._tree(self._commit(parent).tree) if parent else Tree()]
        for folder in folders:
            trees.append(self._tree(trees[-1][folder][1]) if folder in trees[-1] else Tree())
        child: ShaFile = Blob.from_string(encode(segment))
        self._keep(child)
        mode = 0o100644
        for tree, entry in zip(reversed(trees), (name, *reversed(folders)), strict=True):
            tree.add(entry, mode, child.id)
            self._keep(tree)
            child, mode = tree, S_IFDIR
        commit = Commit()
        commit.tree, commit.parents = child.id, [parent] if parent else []
        commit.author = commit.committer = AUTHOR.encode()
        commit.author_time = commit.commit_time = made_at(segment)
        commit.author_timezone = commit.commit_timezone = 0
        commit.message = b"%d" % segment.number
        self._keep(commit)
        return commit.id

    def _keep(self, found: ShaFile) -> None:
        try:
            self._store.add_object(found)
        except FileLocked as left:  # by a sync that was killed: only one runs at a time
            Path(os.fsdecode(left.lockfilename)).unlink()
            self._store.add_object(found)

    def _goes_on(self, replica: str) -> bool:
        refs = self._repo.refs
        try:
            return self._leads_to(refs[_ref(THEIRS, replica)], refs[_ref(OURS, replica)])
        except KeyError:
            return False

    def _set(self, replica: str) -> None:
        self._repo.refs[_ref(OURS, replica)] = self._repo.refs[_ref(THEIRS, replica)]

    # --- bundles ---------------------------------------------------------------------------------------

    def pack(self, file: Path, since: Mapping[str, int]) -> None:
        """Write branches to a bundle, each from the segment after the one given."""
        heads = self.heads()
        ends = {replica: _id(heads[replica]) for replica in since}
        before = [
            next(islice(self._back(ends[replica]), heads[replica].number - number, None)).id
            for replica, number in since.items()
            if number
        ]
        count, objects = self._repo.generate_pack_data(set(before), set(ends.values()))
        with file.open("wb") as bundle:
            lines = [b"# v2 git bundle", *(b"-%s " % commit for commit in before)]
            lines += [b"%s %s" % (commit, _ref(OURS, replica)) for replica, commit in ends.items()]
            bundle.write(b"\n".join(lines) + b"\n\n")
            write_pack_data(bundle.write, objects, self._repo.object_format, num_records=count)

    def unpack(self, file: Path, replica: str = "*") -> bool:
        """Fetch a branch of a bundle, or all, into theirs; return False if that does not work."""
        try:
            with file.open("rb") as bundle, TemporaryFile() as pack:
                needed, refs = _bundle_head(bundle)
                if any(commit not in self._store for commit in needed):
                    return False
                shutil.copyfileobj(bundle, pack)
                self._take(pack)
            found = {id: commit for id, commit in _branches(refs).items() if replica in ("*", id)}
            self._note(found)
        except Exception:  # a file cut off anywhere: there is no common class for what dulwich raises then
            return False
        return replica == "*" or replica in found

    def _take(self, pack: IO[bytes]) -> None:
        """Keep the objects of a pack, which may rest on others that are here."""
        size = pack.seek(0, os.SEEK_END)
        if not size:
            return
        if size < _SMALLEST:
            raise ValueError(size)
        pack.seek(8)
        count = int.from_bytes(pack.read(4), "big")
        pack.seek(0)
        if count >= _LOOSE:
            self._store.add_thin_pack(pack.read, None)
            return
        with PackData.from_file(pack, self._repo.object_format, size) as data:
            data.check()
            for found in PackInflater.for_pack_data(data, resolve_ext_ref=self._store.get_raw):
                self._keep(found)

    def _note(self, branches: Mapping[str, ObjectID]) -> None:
        """Note where the branches of the share end, if all of each is here."""
        for replica, commit in branches.items():
            self._commit(commit)
            self._repo.refs[_ref(THEIRS, replica)] = commit
        self._ends = {}

    # --- repositories elsewhere ------------------------------------------------------------------------

    def at(self, url: str) -> dict[str, str]:
        """Return what a repository elsewhere has: the branches, each with the name of its last commit."""
        refs = self._reach(url, lambda client, path: client.get_refs(path)).refs
        return {replica: commit.decode() for replica, commit in _branches(refs).items()}

    def fetch(self, url: str) -> None:
        """Fetch all branches of a repository elsewhere into theirs.

        A commit that is here may have been left by a sync that was killed, without what it leads to: only
        where a branch ends is all of it here.
        """
        ends = [_id(end) for end in (*self.heads().values(), *self.theirs().values())]

        def wanted(refs: Mapping[Ref, ObjectID], depth: int | None = None) -> list[ObjectID]:
            return [commit for commit in _branches(refs).values() if commit not in ends]

        walker = self._repo.get_graph_walker(ends)
        with TemporaryFile() as pack:
            found = self._reach(url, lambda client, path: client.fetch_pack(path, wanted, walker, pack.write))
            self._take(pack)
        self._note(_branches(found.refs))

    def push(self, url: str, replica: str) -> None:
        """Send a branch; raise ``NotPushedError`` if the branch there has gone on from another commit."""
        ref = _ref(OURS, replica)
        end = self._repo.refs[ref]

        def update(there: Mapping[Ref, ObjectID]) -> dict[Ref, ObjectID]:
            if ref in there and not self._leads_to(end, there[ref]):
                raise gone_on(replica)
            return {ref: end}

        def objects(
            have: Collection[ObjectID],
            want: Collection[ObjectID],
            *,
            ofs_delta: bool = True,
            progress: Any = None,
        ) -> tuple[int, Iterator[UnpackedObject]]:
            return self._repo.generate_pack_data(set(have), set(want), ofs_delta=ofs_delta)

        done = self._reach(url, lambda client, path: client.send_pack(path, update, objects))
        refused = (done.ref_status or {}).get(ref)
        if refused:
            raise unreachable(url, refused)

    def _reach(self, url: str, ask: Callable[[GitClient, Any], _Answer]) -> _Answer:
        """Ask a repository elsewhere, and wait no longer than there is time.

        Nothing interrupts a library that waits for a server: so a thread asks, and is left behind.
        """
        answers: list[_Answer | Exception] = []
        ssh = _Ssh()

        def run() -> None:
            try:
                client, path = self._client(url, ssh)
                answers.append(ask(client, path))
                client.close()
            except Exception as error:
                answers.append(error)

        thread = Thread(target=run, daemon=True)
        thread.start()
        thread.join(self._left())
        if not answers:
            ssh.end()
            raise too_slow()
        answer = answers[0]
        if isinstance(answer, DsqError):
            raise answer
        if isinstance(answer, Exception):
            raise unreachable(url, _reason(answer)) from answer
        return answer

    def _client(self, url: str, ssh: "_Ssh") -> tuple[GitClient, str]:
        """Return the client for a URL, and the path on its server; dulwich leaves %20 as it is."""
        if url.startswith("file://"):
            return LocalGitClient(), url2pathname(urlsplit(url).path)
        command = os.environ.get("GIT_SSH_COMMAND") or ("ssh -o BatchMode=yes" if self._until else None)
        client, path = get_transport_and_path(url, config=ConfigDict(), ssh_command=command)
        if isinstance(client, SSHGitClient):
            client.ssh_vendor = ssh
            path = unquote(path) if "://" in url else path
        return client, path

    # --- objects ---------------------------------------------------------------------------------------

    def _back(self, commit: ObjectID) -> Iterator[Commit]:
        """Yield a commit and those before it."""
        at: ObjectID | None = commit
        while at:
            found = self._commit(at)
            yield found
            at = found.parents[0] if found.parents else None

    def _leads_to(self, end: ObjectID, start: ObjectID) -> bool:
        return any(commit.id == start for commit in self._back(end))

    def _commit(self, id: ObjectID) -> Commit:
        found = self._store[id]
        if not isinstance(found, Commit):
            raise KeyError(id)
        return found

    def _tree(self, id: ObjectID) -> Tree:
        found = self._store[id]
        if not isinstance(found, Tree):
            raise KeyError(id)
        return found


class _Ssh(SubprocessSSHVendor):
    """The ssh program, which can be ended while it waits for a server."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen[bytes]] = []

    def run_command(self, *words: Any, **named: Any) -> SubprocessWrapper:
        """Run a command of git on the server."""
        started = super().run_command(*words, **named)
        self._running.append(started.proc)
        return started

    def end(self) -> None:
        """End what still runs."""
        for process in self._running:
            process.kill()
            process.wait()


def _ref(where: str, replica: str) -> Ref:
    return Ref(f"{where}{replica}".encode())


def _id(end: BranchEnd) -> ObjectID:
    return ObjectID(end.commit.encode())


def _branches(refs: Mapping[Ref, ObjectID | None]) -> dict[str, ObjectID]:
    """Return the branches of replicas among the refs of a repository or bundle."""
    found = (
        (ref.decode(errors="replace").removeprefix(OURS), commit)
        for ref, commit in refs.items()
        if ref.startswith(OURS.encode())
    )
    return {replica: commit for replica, commit in found if commit and is_replica_id(replica)}


def _bundle_head(bundle: IO[bytes]) -> tuple[list[ObjectID], dict[Ref, ObjectID]]:
    """Read what a bundle rests on and what it brings, up to its pack.

    dulwich's own reader keeps the whole pack in memory, and cannot read what rests on other objects.
    """
    if bundle.readline() != b"# v2 git bundle\n":
        raise ValueError(bundle.name)
    needed: list[ObjectID] = []
    refs: dict[Ref, ObjectID] = {}
    for line in iter(bundle.readline, b"\n"):
        if not line:
            raise ValueError(bundle.name)
        commit, _, name = line.rstrip(b"\n").partition(b" ")
        if line.startswith(b"-"):
            needed.append(ObjectID(commit[1:]))
        else:
            refs[Ref(name)] = ObjectID(commit)
    return needed, refs


def _reason(error: BaseException) -> str:
    """Return why a repository could not be reached: the error of the system beneath it, if there is one."""
    if isinstance(error, NotGitRepository):
        return "那里没有 git 仓库"
    if isinstance(error, HTTPUnauthorized):
        return "要用户名和密码"
    beneath: BaseException | None = error
    while beneath:
        if isinstance(beneath, OSError) and beneath.errno:
            return why(beneath)
        beneath = beneath.__cause__ or beneath.__context__
    return (str(error).strip().splitlines() or [type(error).__name__])[-1]
