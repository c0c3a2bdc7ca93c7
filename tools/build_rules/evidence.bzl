"""Evidence: a test run as a build action, whose record is an output.

    test_evidence(name = "frame_test.evidence", test = ":frame_test", subjects = [":frame"])

writes frame_test.evidence.textproto (platform/lifecycle/evidence.proto): what was
run, on which bits, with which tools, with which result. vigil_test makes it for each
test; nobody else needs to call it. It runs again when one of its inputs changed.
"""

load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

EvidenceInfo = provider(
    doc = "The record of a test that ran as a build action.",
    fields = {
        "test": "label of the test",
        "record": "the file",
        "subjects": "label and file of each thing that was tested",
    },
)

# What made the bits and what ran them; the rest of the toolchain is locked with it.
_TOOLS = ["usr/lib/llvm-19/bin/clang", "usr/lib/llvm-19/bin/lld"]

def _evidence_impl(ctx):
    record = ctx.actions.declare_file(ctx.label.name + ".textproto")
    program = ctx.attr.test[DefaultInfo].files_to_run
    subjects = {}
    for subject in ctx.attr.subjects:
        for file in subject[DefaultInfo].files.to_list():
            if file.extension in ["a", "elf", "bin", "wasm"]:
                subjects[str(subject.label) + "/" + file.basename] = file
    tools = [file for file in find_cpp_toolchain(ctx).all_files.to_list() if [end for end in _TOOLS if file.path.endswith(end)]]
    ctx.actions.run(
        executable = ctx.executable._record,
        arguments = [
            "--test=" + str(ctx.attr.test.label),
            "--program=" + program.executable.path,
            "--runfiles=" + program.executable.path + ".runfiles",
            "--out=" + record.path,
        ] + ["--subject=%s=%s" % (label, subjects[label].path) for label in sorted(subjects)] +
                    ["--tool=%s=%s" % (file.basename, file.path) for file in tools],
        inputs = subjects.values() + tools,
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
            subjects = [(label, subjects[label]) for label in sorted(subjects)],
        ),
    ]

test_evidence = rule(
    implementation = _evidence_impl,
    attrs = {
        "test": attr.label(mandatory = True, executable = True, cfg = "target"),
        "subjects": attr.label_list(doc = "What is tested."),
        # Built as the tests are: another configuration would build all it rests on again.
        "_record": attr.label(default = "//tools/evidence:record_evidence", executable = True, cfg = "target"),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    provides = [EvidenceInfo],
)
