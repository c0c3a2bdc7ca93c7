"""Tests that a gate of the class rules fails on the fault it is there for.

    analysis_fails_test(name = "...", target_under_test = ":faulty", says = ["(class C)"])
    compilation_fails_test(name = "...", src = "faults/throw.cc", safety_class = "C", says = ["exceptions"])
    symbol_gate_test(name = "...", src = "faults/heap.cc", rules = "class_c", says = ["operator new"])
    source_gate_test(name = "...", src = "faults/endless.cc", gate = "loop_bound", says = ["while"])
    segregation_test(name = "...", target_under_test = ":segregated_by_nothing", says = ["did not pass"])

`says`: text that the message has to contain.
"""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")
load("@rules_cc//cc:defs.bzl", "cc_library")
load("//tools/build_rules:effectiveness.bzl", "EFFECTIVENESS_ATTRS", "effectiveness_action")
load("//tools/build_rules:evidence.bzl", "with_evidence")
load("//tools/build_rules:safety_class.bzl", "class_features")
load("//tools/build_rules:source_gates.bzl", "SOURCE_GATE_ATTRS", "as_one", "loop_bound_command", "suppression_command", "tidy_command")

def _analysis_fails_impl(ctx):
    env = analysistest.begin(ctx)
    for text in ctx.attr.says:
        asserts.expect_failure(env, text)
    return analysistest.end(env)

_analysis_fails_test = analysistest.make(
    _analysis_fails_impl,
    expect_failure = True,
    attrs = {"says": attr.string_list(mandatory = True, allow_empty = False)},
)

# What decides at analysis. No test can depend on a target whose analysis fails.
_RULES = ["//tools/build_rules:safety_class.bzl", "//tools/build_rules:plugin.bzl"]

def analysis_fails_test(name, target_under_test, says):
    _analysis_fails_test(name = name, target_under_test = target_under_test, says = says, size = "small")
    with_evidence(name, "small", _RULES, report = "exit_code")

_CHECK = """#!/bin/sh
# Written by test/build_rules/must_fail.bzl.
if [ "$(head -n 1 "{log}")" != "exit {expected}" ]; then
  echo "expected exit {expected}, got: $(cat "{log}")"
  exit 1
fi
status=0
{greps}
exit $status
"""

def _check_log(ctx, log, expected):
    """A test that passes when the log says how its action was meant to end."""
    test = ctx.actions.declare_file(ctx.label.name + ".sh")
    greps = "\n".join([
        "grep -qF -- '%s' \"%s\" || { echo 'no \"%s\" in:'; cat \"%s\"; status=1; }" %
        (text, log.short_path, text, log.short_path)
        for text in ctx.attr.says
    ])
    ctx.actions.write(test, _CHECK.format(log = log.short_path, expected = expected, greps = greps), is_executable = True)
    return [DefaultInfo(executable = test, runfiles = ctx.runfiles([log]))]

# Runs a command that is meant to fail; the log has its exit code and its words.
_RUN = "log=$1; shift; \"$@\" >out 2>&1; code=$?; { echo \"exit $code\"; cat out; } >\"$log\""

def _compilation_fails_impl(ctx):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = class_features(ctx.attr.safety_class),
    )
    variables = cc_common.create_compile_variables(
        feature_configuration = features,
        cc_toolchain = toolchain,
        source_file = ctx.file.src.path,
        quote_include_directories = depset(["."]),
        output_file = "/dev/null",
    )
    log = ctx.actions.declare_file(ctx.label.name + ".log")
    ctx.actions.run_shell(
        command = _RUN,
        arguments = [log.path, cc_common.get_tool_for_action(
            feature_configuration = features,
            action_name = ACTION_NAMES.cpp_compile,
        )] + cc_common.get_memory_inefficient_command_line(
            feature_configuration = features,
            action_name = ACTION_NAMES.cpp_compile,
            variables = variables,
        ),
        inputs = depset([ctx.file.src] + ctx.files.hdrs, transitive = [toolchain.all_files]),
        outputs = [log],
    )
    return _check_log(ctx, log, ctx.attr.exit_code)

_compile_test = rule(
    implementation = _compilation_fails_impl,
    test = True,
    attrs = {
        "src": attr.label(allow_single_file = [".cc"], mandatory = True),
        "hdrs": attr.label_list(allow_files = [".h"]),
        "safety_class": attr.string(mandatory = True),
        "says": attr.string_list(),
        "exit_code": attr.int(),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
    },
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    fragments = ["cpp"],
)

