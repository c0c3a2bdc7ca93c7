"""A release: what ships, beside the evidence that it may.

    release(name = "release", artifacts = {"firmware": "//firmware/health_monitor", ...})

writes bazel-bin/release with a folder for each artifact, the audit package, the records
and results that it was checked by (lifecycle/), check.txt, what `vigil check --release`
said, and manifest.textproto with the digest of each of these files. Who archives that
folder can answer years later: `vigil --root=FOLDER field DIGEST`. As long as it finds anything, there is no
release: each finding comes with its clause, its record and how to mend it. No option
turns that off: what ships is copied by an action that needs the check's result, and is
built without the flags that a command line adds (as_released.bzl).
"""

load("//tools/build_rules:as_released.bzl", "AS_RELEASED_ATTRS", "as_released")

# Names of files are those of the build and of its records: without quotes or backslashes.
_MANIFEST = """
cd "%s"
manifest=$(find . -type f | LC_ALL=C sort | while read -r file; do
  digest=$(sha256sum <"$file")
  echo "released { label: \\"${file#./}\\" sha256: \\"${digest%%%% *}\\" }"
done)
echo "$manifest" >manifest.textproto
"""

def _release_impl(ctx):
    passed = ctx.actions.declare_file(ctx.label.name + ".check.txt")
    lifecycle = ctx.files.lifecycle[0]
    ctx.actions.run_shell(
        command = '"$1" --root="$2" check --release >"$3" || { cat "$3" >&2; exit 1; }',
        arguments = [ctx.executable._vigil.path, lifecycle.path, passed.path],
        inputs = [lifecycle],
        tools = [ctx.executable._vigil],
        outputs = [passed],
        mnemonic = "ReleaseCheck",
        progress_message = "Looking whether %s may be released" % ctx.label,
    )
    folder = ctx.actions.declare_directory(ctx.label.name)
    copies = ['cp "%s" "%s/check.txt"' % (passed.path, folder.path)]
    inputs = [passed, lifecycle, ctx.files.audit[0]]
    for name, files in {"audit": ctx.files.audit[0], "lifecycle": lifecycle}.items():
        copies.append('cp -rL --no-preserve=mode "%s" "%s/%s"' % (files.path, folder.path, name))
    for artifact, name in ctx.attr.artifacts.items():
        copies.append('mkdir -p "%s/%s"' % (folder.path, name))
        for file in artifact[DefaultInfo].files.to_list():
            inputs.append(file)
            copies.append('cp -rL --no-preserve=mode "%s" "%s/%s/"' % (file.path, folder.path, name))
    copies.append(_MANIFEST % folder.path)
    ctx.actions.run_shell(
        command = "set -e\n" + "\n".join(copies),
        inputs = inputs,
        outputs = [folder],
        mnemonic = "Release",
        progress_message = "Putting together the release",
    )
    return [DefaultInfo(files = depset([folder]))]

_release = rule(
    implementation = _release_impl,
    attrs = dict({
        "artifacts": attr.label_keyed_string_dict(allow_files = True, cfg = as_released),
        "lifecycle": attr.label(mandatory = True, allow_files = True, cfg = as_released),
        "audit": attr.label(mandatory = True, allow_files = True, cfg = as_released),
        # As evidence.bzl: another configuration would build all it rests on again.
        "_vigil": attr.label(default = "//tools/vigil", executable = True, cfg = "target"),
    }, **AS_RELEASED_ATTRS),
)

def release(name, artifacts, lifecycle = "//:lifecycle", audit = "//:audit", **kwargs):
    """What ships, once nothing is missing.

    Args:
      name: of the target and the folder.
      artifacts: folder in the release, and the target that it holds.
      lifecycle: what has to be complete, as lifecycle() makes it.
      audit: what is handed over beside it, as audit_package() makes it.
      **kwargs: visibility.
    """
    _release(
        name = name,
        artifacts = {label: folder for folder, label in artifacts.items()},
        lifecycle = lifecycle,
        audit = audit,
        testonly = True,
        tags = ["manual"],
        **kwargs
    )
