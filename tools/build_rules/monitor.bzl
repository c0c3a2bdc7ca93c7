"""A monitor: a product that runs on a device.

    vigil_monitor(
        name = "wrist_monitor",
        plugins = [
            "//plugins/algorithm/pulse_rate",
            "//plugins/alerting/vital_limits",
        ],
    )

makes, of the folder's system.h, system.cc, product.cc and describe_system.cc: the table of
plugins; :system and :product, for tests and other hosts; the image, with its bounds and
sizes (firmware.bzl); the same product as a host program, wrist_monitor_host; and
schedule.txt, partitions, budgets, channels and bounds on a page.
"""

load("//tools/build_rules:firmware.bzl", "vigil_firmware_image")
load("//tools/build_rules:system_report.bzl", "vigil_system_report")
load("//tools/build_rules:vigil.bzl", "vigil_binary", "vigil_library", "vigil_plugin_table")

def vigil_monitor(name, plugins, deps = [], segregated_by = [], host_segregated_by = []):
    """A monitor.

    Args:
      name: of the image.
      plugins: in the order in which they run: whoever produces stands before whoever
        consumes.
      deps: what else system.cc uses.
      segregated_by: where a plugin is of a lower class, the tests that show what holds it
        apart on the board (segregation.bzl).
      host_segregated_by: the same for its host programs.
    """
    vigil_plugin_table(
        name = "plugins",
        target = "firmware",
        plugins = plugins,
        visibility = [
            "//cloud/plugin_host:__pkg__",
            "//firmware:__subpackages__",
            "//test:__subpackages__",
        ],
    )

    vigil_library(
        name = "system",
        safety_class = "C",
        hdrs = ["system.h"],
        srcs = ["system.cc"],
        visibility = [
            "//firmware:__subpackages__",
            "//test:__subpackages__",
        ],
        deps = [
            ":plugins",
            "//safety_kernel/base",
            "//safety_kernel/runtime",
        ] + deps,
    )

    vigil_library(
        name = "product",
        safety_class = "C",
        srcs = ["product.cc"],
        visibility = [
            "//cloud/plugin_host:__pkg__",
            "//portal/plugin_host:__pkg__",
        ],
        deps = [
            ":system",
            "//firmware/boards",
            "//firmware/monitor:run_monitor",
        ],
    )

    vigil_firmware_image(
        name = name,
        indirect_calls = "//firmware/monitor:indirect_calls.txt",
        limits = {"safety_kernel": "24576=8192"},
        linker_script = "//firmware/boards/mps2_an386:mps2_an386.ld",
        segregated_by = segregated_by,
        visibility = ["//visibility:public"],
        deps = [
            ":product",
            "//firmware/boards/mps2_an386",
        ],
    )

    vigil_binary(
        name = name + "_host",
        safety_class = "B",
        srcs = [],
        segregated_by = host_segregated_by,
        visibility = ["//visibility:public"],
        deps = [
            ":product",
            "//firmware/boards/host:main",
        ],
    )

    vigil_binary(
        name = "describe_system",
        safety_class = "B",
        srcs = ["describe_system.cc"],
        segregated_by = host_segregated_by,
        deps = [
            ":system",
            "//platform/system_report:described_system",
            "//platform/system_report:main",
        ],
    )

    vigil_system_report(
        name = "schedule",
        describe = ":describe_system",
    )
