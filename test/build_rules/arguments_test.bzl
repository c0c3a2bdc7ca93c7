"""Tests that a BUILD file can't say what the gates or the build's graph would not see."""

load("@bazel_skylib//lib:unittest.bzl", "asserts", "unittest")
load("//tools/build_rules:arguments.bzl", "arguments_problem", "is_device_layer", "soup_problem")
load("//tools/build_rules:evidence.bzl", "with_evidence")
load("//tools/build_rules:lifecycle.bzl", "hidden_attribute", "makers_of")

_SELECTED = select({"//conditions:default": ["a.cc"]})

def _refuses(env, says, sources = [], deps = [], others = {}):
    problem = arguments_problem("//a:b", sources, deps, others, ["data"])
    asserts.true(env, says in problem and problem.startswith("//a:b: "), "\"%s\" does not say \"%s\"" % (problem, says))

def _arguments_test_impl(ctx):
    env = unittest.begin(ctx)

    asserts.equals(env, "", arguments_problem("//a:b", ["a.cc", "a.h", ":made", "//c:made.cc"], ["//d"], {"data": ["x"]}, ["data"]))
    for file in ["a.cpp", "a.hpp", "a.inc", "a.S", "a.cxx", "a.hh", "a.cc.inc", "a"]:
        _refuses(env, "%s is neither .cc nor .h" % file, sources = [file])
    for argument in ["copts", "defines", "features", "includes", "linkopts", "local_defines", "nocopts", "textual_hdrs"]:
        _refuses(env, "%s is no argument here" % argument, others = {argument: ["-w"]})
    _refuses(env, "srcs and hdrs is a select", sources = _SELECTED)
    _refuses(env, "srcs and hdrs is a select", sources = ["a.h"] + _SELECTED)
    _refuses(env, "deps is a select", deps = ["//d"] + _SELECTED)

    # Only the layers above a processor may use addresses, and only for it.
    for package, constraint, expected in [
        ("firmware/boards/mps2_an386", "//tools/platforms:cortex_m4_cpu", True),
        ("portal/plugin_host", "//tools/platforms:wasm32_cpu", True),
        ("firmware/boards/mps2_an386", "@platforms//cpu:x86_64", False),
        ("firmware/health_monitor", "//tools/platforms:cortex_m4_cpu", False),
        ("portal/plugin_hosts", "//tools/platforms:wasm32_cpu", False),
    ]:
        asserts.equals(env, expected, is_device_layer(package, [constraint]))
    asserts.false(env, is_device_layer("firmware/boards", []))

    # Third-party code is that of others.
    asserts.equals(env, "", soup_problem("third_party/zip", "zip", ["@zip//:zip"]))
    asserts.true(env, "below third_party" in soup_problem("a", "b", ["@zip//:zip"]))
    for dep in ["//own:code", ":code"]:
        asserts.true(env, "//third_party/zip:zip: %s is no label" % dep in soup_problem("third_party/zip", "zip", ["@zip//:zip", dep]))

    rules = {
        "lib": {"kind": "x", "srcs": [":made.cc"]},
        "gen": {"kind": "genrule", "outs": ["made.cc", "made.h"]},
        "one": {"kind": "y", "out": ":one.cc"},
    }
    asserts.equals(env, {"made.cc": "gen", "made.h": "gen", "one.cc": "one"}, makers_of(rules))
    asserts.equals(env, "", hidden_attribute(rules))
    rules["gen"]["tools"] = ["a"] + _SELECTED
    asserts.equals(env, "gen.tools", hidden_attribute(rules))
    return unittest.end(env)

_arguments_test = unittest.make(_arguments_test_impl)

def arguments_test(name):
    _arguments_test(name = name, size = "small")
    with_evidence(name, "small", [
        "//tools/build_rules:arguments.bzl",
        "//tools/build_rules:lifecycle.bzl",
    ], report = "exit_code")
