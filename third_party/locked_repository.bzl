"""External repositories from the locked packages, and from nothing else.

A package is a file in the folder that VIGIL_PACKAGES names (./bazelw sets it and
fills the folder); lock.bzl tells its sha256. The network is never asked.

    locked_repository(
        name = "nanopb",
        packages = ["{json of the entry in lock.bzl}"],
        build_file = "//third_party/nanopb:nanopb.BUILD",
    )
"""

def _run(ctx, command):
    result = ctx.execute(command)
    if result.return_code != 0:
        fail("%s cannot be unpacked: %s%s" % (ctx.name, result.stdout, result.stderr))

def _checked_package(ctx, entry):
    """The path of the package's file, after its sha256 was checked."""
    label = "%s %s" % (entry["name"], entry["version"])
    folder = ctx.os.environ.get("VIGIL_PACKAGES", "")
    if not folder:
        fail("%s: VIGIL_PACKAGES is not set. Start Bazel through ./bazelw." % label)
    path = ctx.path(folder + "/" + entry["file"])
    if not path.exists:
        fail("%s is missing: no file %s\n  expected sha256 %s\n  Run third_party/fetch.sh, or copy the file there." %
             (label, path, entry["sha256"]))
    digest = ctx.execute(["sha256sum", str(path)])
    if digest.return_code != 0:
        fail("%s: cannot read %s: %s" % (label, path, digest.stderr))
    came = digest.stdout.split(" ")[0].lstrip("\\")
    if came != entry["sha256"]:
        fail("%s has the wrong sha256: %s\n  expected %s (third_party/lock.bzl)\n  came     %s\n  Remove the file and run third_party/fetch.sh; if the origin changed it, find out why before you lock it anew." %
             (label, path, entry["sha256"], came))
    return path

# A pattern that one of several packages does not have is no error.
_UNPACK_DEB = """
set -o pipefail
deb=$1
shift
dpkg-deb --fsys-tarfile "$deb" | tar -x --wildcards "$@" 2>tar.log
status=$?
if [ $status != 0 ] && grep -v -e 'Not found in archive' -e 'due to previous errors' tar.log; then
  exit 1
fi
rm tar.log
"""

def _unpack(ctx, path, patterns):
    name = path.basename
    if name.endswith(".deb"):
        # tar's patterns match from the start of the path on; without patterns
        # all is taken but the documentation.
        chosen = patterns if patterns else ["--exclude=./usr/share/doc", "--exclude=./usr/share/man", "."]
        _run(ctx, ["bash", "-c", _UNPACK_DEB, "unpack", str(path)] + chosen)
        return

    # Tarballs have one folder on top, whose name tells the version.
    ctx.extract(path, "unpacked")
    _run(ctx, ["bash", "-c", "shopt -s dotglob; mv unpacked/*/* . && rm -r unpacked"])

def _locked_repository_impl(ctx):
    for text in ctx.attr.packages:
        entry = json.decode(text)
        _unpack(ctx, _checked_package(ctx, entry), ctx.attr.patterns)
    if ctx.attr.root:
        _run(ctx, ["bash", "-c", "shopt -s dotglob; mv \"$1\" root && find . -mindepth 1 -maxdepth 1 ! -name root -exec rm -r {} + && mv root/* . && rmdir root", "root", ctx.attr.root])
    for source, target in ctx.attr.nested_archives.items():
        _run(ctx, ["mv", source, target])
        ctx.extract(target)
    for path, edits in ctx.attr.edits.items():
        text = ctx.read(path)
        for number in range(0, len(edits), 2):
            if edits[number] not in text:
                fail("%s: nothing to edit in %s: no \"%s\"" % (ctx.name, path, edits[number]))
            text = text.replace(edits[number], edits[number + 1])
        ctx.file(path, text, executable = False)
    if ctx.attr.finish:
        _run(ctx, ["sh", str(ctx.path(ctx.attr.finish))])

    ctx.file("WORKSPACE", "workspace(name = \"%s\")\n" % ctx.name)
    if ctx.attr.build_file:
        # The package's own build files would cut our globs in two.
        _run(ctx, ["find", ".", "(", "-name", "BUILD", "-o", "-name", "BUILD.bazel", ")", "-type", "f", "-delete"])
        ctx.symlink(ctx.attr.build_file, "BUILD.bazel")

locked_repository = repository_rule(
    implementation = _locked_repository_impl,
    attrs = {
        "packages": attr.string_list(mandatory = True, doc = "Entries of lock.bzl as JSON."),
        "build_file": attr.label(doc = "Its BUILD file; none if the package brings its own."),
        "patterns": attr.string_list(doc = "For .deb files: what to unpack, as tar's wildcards."),
        "root": attr.string(doc = "The folder inside that becomes the repository; the rest is dropped."),
        "nested_archives": attr.string_dict(doc = "Archives inside: path, and the name under which to unpack them on top."),
        "edits": attr.string_list_dict(doc = "Path of a file: text to replace, its replacement, and so on."),
        "finish": attr.label(doc = "A script that runs in what was unpacked and may use nothing else but the shell's tools."),
    },
    environ = ["VIGIL_PACKAGES"],
)
