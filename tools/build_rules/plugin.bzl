"""Plugins and the tables that link them into a product.

    vigil_plugin(
        name = "heart_rate",
        kind = "algorithm",
        safety_class = "C",
        rationale = "A wrong rate hides a dangerous rhythm.",
        targets = ["firmware", "cloud", "portal"],
        class_name = "HeartRate",
        kernel_interface = "3.2",
        period_ms = 100,
        budget_instructions = 5000,
        state_bytes = 256,
        stack_bytes = 1024,
        observations_in = ["kQrsDetected"],
        observations_out = [observation_port("kHeartRate", 20, 300, per_second = 10, valid_ms = 5000, silence_ms = 1000)],
        srcs = ["heart_rate.cc"],
        hdrs = ["heart_rate.h"],
        deps = ["//safety_kernel/plugin"],
    )

makes the library and, from the same call, the manifest that the kernel holds the
plugin to: `heart_rate.plugin.h` with kHeartRateManifest; and heart_rate_contract_test,
which shows that it keeps the contract of all plugins (plugin_contract.h). A product names
its plugins in the order in which they run:

    vigil_plugin_table(name = "plugins", target = "firmware", plugins = [...])
"""

load("@rules_cc//cc:defs.bzl", "cc_library")
load("//tools/build_rules:arguments.bzl", "check_arguments")
load("//tools/build_rules:classified.bzl", "classified_library")
load("//tools/build_rules:safety_class.bzl", "SAFETY_CLASSES", "SafetyClassInfo", "class_features")
load("//tools/build_rules:unit_test.bzl", "vigil_test")

PluginInfo = provider(
    doc = "What the build knows of a plugin.",
    fields = {
        "name": "as in its manifest",
        "class_name": "of the C++ class in vigil::plugins",
        "header": "path of the generated manifest header",
        "rationale": "why it has its safety class",
        "targets": "where it may run: firmware, cloud, portal",
    },
)

_KINDS = {
    "acquisition": "kAcquisition",
    "algorithm": "kAlgorithm",
    "alerting": "kAlerting",
    "service": "kService",
    "view": "kView",
}
_TARGETS = ["firmware", "cloud", "portal"]

_MANIFEST = """// Written by the build from the vigil_plugin call in {package}/BUILD.bazel.
#ifndef VIGIL_{guard}_PLUGIN_H_
#define VIGIL_{guard}_PLUGIN_H_

#include "{header}"
#include "safety_kernel/plugin/manifest.h"

namespace vigil::plugins {{

inline constexpr PluginManifest k{class_name}Manifest = {{
    .name = "{name}",
    .kind = PluginKind::{kind},
    .safety_class = SafetyClass::k{safety_class},
    .interface_version = {{{major}, {minor}}},
    .period_us = {period_ms}'000,
    .budget_instructions = {budget_instructions},
    .state_bytes = {state_bytes},
    .stack_bytes = {stack_bytes},
    .channels_in = {{{channels_in}}},
    .channels_out = {{{channels_out}}},
    .observations_in = {{{observations_in}}},
    .observations_out = {{{observations_out}}},
    .conditions_out = {{{conditions_out}}},
}};

static_assert(sizeof({class_name}) <= {state_bytes},
              "{name} needs more state than its manifest says");

}}  // namespace vigil::plugins

#endif  // VIGIL_{guard}_PLUGIN_H_
"""

def observation_port(code, least, greatest, per_second, valid_ms, silence_ms = 0):
    """What a plugin promises of one of its observations; see ObservationPort.

    Args:
      code: an enumerator of ObservationCode.
      least: the least value, in the unit of the code.
      greatest: the greatest value.
      per_second: how many at most in a second.
      valid_ms: the longest time from `time` to `valid_until`.
      silence_ms: it speaks at least that often; 0: it may be silent.

    Returns:
      the text for observations_out.
    """
    if least > greatest or per_second < 1 or valid_ms < 0 or silence_ms < 0:
        fail("observation_port(%s): least is above greatest, or per_second is below 1, or valid_ms or silence_ms is negative" % code)
    return "{{.code = ObservationCode::{}, .least = {}, .greatest = {}, .per_second = {}, .silence_ms = {}, .valid_ms = {}}}".format(
        code,
        least,
        greatest,
        per_second,
        silence_ms,
        valid_ms,
    )

