"""Fuzz tests of everything that parses bytes from outside.

    vigil_fuzz_test(
        name = "frame_fuzz_test",
        safety_class = "C",
        srcs = ["frame_fuzz_test.cc"],   # defines LLVMFuzzerTestOneInput
        corpus = glob(["corpus/**"]),
        deps = [":frame"],
    )

As a test it runs the seed corpus and then a fixed number of new inputs from a
fixed seed, so that it ends and repeats. To search on:

    ./bazelw run //platform/link:frame_fuzz_test -- -max_total_time=600
"""

load("@rules_cc//cc:defs.bzl", "cc_binary")
load("//tools/build_rules:arguments.bzl", "check_arguments")
load("//tools/build_rules:classified.bzl", "classified_check")
load("//tools/build_rules:evidence.bzl", "with_evidence")
load("//tools/build_rules:safety_class.bzl", "class_features")

def _fuzzing_impl(settings, attr):
    return {
        "//command_line_option:features": ["vigil_fuzzing"],
        "//command_line_option:compilation_mode": "fastbuild",
    }

# The code under test is built again with sanitizers and coverage feedback.
_fuzzing = transition(
    implementation = _fuzzing_impl,
    inputs = [],
    outputs = [
        "//command_line_option:features",
        "//command_line_option:compilation_mode",
    ],
)

_RUN = """#!/bin/sh
# Written by tools/build_rules/fuzz.bzl.
set -u
work="${{TEST_TMPDIR:-$(mktemp -d)}}/corpus"
mkdir -p "$work"
for seed in {corpus}; do cp "$seed" "$work/" || exit 1; done
if [ $# -eq 0 ]; then set -- -runs={runs} -seed=1; fi
exec {fuzzer} -artifact_prefix="${{TEST_UNDECLARED_OUTPUTS_DIR:-$work}}/" -timeout=25 \\
  -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1 "$@" "$work"
"""

def _fuzz_runner_impl(ctx):
    fuzzer = ctx.attr.fuzzer[0][DefaultInfo].files_to_run.executable
    runner = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(runner, _RUN.format(
        corpus = " ".join(["'%s'" % file.short_path for file in ctx.files.corpus]),
        fuzzer = fuzzer.short_path,
        runs = ctx.attr.runs,
    ), is_executable = True)
    return [
        DefaultInfo(
            executable = runner,
            runfiles = ctx.runfiles(files = ctx.files.corpus + [fuzzer]),
        ),
        OutputGroupInfo(tested = depset([fuzzer])),
    ]

_fuzz_runner_test = rule(
    implementation = _fuzz_runner_impl,
    test = True,
    attrs = {
        "corpus": attr.label_list(allow_files = True),
        "fuzzer": attr.label(cfg = _fuzzing, mandatory = True),
        "runs": attr.int(),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
)

_LEAST_RUNS = 1000

def vigil_fuzz_test(name, safety_class, srcs, deps, corpus, runs = 20000, verifies = []):
    """A libFuzzer target with its seed corpus.

    Args:
      name: ends in _test.
      safety_class: of the parser.
      srcs: the fuzz entry.
      deps: the parser.
      corpus: seed inputs, small.
      runs: inputs that the test tries.
      verifies: ids of requirements and risk controls.
    """
    check_arguments(name, srcs, deps)
    if runs < _LEAST_RUNS:
        fail("%s: %d inputs are no search; at least %d" % (name, runs, _LEAST_RUNS))
    classified_check(
        name = name + ".class",
        safety_class = safety_class,
        deps = deps,
        testonly = True,
        verifies = True,
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )
    cc_binary(
        name = name + ".fuzzer",
        srcs = srcs,
        testonly = True,
        additional_linker_inputs = [":%s.class" % name],
        deps = deps,
        features = class_features("B"),
        linkopts = ["-fsanitize=fuzzer"],
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )
    _fuzz_runner_test(
        name = name,
        corpus = corpus,
        fuzzer = ":%s.fuzzer" % name,
        runs = runs,
        size = "small",
        timeout = "moderate",
    )
    with_evidence(name, "medium", report = "fuzzing", least_inputs = runs, verifies = verifies)
