"""Evidence: a test run as a build action, whose record is an output.

    with_evidence(name = "frame_test", size = "small", subjects = [":frame"])

makes the target frame_test.evidence, which writes frame_test.evidence.textproto
(platform/lifecycle/evidence.proto): what was run, on which bits, with which tools,
with which result. The macro of each kind of test calls it; nobody else needs to. It
runs again when one of its inputs changed.

A test of no other kind than its exit code says in its BUILD file what it verifies:

    vigil_sh_test(name = "lock_test", srcs = ["lock_test.sh"], verifies = ["REQ-..."])
"""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

EvidenceInfo = provider(
    doc = "The record of a test that ran as a build action.",
    fields = {
        "test": "label of the test",
        "record": "the file",
        "subjects": "label and file of each thing that was tested, and of each tool",
    },
)

# What made the bits and what ran them; the rest of the toolchain is locked with it.
_TOOLS = ["usr/lib/llvm-19/bin/clang", "usr/lib/llvm-19/bin/lld"]

# Programs that a test runs on: they are its tools as well, and say their version.
_INSTALLED = {
    "chromium": "@installed//:chromium",
    "qemu-system-arm": "@installed//:qemu-system-arm",
}

# A test that does not end is stopped after its size's time (as Bazel has them), times
# this: nothing here is measured, and a build runs more at once than a test does.
_PATIENCE = 4
_SIZE_S = {"small": 60, "medium": 300, "large": 900}

# What a program is made of; other files that a C++ test names are its test data.
_CODE = ["a", "bin", "elf", "js", "wasm"]

def _is_subject(ctx, file):
    if ctx.attr.report == "exit_code":
        return True
    return not file.is_source and (file.is_directory or file.extension in _CODE)

def _headers(subject):
    """Of a library without archive: what stands in its headers is all of it."""
    if CcInfo not in subject:
        return []
    headers = subject[CcInfo].compilation_context.headers.to_list()
    return [file for file in headers if file.owner.package == subject.label.package and not file.owner.workspace_name]

def _subjects(ctx):
    """What is tested: label and file, each once. Pages that a test reads are what it tests."""
    subjects = {}
    for subject in ctx.attr.subjects:
        info = subject[DefaultInfo]
        for file in info.files.to_list():
            if file.is_source and file.extension == "md" and ctx.attr.report == "cases":
                subjects[str(file.owner)] = file
        files = [file for file in info.files.to_list() if _is_subject(ctx, file)] or _headers(subject)
        program = info.files_to_run.executable
        if program and not program.is_source:
            files.append(program)
        for file in files:
            subjects[str(subject.label) + "/" + file.basename] = file
    test = ctx.attr.test
    if OutputGroupInfo in test and hasattr(test[OutputGroupInfo], "tested"):
        for file in test[OutputGroupInfo].tested.to_list():
            subjects[str(file.owner) + "/" + file.basename] = file
    return subjects