def _enumerators(kind, names):
    return ", ".join(["%s::%s" % (kind, name) for name in names])

def _manifest_impl(ctx):
    attr = ctx.attr
    version = attr.kernel_interface.split(".")
    if len(version) != 2 or not version[0].isdigit() or not version[1].isdigit():
        fail("%s: kernel_interface is \"%s\"; it must be MAJOR.MINOR" % (ctx.label, attr.kernel_interface))
    for target in attr.targets:
        if target not in _TARGETS:
            fail("%s: unknown target \"%s\"; there are %s" % (ctx.label, target, ", ".join(_TARGETS)))
    if not attr.rationale:
        fail("%s: a plugin needs a rationale for its safety class" % ctx.label)
    output = ctx.actions.declare_file(attr.plugin + ".plugin.h")
    ctx.actions.write(output, _MANIFEST.format(
        package = ctx.label.package,
        guard = (ctx.label.package + "/" + attr.plugin).replace("/", "_").upper(),
        header = ctx.file.header.short_path,
        name = attr.plugin,
        class_name = attr.class_name,
        kind = _KINDS[attr.kind],
        safety_class = attr.safety_class,
        major = version[0],
        minor = version[1],
        period_ms = attr.period_ms,
        budget_instructions = attr.budget_instructions,
        state_bytes = attr.state_bytes,
        stack_bytes = attr.stack_bytes,
        channels_in = _enumerators("ChannelId", attr.channels_in),
        channels_out = _enumerators("ChannelId", attr.channels_out),
        observations_in = _enumerators("ObservationCode", attr.observations_in),
        observations_out = ", ".join(attr.observations_out),
        conditions_out = _enumerators("AlarmId", attr.conditions_out),
    ))
    return [DefaultInfo(files = depset([output]))]

_PORTS = ["channels_in", "channels_out", "observations_in", "observations_out", "conditions_out"]

_manifest = rule(
    implementation = _manifest_impl,
    attrs = dict(
        {port: attr.string_list() for port in _PORTS},
        plugin = attr.string(mandatory = True),
        header = attr.label(mandatory = True, allow_single_file = [".h"]),
        class_name = attr.string(mandatory = True),
        kind = attr.string(mandatory = True, values = _KINDS.keys()),
        safety_class = attr.string(mandatory = True, values = SAFETY_CLASSES),
        rationale = attr.string(mandatory = True),
        targets = attr.string_list(mandatory = True, allow_empty = False),
        kernel_interface = attr.string(mandatory = True),
        period_ms = attr.int(mandatory = True),
        budget_instructions = attr.int(mandatory = True),
        state_bytes = attr.int(mandatory = True),
        stack_bytes = attr.int(mandatory = True),
    ),
)

def _plugin_impl(ctx):
    library = ctx.attr.library
    return [
        library[CcInfo],
        library[DefaultInfo],
        library[SafetyClassInfo],
        PluginInfo(
            name = ctx.label.name,
            class_name = ctx.attr.class_name,
            header = "%s/%s.plugin.h" % (ctx.label.package, ctx.label.name),
            rationale = ctx.attr.rationale,
            targets = ctx.attr.targets,
        ),
    ]

_plugin = rule(
    implementation = _plugin_impl,
    attrs = {
        "library": attr.label(mandatory = True, providers = [CcInfo, SafetyClassInfo]),
        "class_name": attr.string(mandatory = True),
        "rationale": attr.string(mandatory = True),
        "targets": attr.string_list(mandatory = True),
    },
    provides = [CcInfo, SafetyClassInfo, PluginInfo],
)

_CONTRACT = """// Written by the build from the vigil_plugin call in {package}/BUILD.bazel.
#include "safety_kernel/runtime/plugin_contract.h"

#include <array>

#include "gtest/gtest.h"
#include "{package}/{name}.plugin.h"

namespace vigil {{
namespace {{

struct SubjectOfContract {{
  using Plugin = plugins::{class_name};
  static constexpr const PluginManifest& kManifest = plugins::k{class_name}Manifest;
  static constexpr std::array<const char*, {count}> kVerifies = {{{verifies}}};
}};

}}  // namespace

INSTANTIATE_TYPED_TEST_SUITE_P({class_name}, PluginContract, SubjectOfContract);

}}  // namespace vigil
"""