def compilation_fails_test(name, src, safety_class, says, hdrs = [], verifies = []):
    _compile_test(name = name, src = src, hdrs = hdrs, safety_class = safety_class, says = says, exit_code = 1, size = "small")
    with_evidence(name, "small", [src] + hdrs, report = "exit_code", verifies = verifies)

def compilation_passes_test(name, src, safety_class):
    """Shows that it is the class that refuses `src` elsewhere, not a slip in it."""
    _compile_test(name = name, src = src, safety_class = safety_class, exit_code = 0, size = "small")
    with_evidence(name, "small", [src], report = "exit_code")

def _symbol_gate_impl(ctx):
    archives = [file for file in ctx.files.library if file.extension == "a"]
    log = ctx.actions.declare_file(ctx.label.name + ".log")
    ctx.actions.run_shell(
        command = _RUN,
        arguments = [
            log.path,
            ctx.executable._symbol_gate.path,
            "--rules=" + ctx.attr.rules,
            "--label=//a:fault",
            "--nm=tools/toolchain/bin/llvm-nm",
            "--stamp=stamp",
        ] + [file.path for file in archives],
        inputs = depset(archives, transitive = [files.files for files in ctx.attr._nm]),
        tools = [ctx.executable._symbol_gate],
        outputs = [log],
    )
    return _check_log(ctx, log, ctx.attr.exit_code)

_symbol_gate_test = rule(
    implementation = _symbol_gate_impl,
    test = True,
    attrs = {
        "library": attr.label(mandatory = True),
        "rules": attr.string(mandatory = True, values = ["class_c", "plugin", "image"]),
        "says": attr.string_list(),
        "exit_code": attr.int(),
        "_symbol_gate": attr.label(default = "//tools/gates:symbol_gate", executable = True, cfg = "exec"),
        "_nm": attr.label_list(
            default = ["//tools/toolchain:bin", "@llvm//:binutils"],
            allow_files = True,
            cfg = "exec",
        ),
    },
)

def symbol_gate_test(name, src, says = [], rules = "class_c"):
    """What the gate says of `src`; with nothing to say it has to pass."""
    cc_library(name = name + ".library", srcs = [src], tags = ["manual"])
    _symbol_gate_test(
        name = name,
        library = ":%s.library" % name,
        rules = rules,
        says = says,
        exit_code = 1 if says else 0,
        size = "small",
    )
    with_evidence(name, "small", [src, "//tools/gates:symbol_gate"], report = "exit_code")

def _source_gate_impl(ctx):
    log = ctx.actions.declare_file(ctx.label.name + ".log")
    strict = ctx.attr.safety_class == "C"
    sources = [ctx.file.src] if strict else [ctx.file._beside, ctx.file.src]
    context = cc_common.create_compilation_context(quote_includes = depset(["."]))
    arguments, inputs = tidy_command(ctx, sources if strict else as_one(ctx, sources), context, ctx.attr.safety_class, strict)
    if ctx.attr.gate == "loop_bound":
        arguments = loop_bound_command(ctx, [ctx.file.src], "//a:fault") + ["--stamp=stamp"]
        inputs = depset([ctx.file.src, ctx.file._loop_deviations])
    if ctx.attr.gate == "suppression":
        arguments = suppression_command(ctx, [ctx.file.src], "//a:fault") + ["--stamp=stamp"]
        inputs = depset([ctx.file.src])
    ctx.actions.run_shell(
        command = _RUN,
        arguments = [log.path] + arguments,
        inputs = depset(sources, transitive = [inputs]),
        tools = [ctx.executable._loop_bound, ctx.executable._suppression],
        outputs = [log],
    )
    return _check_log(ctx, log, ctx.attr.exit_code)

_source_gate_test = rule(
    implementation = _source_gate_impl,
    test = True,
    attrs = dict(
        SOURCE_GATE_ATTRS,
        src = attr.label(allow_single_file = [".cc"], mandatory = True),
        gate = attr.string(mandatory = True, values = ["tidy", "loop_bound", "suppression"]),
        safety_class = attr.string(mandatory = True, values = ["B", "C"]),
        says = attr.string_list(),
        exit_code = attr.int(),
        _beside = attr.label(default = ":faults/tidy_clean.cc", allow_single_file = True, doc = "Another source of the same library."),
    ),
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    fragments = ["cpp"],
)