def _evidence_impl(ctx):
    record = ctx.outputs.record
    program = ctx.attr.test[DefaultInfo].files_to_run
    subjects = _subjects(ctx)
    tools = {
        file.basename: file
        for file in find_cpp_toolchain(ctx).all_files.to_list()
        if [end for end in _TOOLS if file.path.endswith(end)]
    }
    installed = {file.basename: file for file in ctx.files.installed}
    arguments = ctx.actions.args()
    arguments.add("--test=" + str(ctx.attr.test.label))
    arguments.add("--program=" + program.executable.path)
    arguments.add("--runfiles=" + program.executable.path + ".runfiles")
    arguments.add("--out=" + record.path)
    arguments.add("--limit_s=%d" % (ctx.attr.limit_s * _PATIENCE))
    arguments.add("--report=" + ctx.attr.report)
    arguments.add("--least_inputs=%d" % ctx.attr.least_inputs)
    arguments.add_all(ctx.attr.verifies, format_each = "--verifies=%s")
    arguments.add_all([ctx.expand_location(text, ctx.attr.subjects) for text in ctx.attr.arguments], format_each = "--argument=%s")
    arguments.add_all(["%s=%s" % (label, subjects[label].path) for label in sorted(subjects)], format_each = "--subject=%s")
    arguments.add_all(["%s=%s" % (name, tools[name].path) for name in sorted(tools)], format_each = "--tool=%s")
    arguments.add_all(["%s=%s" % (name, installed[name].path) for name in sorted(installed)], format_each = "--runs_on=%s")
    ctx.actions.run(
        executable = ctx.executable._record,
        arguments = [arguments],
        inputs = subjects.values() + tools.values() + installed.values(),
        tools = [program],
        outputs = [record],
        mnemonic = "TestEvidence",
        progress_message = "Running %s for evidence" % ctx.attr.test.label,
    )
    return [
        DefaultInfo(files = depset([record]), runfiles = ctx.runfiles([record])),
        EvidenceInfo(
            test = str(ctx.attr.test.label),
            record = record,
            subjects = [(label, subjects[label]) for label in sorted(subjects)] +
                       [(name, tools[name]) for name in sorted(tools)] +
                       [(name, installed[name]) for name in sorted(installed)],
        ),
    ]

test_evidence = rule(
    implementation = _evidence_impl,
    attrs = {
        "arguments": attr.string_list(doc = "Behind the program, with $(rootpath …) of subjects."),
        "installed": attr.label_list(allow_files = True, doc = "Programs of the machine that it runs on."),
        "least_inputs": attr.int(doc = "Of a fuzz test."),
        "limit_s": attr.int(mandatory = True, doc = "What a test of its size may take."),
        "report": attr.string(default = "cases", values = ["cases", "exit_code", "fuzzing"]),
        "subjects": attr.label_list(allow_files = True, doc = "What is tested; a test may name more in its output group `tested`."),
        "test": attr.label(mandatory = True, executable = True, cfg = "target"),
        "verifies": attr.string_list(doc = "Of a test that is one case."),
        # Built as the tests are: another configuration would build all it rests on again.
        "_record": attr.label(default = "//tools/evidence:record_evidence", executable = True, cfg = "target"),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    # A file with a label: what is segregated names it (segregation.bzl).
    outputs = {"record": "%{name}.textproto"},
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    provides = [EvidenceInfo],
)

def with_evidence(name, size, subjects = [], shards = 1, installed = [], **kwargs):
    """The record of the test `name`.

    Args:
      name: of the test.
      size: of the test: small, medium or large.
      subjects: what it links, runs or looks at, as far as its rule does not say it.
      shards: how many it is cut into; here it runs in one piece.
      installed: names of what it runs on: "chromium", "qemu-system-arm".
      **kwargs: of test_evidence.
    """
    test_evidence(
        name = name + ".evidence",
        installed = [_INSTALLED[program] for program in installed],
        limit_s = _SIZE_S[size] * shards,
        # Once each, and without what a test only speaks with.
        subjects = {subject: True for subject in subjects if subject != "//test:verifies"}.keys(),
        tags = ["manual"],
        test = ":" + name,
        testonly = True,
        visibility = ["//visibility:public"],
        **kwargs
    )

def vigil_sh_test(name, srcs, args = [], data = [], size = "small", verifies = [], installed = []):
    """A shell script as a test: one case, whose exit code says how it went.

    Args:
      name: of the test.
      srcs: the script.
      args: with $(rootpath ...) of data.
      data: what it looks at or runs.
      size: small, medium or large.
      verifies: ids of requirements and risk controls.
      installed: names of what it runs on, as for with_evidence.
    """
    native.sh_test(name = name, srcs = srcs, args = args, data = data, size = size)
    with_evidence(name, size, data, report = "exit_code", arguments = args, verifies = verifies, installed = installed)
