"""What code is held to before it is compiled, from the class on that the table names:
clang-tidy without a finding, and loops whose bound can be seen. Used by classified.bzl;
not for BUILD files.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")
load("//tools/build_rules:safety_class.bzl", "class_features", "gate_applies")

# What a rule needs to call the gates below.
SOURCE_GATE_ATTRS = {
    "_clang_tidy": attr.label(default = "//tools/tidy:clang_tidy", cfg = "exec"),
    "_class_b_profile": attr.label(default = "//tools/tidy:class_b.yaml", allow_single_file = True),
    "_class_c_profile": attr.label(default = "//tools/tidy:class_c.yaml", allow_single_file = True),
    "_loop_bound": attr.label(default = "//tools/gates:loop_bound", executable = True, cfg = "exec"),
    "_suppression": attr.label(default = "//tools/gates:suppression", executable = True, cfg = "exec"),
    "_loop_deviations": attr.label(default = "//tools/gates:loops.lifecycle.textproto", allow_single_file = True),
    "_host_cpu": attr.label(default = "@platforms//cpu:x86_64"),
    "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
}

def compile_flags(ctx, context, safety_class):
    """The flags of a C++ compilation of a class.

    Args:
      ctx: of a rule with the C++ toolchain.
      context: CompilationContext of the code, or None.
      safety_class: A, B or C.
    """
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(
        ctx = ctx,
        cc_toolchain = toolchain,
        requested_features = class_features(safety_class),
    )
    return cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = ACTION_NAMES.cpp_compile,
        variables = cc_common.create_compile_variables(
            feature_configuration = features,
            cc_toolchain = toolchain,
            include_directories = context.includes if context else depset(),
            quote_include_directories = context.quote_includes if context else depset(),
            system_include_directories = context.system_includes if context else depset(),
            preprocessor_defines = depset(transitive = [context.defines, context.local_defines]) if context else depset(),
        ),
    )

# What the layer above the processor can't do without: assembler, registers and
# memory regions by their addresses.
_DEVICE_CHECKS = "--checks=" + ",".join(["-" + check for check in [
    "cppcoreguidelines-macro-usage",
    "cppcoreguidelines-pro-type-reinterpret-cast",
    "hicpp-no-assembler",
    "misc-const-correctness",
    "performance-no-int-to-ptr",
]])

# clang-tidy writes no file; the stamp exists once it found nothing. What it says
# then is how many warnings of others' headers it did not show.
_TIDY = """
stamp=$1; shift
"$@" >"$stamp" 2>&1 && : >"$stamp" && exit
sed "s|$PWD/||; /warnings generated/d" "$stamp" >&2
echo "tools/tidy/class_c.yaml tells what is checked, and why some checks are off" >&2
exit 1
"""

def tidy_command(ctx, sources, context, safety_class, strict, device_only = False):
    """What runs clang-tidy over `sources`.

    Args:
      ctx: of a rule with SOURCE_GATE_ATTRS.
      sources: of one library.
      context: CompilationContext of the library, or None.
      safety_class: with whose flags they are compiled.
      strict: True for the profile of class C, False for that of class B.
      device_only: True for the layer above the processor.

    Returns:
      arguments, and a depset of the files that they need.
    """
    profile = ctx.file._class_c_profile if strict else ctx.file._class_b_profile
    arguments = [
        "tools/tidy/bin/clang-tidy",
        "--quiet",
        "--config-file=" + profile.path,
    ] + ([_DEVICE_CHECKS] if device_only else []) + [file.path for file in sources] + ["--", "-x", "c++"] + compile_flags(ctx, context, safety_class)
    return arguments, depset(
        sources + [profile],
        transitive = [
            ctx.attr._clang_tidy[DefaultInfo].files,
            find_cpp_toolchain(ctx).all_files,
        ] + ([context.headers] if context else []),
    )

def loop_bound_command(ctx, sources, label):
    """What checks the loops of `sources`; --stamp is left to the caller.

    Args:
      ctx: of a rule with SOURCE_GATE_ATTRS.
      sources: of one library.
      label: for messages.
    """
    return [
        ctx.executable._loop_bound.path,
        "--label=%s" % label,
        "--deviations=" + ctx.file._loop_deviations.path,
    ] + [file.path for file in sources]

def suppression_command(ctx, sources, label):
    """What looks whether `sources` turn a check off; --stamp is left to the caller.

    Args:
      ctx: of a rule with SOURCE_GATE_ATTRS.
      sources: of one library.
      label: for messages.
    """
    return [ctx.executable._suppression.path, "--label=%s" % label] + [file.path for file in sources]

def as_one(ctx, files):
    """What includes all of `files`. Reading Abseil, Asio and Protobuf takes clang-tidy
    longer than reading a library of class B that includes them, so it reads them once.

    Args:
      ctx: of any rule.
      files: sources of one library.

    Returns:
      what to run clang-tidy on; `files` are inputs all the same.
    """
    if len(files) == 1:
        return files
    all_files = ctx.actions.declare_file(ctx.label.name + ".tidy.cc")
    ctx.actions.write(all_files, "".join(["#include \"%s\"\n" % file.path for file in files]))
    return [all_files]

def source_gates(ctx, sources, headers, context):
    """Declares the checks of a library's sources.

    Args:
      ctx: of a rule with SOURCE_GATE_ATTRS, safety_class, gates, device_only and one_platform.
      sources: its .cc files.
      headers: its .h files.
      context: its CompilationContext.

    Returns:
      the stamps that exist once the checks have passed.
    """
    # The same sources are looked at once, not for each platform and tool.
    is_host = ctx.target_platform_has_constraint(ctx.attr._host_cpu[platform_common.ConstraintValueInfo])
    is_tool = "-exec-" in ctx.bin_dir.path or ctx.bin_dir.path.endswith("/host/bin")
    if is_tool or not (is_host or ctx.attr.one_platform):
        return []
    stamps = []
    if not sources + headers:
        return []
    if gate_applies("suppression", ctx.attr.safety_class, ctx.attr.gates):
        stamp = ctx.actions.declare_file(ctx.label.name + ".suppression")
        ctx.actions.run(
            executable = ctx.executable._suppression,
            arguments = suppression_command(ctx, sources + headers, ctx.label)[1:] + ["--stamp=" + stamp.path],
            inputs = sources + headers,
            outputs = [stamp],
            mnemonic = "Suppression",
            progress_message = "Looking whether %s turns a check off" % ctx.label,
        )
        stamps.append(stamp)
    if gate_applies("loop_bound", ctx.attr.safety_class, ctx.attr.gates):
        stamp = ctx.actions.declare_file(ctx.label.name + ".loop_bound")
        ctx.actions.run(
            executable = ctx.executable._loop_bound,
            arguments = loop_bound_command(ctx, sources + headers, ctx.label)[1:] + ["--stamp=" + stamp.path],
            inputs = sources + headers + [ctx.file._loop_deviations],
            outputs = [stamp],
            mnemonic = "LoopBound",
            progress_message = "Checking the loops of %s" % ctx.label,
        )
        stamps.append(stamp)

    strict = gate_applies("clang_tidy_strict", ctx.attr.safety_class, ctx.attr.gates)
    if strict or gate_applies("clang_tidy", ctx.attr.safety_class, ctx.attr.gates):
        # A header is seen through the sources beside it, or alone.
        main_files = [file for file in sources if file.extension == "cc"] or headers
        stamp = ctx.actions.declare_file(ctx.label.name + ".tidy")
        looked_at = main_files if strict else as_one(ctx, main_files)
        arguments, inputs = tidy_command(ctx, looked_at, context, ctx.attr.safety_class, strict, ctx.attr.device_only)
        ctx.actions.run_shell(
            command = _TIDY if strict else _TIDY.replace("class_c.yaml", "class_b.yaml"),
            arguments = [stamp.path] + arguments,
            inputs = depset(main_files, transitive = [inputs]),
            outputs = [stamp],
            mnemonic = "ClangTidy",
            progress_message = "Running clang-tidy on %s" % ctx.label,
        )
        stamps.append(stamp)
    return stamps
