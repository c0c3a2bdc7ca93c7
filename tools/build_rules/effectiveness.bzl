"""Effectiveness of risk controls: with the control disabled, its test has to fail.

    effectiveness(
        name = "value_age",
        control = "RC-VALUE-AGE",
        library = "//safety_kernel/runtime",
        records = "//firmware/health_monitor:risk.lifecycle.textproto",
        test = "//plugins/alerting/heart_rate_limits:alarm_delay_test",
    )

The record of the control declares how it is disabled (RiskControl.Break in
lifecycle.proto). A build action repeats what the build does from that one file to the
test, with the same commands, twice: with the file as it is, and broken. It fails unless
a case that passes the first time fails the second time. The record of it (Effectiveness in evidence.proto) is the output.

What is repeated: compilations of `library` (of the broken file, or of all files when it
is a header), and each archive, link and image on the way to what the test runs. A
library may be a web_tree: then it is laid out anew, its types are checked, and bundled.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")
load("//tools/build_rules:evidence.bzl", "EvidenceInfo")

_BuiltInfo = provider(
    doc = "How a target, and what it rests on, is built.",
    fields = {
        "compiled": "depset of struct(label, argv, inputs, outputs, source)",
        "made": "depset of struct(label, argv, inputs, outputs), in the order of the build",
    },
)

# What an object goes through on its way into a program or an image.
_MAKES = ["CppLink", "FirmwareBinary", "ImageCrc", "TypeCheck", "WebBundle"]

# Where a target names what it rests on or runs.
_EDGES = ["bundles", "data", "deps", "files_named", "libraries", "library", "linked", "plugins", "programs", "srcs", "tree"]

def _targets(value):
    kind = type(value)
    if kind == "Target":
        return [value]
    if kind == "list":
        return [one for one in value if type(one) == "Target"]
    if kind == "dict":
        return [one for one in value.keys() if type(one) == "Target"]
    return []

def _context(target, ctx):
    """What the code of the target includes."""
    if CcInfo in target:
        return target[CcInfo].compilation_context
    deps = [dep[CcInfo] for dep in getattr(ctx.rule.attr, "deps", []) if CcInfo in dep]
    return cc_common.merge_cc_infos(cc_infos = deps).compilation_context

def _compile_argv(ctx, context, source, output):
    """The command of a compilation; the broken file may leave something unused."""
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = ctx.rule.attr.features,
    )
    flags = cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = ACTION_NAMES.cpp_compile,
        variables = cc_common.create_compile_variables(
            feature_configuration = features,
            cc_toolchain = toolchain,
            source_file = source.path,
            output_file = output.path,
            use_pic = output.path.endswith(".pic.o"),
            user_compile_flags = ctx.rule.attr.copts,
            include_directories = context.includes,
            quote_include_directories = context.quote_includes,
            system_include_directories = context.system_includes,
            preprocessor_defines = depset(transitive = [context.defines, context.local_defines]),
        ),
    )
    compiler = cc_common.get_tool_for_action(feature_configuration = features, action_name = ACTION_NAMES.cpp_compile)
    return [compiler] + [flag for flag in flags if flag != "-Werror"] + ["-w"]

def _compilation(target, ctx, action):
    sources = [file for file in action.inputs.to_list() if file.extension == "cc" and not file.is_directory]
    outputs = [file for file in action.outputs.to_list() if file.extension == "o"]
    if len(sources) != 1 or len(outputs) != 1:
        return None
    context = _context(target, ctx)
    return struct(
        label = str(ctx.label),
        argv = tuple(_compile_argv(ctx, context, sources[0], outputs[0])),
        inputs = depset(sources, transitive = [context.headers, find_cpp_toolchain(ctx).all_files]),
        outputs = tuple(outputs),
        source = sources[0].path,
    )

def _layouts(ctx, action):
    """The layout of a web_tree, as often as it has files: only that of the broken one is run."""
    return [struct(
        label = str(ctx.label),
        argv = tuple(action.argv),
        inputs = action.inputs,
        outputs = tuple(action.outputs.to_list()),
        source = file.path,
    ) for file in action.inputs.to_list() if file.is_source]

def _built_impl(target, ctx):
    below = [
        one[_BuiltInfo]
        for edge in _EDGES
        for one in _targets(getattr(ctx.rule.attr, edge, None))
        if _BuiltInfo in one
    ]
    compiled, made = [], []
    if not ctx.label.workspace_name:
        for action in target.actions:
            if action.mnemonic == "CppCompile":
                one = _compilation(target, ctx, action)
                compiled += [one] if one else []
            elif action.mnemonic == "WebTree":
                compiled += _layouts(ctx, action)
            elif action.mnemonic in _MAKES:
                made.append(struct(
                    label = str(ctx.label),
                    # Bazel says it all twice: as words, and as the file of them.
                    argv = tuple([word for word in action.argv if not word.startswith("@bazel-out/")]),
                    inputs = depset(transitive = [action.inputs, find_cpp_toolchain(ctx).all_files]),
                    outputs = tuple(action.outputs.to_list()),
                ))
    return [_BuiltInfo(
        compiled = depset(compiled, transitive = [info.compiled for info in below], order = "postorder"),
        made = depset(made, transitive = [info.made for info in below], order = "postorder"),
    )]

_built = aspect(
    implementation = _built_impl,
    attr_aspects = _EDGES,
    attrs = {"_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain")},
    fragments = ["cpp"],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
)

def _labels_of(library):
    """As they stand on its compilations: vigil_library and vigil_plugin make <name>.code."""
    label = library if ":" in library else "%s:%s" % (library, library.split("/")[-1])
    return [label, label + ".code"]

def _steps(ctx):
    """What has to be done again when a file of the library changes."""
    info = ctx.attr.test[_BuiltInfo]
    labels = [label for library in [ctx.attr.library] + ctx.attr.also for label in _labels_of(library)]
    steps = [one for one in info.compiled.to_list() if one.label in labels]
    if not steps:
        fail("\n%s: nothing that %s runs has code of %s" % (ctx.label, ctx.attr.test.label, ctx.attr.library))
    changed = {file.path: True for step in steps for file in step.outputs}
    for made in info.made.to_list():
        if [file for file in made.inputs.to_list() if file.path in changed]:
            steps.append(made)
            changed.update({file.path: True for file in made.outputs})
    return _leading_to(ctx.attr.programs, steps) if ctx.attr.programs else steps

def _leading_to(programs, steps):
    """Those of the steps whose outputs get into one of the programs."""
    needed, kept = {}, []
    for step in reversed(steps):
        outputs = [file.path for file in step.outputs]
        if step.label in programs or [path for path in outputs if path in needed]:
            needed.update({file.path: True for file in step.inputs.to_list()})
            kept.append(step)
    return reversed(kept)

def _plan(ctx, steps, declared):
    program = ctx.attr.test[DefaultInfo].files_to_run.executable
    return struct(
        control = ctx.attr.control,
        test = str(ctx.attr.test.label),
        declared = declared.path,
        program = "vigil/" + program.short_path,
        runfiles = program.path + ".runfiles",
        cases = ctx.attr.cases,
        timeout_s = ctx.attr.timeout_s,
        step = [struct(
            argument = step.argv,
            output = [file.path for file in step.outputs],
            source = getattr(step, "source", ""),
        ) for step in steps],
        runfile = [
            struct(path = file.path, runfile = "vigil/" + file.short_path)
            for file in {
                file: True
                for step in steps
                for file in step.outputs
                if file.extension != "o"
            }
        ],
    )

def effectiveness_action(ctx, record):
    """Declares the plan; returns what runs it: arguments, inputs and tools.

    Args:
      ctx: of a rule with EFFECTIVENESS_ATTRS.
      record: path of the output.
    """
    name = ctx.label.name
    declared = ctx.actions.declare_file(name + ".break.textproto")
    ctx.actions.run(
        executable = ctx.executable._break_control,
        arguments = [
            "declared",
            "--records=" + ctx.file.records.path,
            "--control=" + ctx.attr.control,
            "--index=%d" % ctx.attr.index,
            "--out=" + declared.path,
        ],
        inputs = [ctx.file.records],
        outputs = [declared],
        mnemonic = "DeclaredBreak",
        progress_message = "Reading how %s is disabled" % ctx.attr.control,
    )
    steps = _steps(ctx)
    plan = ctx.actions.declare_file(name + ".plan.textproto")
    ctx.actions.write(plan, _plan(ctx, steps, declared).to_proto())
    return struct(
        arguments = ["demand", "--plan=" + plan.path, "--out=" + record],
        inputs = depset(
            [declared, plan],
            transitive = [step.inputs for step in steps],
        ),
        tools = [ctx.attr.test[DefaultInfo].files_to_run],
    )

EFFECTIVENESS_ATTRS = {
    "control": attr.string(mandatory = True),
    "index": attr.int(doc = "Which of the control's breaks, from 0 on."),
    "library": attr.string(mandatory = True, doc = "Label of the library, or of the web_tree, that has the broken file."),
    "also": attr.string_list(doc = "Labels of what is compiled again as well when a header is broken."),
    "programs": attr.string_list(doc = "Labels of what is built again; empty: all that the test runs."),
    "records": attr.label(mandatory = True, allow_single_file = [".textproto"]),
    "test": attr.label(mandatory = True, executable = True, cfg = "target", aspects = [_built]),
    "cases": attr.string(doc = "A filter of GoogleTest, where some of the cases do."),
    "timeout_s": attr.int(default = 300),
    # Built as the tests are: another configuration would build all it rests on again.
    "_break_control": attr.label(default = "//tools/effectiveness:break_control", executable = True, cfg = "target"),
}

def _effectiveness_impl(ctx):
    record = ctx.actions.declare_file(ctx.label.name + ".textproto")
    action = effectiveness_action(ctx, record.path)
    ctx.actions.run(
        executable = ctx.executable._break_control,
        arguments = action.arguments,
        inputs = action.inputs,
        tools = action.tools,
        outputs = [record],
        mnemonic = "Effectiveness",
        progress_message = "Disabling %s for %s" % (ctx.attr.control, ctx.attr.test.label),
    )
    return [
        DefaultInfo(files = depset([record])),
        EvidenceInfo(test = str(ctx.attr.test.label), record = record, subjects = []),
    ]

_effectiveness = rule(
    implementation = _effectiveness_impl,
    attrs = EFFECTIVENESS_ATTRS,
    provides = [EvidenceInfo],
)

def effectiveness(name, test, **kwargs):
    """The record of a test that notices that a risk control is disabled.

    Args:
      name: of the target.
      test: one of the control's effectiveness_test; a vigil_test.
      **kwargs: control (its id), index (of the break, 0 if left out), library, also,
        programs, records (the file with the control), cases, timeout_s: see
        EFFECTIVENESS_ATTRS.
    """
    _effectiveness(
        name = name,
        tags = ["manual"],
        test = test,
        testonly = True,
        **kwargs
    )
