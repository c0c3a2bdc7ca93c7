"""What the locked toolchain really opens when it compiles and links.

    toolchain_trace(
        name = "x86_64_trace",
        platform = "//tools/platforms:x86_64_linux",
        src = "probe.cc",
        link = True,
    )

writes x86_64_trace.log: the compiler's command lines, each header it read, each
file it linked, with no PATH at all.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load("@bazel_tools//tools/cpp:toolchain_utils.bzl", "find_cpp_toolchain")

def _to_platform_impl(settings, attr):
    return {"//command_line_option:platforms": attr.platform}

_to_platform = transition(
    implementation = _to_platform_impl,
    inputs = [],
    outputs = ["//command_line_option:platforms"],
)

_TRACE = """
log=$1; object=$2; program=$3; shift 3
compile=(); link=(); part=compile
for argument in "$@"; do
  case $argument in
    --then-link) part=link ;;
    *) if [[ $part == compile ]]; then compile+=("$argument"); else link+=("$argument"); fi ;;
  esac
done
export PATH=/nowhere
{
  echo "command: ${compile[*]}"
  "${compile[@]}" -H 2>&1 || exit 1
  if ((${#link[@]})); then
    echo "command: ${link[*]}"
    "${link[@]}" "$object" -Wl,--trace 2>&1 || exit 1
    "$program" || exit 1
  fi
} >"$log" || { while read -r line; do echo "$line"; done <"$log"; exit 1; }
[[ -e $program ]] || : >"$program"
"""

def _toolchain_trace_impl(ctx):
    toolchain = find_cpp_toolchain(ctx)
    features = cc_common.configure_features(ctx = ctx, cc_toolchain = toolchain)
    log = ctx.actions.declare_file(ctx.label.name + ".log")
    program = ctx.actions.declare_file(ctx.label.name + ".program")
    object = ctx.actions.declare_file(ctx.label.name + ".o")
    compiler = cc_common.get_tool_for_action(
        feature_configuration = features,
        action_name = ACTION_NAMES.cpp_compile,
    )
    compile = [compiler] + cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = ACTION_NAMES.cpp_compile,
        variables = cc_common.create_compile_variables(
            feature_configuration = features,
            cc_toolchain = toolchain,
            source_file = ctx.file.src.path,
            output_file = object.path,
            use_pic = ctx.attr.link,
        ),
    )
    link = [compiler] + cc_common.get_memory_inefficient_command_line(
        feature_configuration = features,
        action_name = ACTION_NAMES.cpp_link_executable,
        variables = cc_common.create_link_variables(
            feature_configuration = features,
            cc_toolchain = toolchain,
            output_file = program.path,
            is_linking_dynamic_library = False,
        ),
    ) if ctx.attr.link else []
    ctx.actions.run_shell(
        command = _TRACE,
        arguments = [log.path, object.path, program.path] + compile + (["--then-link"] + link if link else []),
        inputs = depset([ctx.file.src], transitive = [toolchain.all_files]),
        outputs = [log, program, object],
        mnemonic = "ToolchainTrace",
    )
    return [DefaultInfo(files = depset([log]), runfiles = ctx.runfiles([log]))]

toolchain_trace = rule(
    implementation = _toolchain_trace_impl,
    cfg = _to_platform,
    attrs = {
        "platform": attr.string(mandatory = True),
        "src": attr.label(allow_single_file = [".cc"], mandatory = True),
        "link": attr.bool(),
        "_cc_toolchain": attr.label(default = "@bazel_tools//tools/cpp:current_cc_toolchain"),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    },
    toolchains = ["@bazel_tools//tools/cpp:toolchain_type"],
    fragments = ["cpp"],
)
