"""An interface that changes only on purpose.

    interface_lock(
        name = "interface",
        headers = ["//safety_kernel/plugin:plugin.h", ...],
        lock = "interface.lock",
    )

makes the test `interface_test`, which compares the headers with the lock, and
`interface.update`, which writes the lock anew once the version was raised far
enough (tools/gates/interface_lock.cc).
"""

load("//tools/build_rules:evidence.bzl", "with_evidence")

def _script(ctx, body):
    script = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(script, "#!/bin/sh\n" + body, is_executable = True)
    gate = ctx.attr._gate[DefaultInfo]
    files = ctx.files.headers + [ctx.file.lock]
    runfiles = ctx.runfiles(files).merge(gate.default_runfiles)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

def _headers(ctx):
    return " ".join([header.short_path for header in ctx.files.headers])

def _test_impl(ctx):
    return _script(ctx, "exec %s --lock=%s %s\n" % (
        ctx.executable._gate.short_path,
        ctx.file.lock.short_path,
        _headers(ctx),
    ))

def _update_impl(ctx):
    return _script(ctx, "exec %s --update --lock=\"$BUILD_WORKSPACE_DIRECTORY/%s\" %s\n" % (
        ctx.executable._gate.short_path,
        ctx.file.lock.short_path,
        _headers(ctx),
    ))

_ATTRS = {
    "headers": attr.label_list(mandatory = True, allow_files = [".h"]),
    "lock": attr.label(mandatory = True, allow_single_file = True),
    "_gate": attr.label(
        default = "//tools/gates:interface_lock",
        executable = True,
        cfg = "target",
    ),
}

_interface_lock_test = rule(implementation = _test_impl, attrs = _ATTRS, test = True)
_interface_lock_update = rule(implementation = _update_impl, attrs = _ATTRS, executable = True)

def interface_lock(name, headers, lock):
    """The test and the update of a locked interface.

    Args:
      name: of both, with "_test" and ".update" behind it.
      headers: all that a user of the interface includes.
      lock: the file.
    """
    _interface_lock_test(name = name + "_test", headers = headers, lock = lock, size = "small")
    with_evidence(name + "_test", "small", headers + [lock], report = "exit_code")
    _interface_lock_update(name = name + ".update", headers = headers, lock = lock)
