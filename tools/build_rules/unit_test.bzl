"""Tests in C++; vigil.bzl hands vigil_test to BUILD files, plugin.bzl makes some itself."""

load("@rules_cc//cc:defs.bzl", "cc_test")
load("//tools/build_rules:arguments.bzl", "check_arguments")
load("//tools/build_rules:classified.bzl", "classified_check")
load("//tools/build_rules:evidence.bzl", "with_evidence")
load("//tools/build_rules:safety_class.bzl", "class_features")

def vigil_test(name, safety_class, srcs, deps = [], data = [], size = "small", evidence = True, installed = [], **kwargs):
    """A GoogleTest program; everything it links has to have a class.

    <name>.evidence is its record, when it runs as a build action (evidence.bzl).

    Args:
      name: of the test.
      safety_class: the class of the item that it verifies.
      srcs: of the test.
      deps: what it verifies and what it needs for that, of any class.
      data: files and programs it needs when it runs.
      size: small, medium or large.
      evidence: False for what looks at all evidence, of which it can't be a part.
      installed: names of what it runs on: "chromium", "qemu-system-arm".
      **kwargs: args, shard_count, tags, visibility of cc_test.
    """
    check_arguments(name, srcs, deps, kwargs, ["args", "shard_count", "tags", "visibility"])
    classified_check(
        name = name + ".class",
        safety_class = safety_class,
        deps = deps,
        testonly = True,
        verifies = True,
        tags = ["manual"],
        visibility = ["//visibility:private"],
    )

    # Where risk controls are broken to see whether the test notices.
    visibility = kwargs.pop("visibility", []) + ["//test/effectiveness:__pkg__"]
    cc_test(
        name = name,
        srcs = srcs,
        deps = deps + [
            "@com_google_googletest//:gtest",
            "@com_google_googletest//:gtest_main",
        ],
        data = data,
        additional_linker_inputs = [":%s.class" % name],
        features = class_features("B"),
        size = size,
        visibility = visibility,
        **kwargs
    )
    if evidence:
        with_evidence(name, size, deps + data, shards = kwargs.get("shard_count", 1), installed = installed)
