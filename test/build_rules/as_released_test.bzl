"""Tests that what is released does not see the flags of a command line.

    as_released_test(name = "as_released_test")
"""

load("@bazel_skylib//lib:unittest.bzl", "analysistest", "asserts")
load("//tools/build_rules:as_released.bzl", "AS_RELEASED_ATTRS", "as_released")
load("//tools/build_rules:evidence.bzl", "with_evidence")

_Options = provider(doc = "What the command line adds.", fields = ["flags", "features"])

def _options_impl(ctx):
    cpp = ctx.fragments.cpp
    return [_Options(
        flags = cpp.copts + cpp.cxxopts + cpp.conlyopts + cpp.linkopts,
        features = ctx.disabled_features,
    )]

_options = rule(implementation = _options_impl, fragments = ["cpp"])

def _released_impl(ctx):
    return [ctx.attr.artifact[0][_Options]]

_released = rule(
    implementation = _released_impl,
    attrs = dict({"artifact": attr.label(cfg = as_released)}, **AS_RELEASED_ATTRS),
)

def _sees_impl(ctx):
    env = analysistest.begin(ctx)
    seen = analysistest.target_under_test(env)[_Options]
    asserts.equals(env, ctx.attr.flags, seen.flags)
    asserts.equals(env, ctx.attr.disabled, seen.features)
    return analysistest.end(env)

_sees_test = analysistest.make(
    _sees_impl,
    attrs = {"flags": attr.string_list(), "disabled": attr.string_list()},
    config_settings = {
        "//command_line_option:copt": ["-w"],
        "//command_line_option:cxxopt": ["-Wno-error"],
        "//command_line_option:features": ["-vigil_class_c"],
        "//command_line_option:linkopt": ["-s"],
    },
)

def as_released_test(name):
    """The flags reach what is built by hand, and not what is released."""
    _options(name = name + ".options", tags = ["manual"])
    _released(name = name + ".released", artifact = ":%s.options" % name, tags = ["manual"])
    for part, target, flags, disabled in [
        ("", ".released", [], []),
        (".by_hand", ".options", ["-w", "-Wno-error", "-s"], ["vigil_class_c"]),
    ]:
        _sees_test(
            name = name + part,
            target_under_test = name + target,
            flags = flags,
            disabled = disabled,
            size = "small",
        )
        with_evidence(name + part, "small", ["//tools/build_rules:as_released.bzl"], report = "exit_code")