def _contract_impl(ctx):
    attr = ctx.attr
    output = ctx.actions.declare_file(attr.plugin + "_contract_test.cc")
    ctx.actions.write(output, _CONTRACT.format(
        package = ctx.label.package,
        name = attr.plugin,
        class_name = attr.class_name,
        count = len(attr.verifies),
        verifies = ", ".join(["\"%s\"" % id for id in attr.verifies]),
    ))
    return [DefaultInfo(files = depset([output]))]

# The source that holds this plugin to what all plugins have to keep.
_contract = rule(
    implementation = _contract_impl,
    attrs = {
        "plugin": attr.string(mandatory = True),
        "class_name": attr.string(mandatory = True),
        "verifies": attr.string_list(),
    },
)

# The program NAME_contract_test. The header with the tests is one of its sources, as it is
# compiled here only, with the plugin; what is the same for all is linked.
def _contract_test(name, safety_class, class_name, verifies):
    _contract(
        name = name + ".contract",
        plugin = name,
        class_name = class_name,
        tags = ["manual"],
        testonly = True,
        verifies = verifies,
        visibility = ["//visibility:private"],
    )
    vigil_test(
        name = name + "_contract_test",
        srcs = [
            ":%s.contract" % name,
            "//safety_kernel/runtime:plugin_contract.h",
        ],
        safety_class = safety_class,
        deps = [
            ":" + name,
            "//safety_kernel/base",
            "//safety_kernel/plugin",
            "//safety_kernel/runtime:plugin_bench",
            "//safety_kernel/runtime:plugin_inputs",
            "//test:verifies",
        ],
    )

def vigil_plugin(name, safety_class, class_name, rationale, targets, hdrs, srcs = [], deps = [], visibility = ["//visibility:public"], faulty = False, keeps_contract = True, verifies = [], **manifest):
    """A plugin: its code, its class, its manifest.

    Args:
      name: of the plugin; its main header is hdrs[0].
      safety_class: A, B or C.
      class_name: of the C++ class in vigil::plugins.
      rationale: why it has this class.
      targets: where it may run: firmware, cloud, portal.
      hdrs: its headers, the one with the class first.
      srcs: its sources.
      deps: parts of the kernel and of platform/ of the same or a higher class.
      visibility: as for any target.
      faulty: as for vigil_library; then it is not held to the contract either.
      keeps_contract: False for what only tests use and does not keep it, or does nothing.
      verifies: ids of its own requirements that its contract test verifies.
      **manifest: kind, kernel_interface, period_ms (a multiple of the schedule's
        frame), budget_instructions (worst case of one activation on the device),
        state_bytes, stack_bytes (on the device, a multiple of 8), and the ports:
        channels_in, channels_out, observations_in, conditions_out as the
        enumerators of the kernel's types, observations_out with observation_port.
    """
    check_arguments(name, srcs + hdrs, deps)
    _manifest(
        name = name + ".manifest",
        plugin = name,
        header = hdrs[0],
        class_name = class_name,
        safety_class = safety_class,
        rationale = rationale,
        targets = targets,
        tags = ["manual"],
        visibility = ["//visibility:private"],
        **manifest
    )
    cc_library(
        name = name + ".code",
        srcs = srcs,
        hdrs = hdrs + [":%s.manifest" % name],
        deps = deps,
        features = class_features(safety_class),
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )
    classified_library(
        name = name + ".classified",
        library = ":%s.code" % name,
        sources = [] if faulty else srcs + hdrs,
        faulty = faulty,
        plugin = True,
        safety_class = safety_class,
        deps = deps,
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )
    _plugin(
        name = name,
        library = ":%s.classified" % name,
        class_name = class_name,
        rationale = rationale,
        targets = targets,
        visibility = visibility,
    )
    if keeps_contract and not faulty:
        _contract_test(name, safety_class, class_name, verifies)

