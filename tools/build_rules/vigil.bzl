"""The rules for first-party code: each target carries a safety class, and the
class decides how it is compiled, what it may rest on and what is checked.

    load("//tools/build_rules:vigil.bzl", "vigil_library", "vigil_test")

    vigil_library(
        name = "crc32",
        safety_class = "C",
        srcs = ["crc32.cc"],
        hdrs = ["crc32.h"],
    )

    vigil_test(
        name = "crc32_test",
        safety_class = "C",      # of what it verifies
        srcs = ["crc32_test.cc"],
        deps = [":crc32"],
    )

A macro makes a private C++ target, <name>.code, and a public rule that forwards it
once the gates of the class have passed. The stamp of a gate is an input of every
link that uses the library, so a gate cannot be left out.
"""

load("@rules_cc//cc:defs.bzl", "cc_binary", "cc_library")
load("//tools/build_rules:arguments.bzl", "check_arguments", "is_device_layer", "soup_problem")
load("//tools/build_rules:plugin.bzl", _observation_port = "observation_port", _vigil_plugin = "vigil_plugin", _vigil_plugin_table = "vigil_plugin_table")
load("//tools/build_rules:fuzz.bzl", _vigil_fuzz_test = "vigil_fuzz_test")
load("//tools/build_rules:evidence.bzl", _vigil_sh_test = "vigil_sh_test")
load("//tools/build_rules:unit_test.bzl", _vigil_test = "vigil_test")
load(
    "//tools/build_rules:classified.bzl",
    "classified_check",
    "classified_library",
)
load("//tools/build_rules:packages.bzl", "listed_package")
load("//tools/build_rules:safety_class.bzl", "class_features")
load("//tools/build_rules:segregation.bzl", "segregation_attributes")

observation_port = _observation_port
vigil_plugin = _vigil_plugin
vigil_plugin_table = _vigil_plugin_table
vigil_fuzz_test = _vigil_fuzz_test
vigil_sh_test = _vigil_sh_test
vigil_test = _vigil_test

def vigil_library(name, safety_class, srcs = [], hdrs = [], deps = [], visibility = None, testonly = False, faulty = False, target_compatible_with = [], manual = False, **kwargs):
    """A C++ library of a safety class.

    Args:
      name: of the library.
      safety_class: A, B or C.
      srcs: as for cc_library.
      hdrs: as for cc_library.
      deps: libraries of the same or a higher class, and SOUP wrappers.
      visibility: as narrow as it can be.
      testonly: True for what only tests may use.
      faulty: True for what is wrong on purpose, so that a test sees it contained: the
        gates for sources are left out, and no product may rest on it.
      target_compatible_with: constraints of the platforms it builds for; none means all.
      manual: True for what `//...` leaves out.
      **kwargs: data of cc_library.
    """
    listed_package()
    check_arguments(name, srcs + hdrs, deps, kwargs, ["data"])
    cc_library(
        name = name + ".code",
        srcs = srcs,
        hdrs = hdrs,
        deps = deps,
        testonly = testonly,
        features = class_features(safety_class),
        target_compatible_with = target_compatible_with,
        tags = ["manual"],
        visibility = ["//visibility:private"],
        **kwargs
    )
    classified_library(
        name = name,
        safety_class = safety_class,
        library = ":%s.code" % name,
        # What only tests use is no part of a product.
        sources = [] if testonly or faulty else srcs + hdrs,
        faulty = faulty,
        device_only = is_device_layer(native.package_name(), target_compatible_with),
        one_platform = bool(target_compatible_with),
        deps = deps,
        testonly = testonly,
        target_compatible_with = target_compatible_with,
        tags = ["manual"] if manual else [],
        visibility = visibility,
    )

def vigil_soup(name, safety_class, deps, purpose, visibility = ["//visibility:public"], **kwargs):
    """Third-party code, with the class up to which this project has accepted it.

    Args:
      name: under which first-party code depends on it.
      safety_class: the highest class of items that may use it.
      deps: the third-party targets.
      purpose: what it is used for and why that class, for the SOUP record.
      visibility: who may use it.
      **kwargs: testonly.
    """
    listed_package()
    problem = soup_problem(native.package_name(), name, deps)
    if problem:
        fail(problem)
    classified_library(
        name = name,
        safety_class = safety_class,
        libraries = deps,
        purpose = purpose,
        soup = True,
        visibility = visibility,
        **kwargs
    )

def _check(name, safety_class, deps, segregated_by = [], **kwargs):
    classified_check(
        name = name + ".class",
        safety_class = safety_class,
        deps = deps,
        tags = ["manual"],
        visibility = ["//visibility:private"],
        **dict(segregation_attributes(segregated_by), **kwargs)
    )
    return ":%s.class" % name

def vigil_binary(name, safety_class, srcs, deps = [], data = [], testonly = False, segregated_by = [], **kwargs):
    """A host program of a safety class; the rules of vigil_library apply.

    Args:
      name: of the program.
      safety_class: A, B or C.
      srcs: as for cc_binary.
      deps: as for vigil_library.
      data: files it needs when it runs.
      testonly: True for what only tests may use.
      segregated_by: as for vigil_firmware_image.
      **kwargs: args, tags, target_compatible_with, visibility of cc_binary.
    """
    listed_package()
    check_arguments(name, srcs, deps, kwargs, ["args", "tags", "target_compatible_with", "visibility"])
    gate = _check(
        name,
        safety_class,
        deps,
        segregated_by = segregated_by,
        testonly = testonly,
        # What only tests use is no part of a product.
        sources = [] if testonly else srcs,
        one_platform = "target_compatible_with" in kwargs,
    )
    cc_binary(
        name = name,
        srcs = srcs,
        deps = deps,
        data = data,
        testonly = testonly,
        additional_linker_inputs = [gate],
        features = class_features(safety_class),
        **kwargs
    )