def source_gate_test(name, src, gate, says = [], safety_class = "C"):
    """What clang-tidy, the check of loops or that of suppressions says of `src`; with nothing to say it has to pass."""
    _source_gate_test(name = name, src = src, gate = gate, safety_class = safety_class, says = says, exit_code = 1 if says else 0, size = "small")
    with_evidence(name, "small", [src, "//tools/gates:loop_bound", "//tools/gates:suppression"], report = "exit_code")

# The check runs as the target under test would run it, so that it is the target's own
# arguments and inputs that are refused.
SegregationAction = provider(fields = {"actions": "of the target"})

def _actions_impl(target, ctx):
    return [SegregationAction(actions = target.actions)]

_actions = aspect(implementation = _actions_impl)

def _segregation_impl(ctx):
    actions = ctx.attr.target_under_test[SegregationAction].actions
    gates = [action for action in actions if action.mnemonic == "Segregation"]
    if len(gates) != 1:
        fail("%s has %d checks of a segregation, not one" % (ctx.attr.target_under_test.label, len(gates)))
    log = ctx.actions.declare_file(ctx.label.name + ".log")
    ctx.actions.run_shell(
        command = _RUN,
        arguments = [log.path, ctx.executable._segregation_shown.path] +
                    [argument for argument in gates[0].argv[1:] if not argument.startswith("--stamp=")] + ["--stamp=stamp"],
        inputs = gates[0].inputs,
        tools = [ctx.executable._segregation_shown],
        outputs = [log],
    )
    return _check_log(ctx, log, ctx.attr.exit_code)

_segregation_test = rule(
    implementation = _segregation_impl,
    test = True,
    attrs = {
        "target_under_test": attr.label(mandatory = True, aspects = [_actions]),
        "says": attr.string_list(),
        "exit_code": attr.int(),
        "_segregation_shown": attr.label(default = "//tools/evidence:segregation_shown", executable = True, cfg = "target"),
    },
)

def segregation_test(name, target_under_test, says = []):
    """What the check of a segregation says of a target; with nothing to say it has to pass."""
    _segregation_test(name = name, target_under_test = target_under_test, says = says, exit_code = 1 if says else 0, size = "small")
    with_evidence(name, "small", ["//tools/evidence:segregation_shown"], report = "exit_code")

def _stamped_impl(ctx):
    env = analysistest.begin(ctx)
    makers = [
        action
        for action in analysistest.target_actions(env)
        if [file for file in action.outputs.to_list() if file.basename == ctx.attr.made]
    ]
    asserts.equals(env, 1, len(makers))
    for maker in makers:
        stamps = [file.basename for file in maker.inputs.to_list() if file.extension == "segregation"]
        asserts.equals(env, 1, len(stamps), "%s is made without the stamp of the segregation" % ctx.attr.made)
    return analysistest.end(env)

_stamped_test = analysistest.make(_stamped_impl, attrs = {"made": attr.string(mandatory = True)})

def stamped_test(name, target_under_test, made):
    """What makes the file `made` waits for the check of the segregation."""
    _stamped_test(name = name, target_under_test = target_under_test, made = made, size = "small")
    with_evidence(name, "small", _RULES + ["//tools/build_rules:segregation.bzl"], report = "exit_code")

def _effectiveness_test_impl(ctx):
    log = ctx.actions.declare_file(ctx.label.name + ".log")
    action = effectiveness_action(ctx, "record")
    ctx.actions.run_shell(
        command = _RUN,
        arguments = [log.path, ctx.executable._break_control.path] + action.arguments,
        inputs = action.inputs,
        tools = [ctx.executable._break_control] + action.tools,
        outputs = [log],
    )
    return _check_log(ctx, log, ctx.attr.exit_code)

_effectiveness_test = rule(
    implementation = _effectiveness_test_impl,
    test = True,
    attrs = dict(
        EFFECTIVENESS_ATTRS,
        says = attr.string_list(),
        exit_code = attr.int(),
    ),
)

def effectiveness_test(name, test, **kwargs):
    """What a demand of effectiveness.bzl says: of a break that it takes, or refuses."""
    _effectiveness_test(name = name, test = test, size = "small", **kwargs)
    with_evidence(name, "small", ["//tools/build_rules:effectiveness.bzl"], report = "exit_code")
