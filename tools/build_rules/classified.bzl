"""The public side of every classified target: forwards C++ code with its class
after the gates of the class. Used by vigil.bzl; not for BUILD files.
"""

load("//tools/build_rules:source_gates.bzl", "SOURCE_GATE_ATTRS", "source_gates")
load("//tools/build_rules:safety_class.bzl", "SAFETY_CLASSES", "SafetyClassInfo", "check_classes", "gate_applies")
load("//tools/build_rules:segregation.bzl", "SEGREGATION_ATTRS", "SegregationInfo", "segregation_gate", "segregation_of")
load("@class_table//:gates.bzl", "GATES")

_CLASS_ATTRS = {
    "safety_class": attr.string(mandatory = True, values = SAFETY_CLASSES),
    "deps": attr.label_list(),
}

# What a rule needs to call symbol_gate().
GATE_ATTRS = {
    "_symbol_gate": attr.label(
        default = "//tools/gates:symbol_gate",
        executable = True,
        cfg = "exec",
    ),
    "_nm": attr.label_list(
        default = ["//tools/toolchain:bin", "@llvm//:binutils"],
        allow_files = True,
        cfg = "exec",
    ),
}

def symbol_gate(ctx, objects, rules, stamp):
    """Declares the check that `objects` use none of the symbols that `rules` forbid.

    Args:
      ctx: of a rule with GATE_ATTRS.
      objects: archives or one linked image.
      rules: "class_c", "plugin" or "image" (see tools/gates/symbol_gate.cc).
      stamp: the file that exists once the check has passed.
    """
    ctx.actions.run(
        executable = ctx.executable._symbol_gate,
        arguments = [
            "--rules=" + rules,
            "--label=" + str(ctx.label),
            "--nm=tools/toolchain/bin/llvm-nm",
            "--stamp=" + stamp.path,
        ] + [file.path for file in objects],
        inputs = depset(objects, transitive = [files.files for files in ctx.attr._nm]),
        outputs = [stamp],
        mnemonic = "SymbolGate",
        progress_message = "Checking the symbols of %s" % ctx.label,
    )

def _classified_library_impl(ctx):
    label = ctx.label
    # The plugins of a table may be of a lower class: what links it shows that they are segregated.
    check_classes(label, "A" if ctx.attr.of_plugins else ctx.attr.safety_class, ctx.attr.deps)
    libraries = ctx.attr.libraries + ([ctx.attr.library] if ctx.attr.library else [])
    infos = [library[CcInfo] for library in libraries]
    stamps = []
    if ctx.attr.gates != GATES and label.package != "test/build_rules":
        fail("%s: the table of the classes stands in WORKSPACE, for all targets alike" % label)
    if ctx.attr.library:
        archives = [file for file in ctx.attr.library[DefaultInfo].files.to_list() if file.extension == "a"]
        if archives and gate_applies("symbol_gate", ctx.attr.safety_class, ctx.attr.gates):
            stamp = ctx.actions.declare_file(label.name + ".symbol_gate")
            symbol_gate(ctx, archives, "plugin" if ctx.attr.plugin else "class_c", stamp)
            stamps.append(stamp)
        stamps += source_gates(
            ctx,
            [file for file in ctx.files.sources if file.extension != "h"],
            [file for file in ctx.files.sources if file.extension == "h"],
            ctx.attr.library[CcInfo].compilation_context,
        )
    if stamps:
        gate = cc_common.create_linker_input(owner = label, additional_inputs = depset(stamps))
        infos.append(CcInfo(
            linking_context = cc_common.create_linking_context(linker_inputs = depset([gate])),
        ))
    runfiles = ctx.runfiles()
    for library in libraries:
        runfiles = runfiles.merge(library[DefaultInfo].default_runfiles)
    return [
        cc_common.merge_cc_infos(cc_infos = infos),
        DefaultInfo(
            files = depset(stamps, transitive = [library[DefaultInfo].files for library in libraries]),
            runfiles = runfiles,
        ),
        SafetyClassInfo(safety_class = ctx.attr.safety_class, soup = ctx.attr.soup),
        segregation_of(ctx.attr.deps, ctx.attr.deps if ctx.attr.of_plugins else []),
    ] + ([ctx.attr.library[OutputGroupInfo]] if ctx.attr.library else [])

classified_library = rule(
    implementation = _classified_library_impl,
    attrs = dict(
        _CLASS_ATTRS,
        library = attr.label(providers = [CcInfo], doc = "First-party code, to be checked."),
        sources = attr.label_list(allow_files = True, doc = "Of the library, where its class has gates for them."),
        plugin = attr.bool(doc = "It is a plugin."),
        of_plugins = attr.bool(doc = "It is a table, whose deps are plugins."),
        faulty = attr.bool(doc = "It is wrong on purpose; the build's graph says that it is for tests only."),
        device_only = attr.bool(doc = "It is of the layer above a processor; see is_device_layer()."),
        one_platform = attr.bool(doc = "It does not build for each platform, and is looked at where it does."),
        libraries = attr.label_list(providers = [CcInfo], doc = "Third-party code."),
        purpose = attr.string(doc = "Of SOUP."),
        soup = attr.bool(),
        gates = attr.string_dict(default = GATES, doc = "The table; tests alone name another."),
        **dict(GATE_ATTRS, **SOURCE_GATE_ATTRS)
    ),
    provides = [CcInfo, SafetyClassInfo, SegregationInfo],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    fragments = ["cpp"],
)

def _classified_check_impl(ctx):
    # A test verifies an item of its class with tools and fakes of any class.
    check_classes(ctx.label, "A" if ctx.attr.verifies else ctx.attr.safety_class, ctx.attr.deps)
    stamp = ctx.actions.declare_file(ctx.label.name + ".stamp")
    ctx.actions.write(stamp, ctx.attr.safety_class + "\n")
    stamps = source_gates(
        ctx,
        [file for file in ctx.files.sources if file.extension != "h"],
        [file for file in ctx.files.sources if file.extension == "h"],
        cc_common.merge_cc_infos(cc_infos = [dep[CcInfo] for dep in ctx.attr.deps if CcInfo in dep]).compilation_context,
    )
    if not ctx.attr.verifies:
        stamps = stamps + segregation_gate(ctx, ctx.attr.safety_class, ctx.attr.deps)
    return [
        DefaultInfo(files = depset([stamp] + stamps)),
        SafetyClassInfo(safety_class = ctx.attr.safety_class, soup = False),
    ]

classified_check = rule(
    implementation = _classified_check_impl,
    attrs = dict(
        _CLASS_ATTRS,
        verifies = attr.bool(doc = "The target is a test of items of that class."),
        sources = attr.label_list(allow_files = True, doc = "Of a program, where its class has gates for them."),
        device_only = attr.bool(doc = "As of a library."),
        one_platform = attr.bool(doc = "As of a library."),
        gates = attr.string_dict(default = GATES, doc = "The table; tests alone name another."),
        **dict(SEGREGATION_ATTRS, **SOURCE_GATE_ATTRS)
    ),
    provides = [SafetyClassInfo],
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    fragments = ["cpp"],
)
