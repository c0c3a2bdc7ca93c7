"""WebAssembly modules, for the portal.

    vigil_wasm_module(
        name = "kernel",
        exports = ["vigil_run"],
        deps = [":wasm_board", ...],
    )

builds kernel.wasm. It imports only what its sources declare as imports.

    vigil_wasm_plugins(name = "plugins", plugins = ["//plugins/acquisition/ecg", ...])

builds a module for each plugin, plugins/<name>.wasm, with a memory of its own and
no import at all (portal/plugin_host/plugin_module.h).
"""

load("@rules_cc//cc:defs.bzl", "cc_binary")
load("//tools/build_rules:plugin.bzl", "PluginInfo")
load("//tools/build_rules:safety_class.bzl", "check_classes", "class_features")
load("//tools/build_rules:segregation.bzl", "SEGREGATION_ATTRS", "segregation_attributes", "segregation_gate")

def _wasm_impl(settings, attr):
    return {
        "//command_line_option:platforms": "//tools/platforms:wasm32",
        "//command_line_option:force_pic": False,
    }

_wasm = transition(
    implementation = _wasm_impl,
    inputs = [],
    outputs = [
        "//command_line_option:platforms",
        "//command_line_option:force_pic",
    ],
)

def _module_impl(ctx):
    check_classes(ctx.label, "C", ctx.attr.deps)
    linked = ctx.attr.linked[0][DefaultInfo].files_to_run.executable
    module = ctx.actions.declare_file(ctx.attr.module + ".wasm")
    ctx.actions.run_shell(
        command = "cp \"$1\" \"$2\"",
        arguments = [linked.path, module.path],
        inputs = [linked] + segregation_gate(ctx, "C", ctx.attr.deps),
        outputs = [module],
        mnemonic = "WasmModule",
    )
    return [DefaultInfo(files = depset([module]), runfiles = ctx.runfiles([module]))]

_module = rule(
    implementation = _module_impl,
    attrs = dict({
        "linked": attr.label(mandatory = True, cfg = _wasm),
        "deps": attr.label_list(mandatory = True, cfg = _wasm, providers = [CcInfo]),
        "module": attr.string(mandatory = True),
        "_allowlist_function_transition": attr.label(
            default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
        ),
    }, **SEGREGATION_ATTRS),
)

def vigil_wasm_module(name, exports, deps, srcs = [], memory_kib = 1024, stack_kib = 64, module = None, segregated_by = [], visibility = None):
    """A class C WebAssembly module.

    Args:
      name: of the target.
      exports: C functions that the host may call.
      deps: everything in it.
      srcs: generated sources.
      memory_kib: all that it ever has; a multiple of 64.
      stack_kib: of that for its stack.
      segregated_by: as for vigil_firmware_image.
      module: name of the file, without .wasm; the target's if not given.
      visibility: of the module.
    """
    cc_binary(
        name = name + ".linked",
        srcs = srcs,
        deps = deps,
        linkopts = ["-Wl,--export=" + symbol for symbol in exports + ["__wasm_call_ctors"]] + [
            "-Wl,-z,stack-size=%d" % (stack_kib * 1024),
            "-Wl,--initial-memory=%d" % (memory_kib * 1024),
            "-Wl,--max-memory=%d" % (memory_kib * 1024),
        ],
        features = class_features("C"),
        linkstatic = True,
        tags = ["manual"],
        target_compatible_with = ["//tools/platforms:wasm32_cpu"],
        visibility = ["//visibility:private"],
    )
    _module(
        name = name,
        linked = ":%s.linked" % name,
        deps = deps,
        module = module or name,
        visibility = visibility,
        **segregation_attributes(segregated_by)
    )

_PLUGIN_SOURCE = """// Written by the build from the vigil_wasm_plugins call in {package}/BUILD.bazel.
#include "portal/plugin_host/plugin_module.h"
#include "{header}"

namespace {{
vigil::Partition<vigil::plugins::{class_name}> partition;
}}

const vigil::PluginEntry& vigil::portal::Plugin() {{
  static constexpr PluginEntry kEntry =
      EntryOf(partition, plugins::k{class_name}Manifest);
  return kEntry;
}}
"""

def _plugin_source_impl(ctx):
    plugin = ctx.attr.plugin[PluginInfo]
    if "portal" not in plugin.targets:
        fail("\n%s is a module for the portal, but the plugin %s is made for %s only.\n  Add \"portal\" to its targets, once it was verified there." %
             (ctx.label, plugin.name, ", ".join(plugin.targets)))
    source = ctx.actions.declare_file(ctx.label.name + ".cc")
    ctx.actions.write(source, _PLUGIN_SOURCE.format(
        package = ctx.label.package,
        header = plugin.header,
        class_name = plugin.class_name,
    ))
    return [DefaultInfo(files = depset([source]))]

_plugin_source = rule(
    implementation = _plugin_source_impl,
    attrs = {"plugin": attr.label(mandatory = True, providers = [PluginInfo])},
)

PLUGIN_EXPORTS = [
    "vigil_name",
    "vigil_interface_version",
    "vigil_mailbox",
    "vigil_mailbox_bytes",
    "vigil_outbox",
    "vigil_init",
    "vigil_process",
]

def vigil_wasm_plugins(name, plugins, deps = {}, visibility = None):
    """A module for each plugin.

    Args:
      name: of the group of modules; its files lie in a folder of that name.
      plugins: by their names, the targets.
      deps: by the name of a plugin, what its module needs beside it.
      visibility: of the group.
    """
    for plugin, target in plugins.items():
        _plugin_source(
            name = "%s.%s.source" % (name, plugin),
            plugin = target,
            tags = ["manual"],
            visibility = ["//visibility:private"],
        )
        vigil_wasm_module(
            name = "%s.%s" % (name, plugin),
            exports = PLUGIN_EXPORTS,
            srcs = [":%s.%s.source" % (name, plugin)],
            deps = [target, "//portal/plugin_host:plugin_module"] + deps.get(plugin, []),
            memory_kib = 128,
            stack_kib = 16,
            module = "%s/%s" % (name, plugin),
        )
    native.filegroup(
        name = name,
        srcs = [":%s.%s" % (name, plugin) for plugin in plugins],
        visibility = visibility,
    )