_TABLE_HEADER = """// Written by the build from the vigil_plugin_table call in {package}/BUILD.bazel.
#ifndef VIGIL_{guard}_H_
#define VIGIL_{guard}_H_

#include <cstdint>

#include "safety_kernel/plugin/manifest.h"

namespace vigil {{
// One program may hold the tables of several products.
inline namespace {table} {{

// The plugins of the product, in the order in which they run.
extern const PluginEntry kPlugins[];
inline constexpr std::uint32_t kPluginCount = {count};

}}  // namespace {table}
}}  // namespace vigil

#endif  // VIGIL_{guard}_H_
"""

_TABLE_SOURCE = """// Written by the build from the vigil_plugin_table call in {package}/BUILD.bazel.
#include "{package}/{name}.h"

{includes}
#include "safety_kernel/plugin/partition.h"

namespace vigil {{
inline namespace {table} {{
namespace {{
{objects}
}}  // namespace

const PluginEntry kPlugins[] = {{
{entries}
}};

}}  // namespace {table}
}}  // namespace vigil
"""

# A section of its own, which the device's linker script puts where the plugin's
# memory protection is. constinit: a constructor that runs would do so before the
# plugin is in its partition or its sandbox.
_OBJECT = "[[gnu::section(\".vigil_plugin.{name}\")]] constinit Partition<plugins::{class_name}, plugins::k{class_name}Manifest.stack_bytes> {name};"

def _table_impl(ctx):
    plugins = [plugin[PluginInfo] for plugin in ctx.attr.plugins]
    for plugin in plugins:
        if ctx.attr.target not in plugin.targets:
            fail("\n%s is a table for %s, but the plugin %s is made for %s only.\n  Add \"%s\" to its targets, once it was verified there." %
                 (ctx.label, ctx.attr.target, plugin.name, ", ".join(plugin.targets), ctx.attr.target))
    table = (ctx.label.package + "/" + ctx.attr.table).replace("/", "_")
    header = ctx.actions.declare_file(ctx.attr.table + ".h")
    source = ctx.actions.declare_file(ctx.attr.table + ".cc")
    ctx.actions.write(header, _TABLE_HEADER.format(
        package = ctx.label.package,
        guard = table.upper(),
        table = table,
        count = len(plugins),
    ))
    ctx.actions.write(source, _TABLE_SOURCE.format(
        package = ctx.label.package,
        name = ctx.attr.table,
        table = table,
        includes = "\n".join(["#include \"%s\"" % plugin.header for plugin in plugins]),
        objects = "\n".join([_OBJECT.format(name = plugin.name, class_name = plugin.class_name) for plugin in plugins]),
        entries = "\n".join(["    EntryOf(%s, plugins::k%sManifest)," % (plugin.name, plugin.class_name) for plugin in plugins]),
    ))
    return [
        DefaultInfo(files = depset([header, source])),
        OutputGroupInfo(header = depset([header]), source = depset([source])),
    ]

_table = rule(
    implementation = _table_impl,
    attrs = {
        "plugins": attr.label_list(mandatory = True, providers = [PluginInfo]),
        "table": attr.string(mandatory = True),
        "target": attr.string(mandatory = True, values = _TARGETS),
    },
)

def vigil_plugin_table(name, target, plugins, safety_class = "C", manual = False, visibility = None):
    """The plugins of a product, as <name>.h with kPlugins and kPluginCount.

    One program may hold the tables of several products; a source includes one of them.

    Args:
      name: of the table.
      target: firmware, cloud or portal; each plugin must name it.
      plugins: in the order in which they run: producers before consumers. One of a lower
        class is linked only where it is segregated (segregation.bzl).
      safety_class: of the table itself.
      manual: True for what `//...` leaves out.
      visibility: of the table.
    """
    _table(
        name = name + ".table",
        table = name,
        plugins = plugins,
        target = target,
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )
    for part in ["header", "source"]:
        native.filegroup(
            name = "%s.%s" % (name, part),
            srcs = [":%s.table" % name],
            output_group = part,
            tags = ["manual"],
            visibility = ["//visibility:private"],
        )
    cc_library(
        name = name + ".code",
        srcs = [":%s.source" % name],
        hdrs = [":%s.header" % name],
        deps = plugins + ["//safety_kernel/plugin"],
        features = class_features(safety_class),
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )
    classified_library(
        name = name,
        library = ":%s.code" % name,
        safety_class = safety_class,
        of_plugins = True,
        deps = plugins,
        tags = ["manual"] if manual else [],
        visibility = visibility,
    )
