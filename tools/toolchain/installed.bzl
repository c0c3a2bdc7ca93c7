"""Programs of the machine that tests run on: installed by ./bazelw, and not locked.

    installed_programs(name = "installed")   # in the WORKSPACE

makes @installed//:chromium and @installed//:qemu-system-arm, which a test's record
names by digest (`installed` in tools/build_rules/evidence.bzl): with another simulator
the evidence is made anew.
"""

# Of each the places where it may be; /usr/bin/chromium is a script that starts another.
_PROGRAMS = {
    "chromium": ["/usr/lib/chromium/chromium", "/usr/bin/chromium"],
    "qemu-system-arm": ["/usr/bin/qemu-system-arm"],
}

def _installed_impl(ctx):
    there = []
    for name, places in sorted(_PROGRAMS.items()):
        for place in places:
            if name not in there and ctx.path(place).exists:
                ctx.symlink(place, name)
                there.append(name)
    missing = [name for name in sorted(_PROGRAMS) if name not in there]
    if missing:
        fail("%s is not installed; ./bazelw installs what is missing" % ", ".join(missing))
    ctx.file("BUILD.bazel", "exports_files(%r)\n" % there)

installed_programs = repository_rule(
    implementation = _installed_impl,
    # Looked at again when Bazel starts.
    local = True,
)
