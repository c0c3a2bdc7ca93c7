"""The audit package: a folder to be read in a browser without a server, and as JSON.

    audit_package(name = "audit")

writes bazel-bin/audit: open index.html. It is made from the folder of `lifecycle`
(lifecycle.bzl) alone, so that it tells what the build knows, and is made again when
that changes. The same input gives the same bytes.
"""

def _audit_impl(ctx):
    folder = ctx.actions.declare_directory(ctx.label.name)
    arguments = ctx.actions.args()
    arguments.add_all(ctx.files.lifecycle, format_each = "--root=%s", expand_directories = False)
    arguments.add_all([folder], format_each = "--out=%s", expand_directories = False)
    arguments.add_all(ctx.files._statics, format_each = "--static=%s")
    ctx.actions.run(
        executable = ctx.executable._audit,
        arguments = [arguments],
        inputs = ctx.files.lifecycle + ctx.files._statics,
        outputs = [folder],
        mnemonic = "AuditPackage",
        progress_message = "Writing the audit package",
    )
    return [DefaultInfo(files = depset([folder]), runfiles = ctx.runfiles([folder]))]

_audit_package = rule(
    implementation = _audit_impl,
    attrs = {
        "lifecycle": attr.label(mandatory = True, allow_files = True),
        # As evidence.bzl: another configuration would build all it rests on again.
        "_audit": attr.label(default = "//tools/audit", executable = True, cfg = "target"),
        "_statics": attr.label_list(
            default = ["//tools/audit:audit.css", "//tools/audit:audit.js"],
            allow_files = True,
        ),
    },
)

def audit_package(name, lifecycle = "//:lifecycle", **kwargs):
    """The audit package of a lifecycle folder.

    Args:
      name: of the target and the folder.
      lifecycle: a folder as lifecycle() makes it.
      **kwargs: visibility.
    """
    _audit_package(
        name = name,
        lifecycle = lifecycle,
        testonly = True,
        tags = ["manual"],
        **kwargs
    )
