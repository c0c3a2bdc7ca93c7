"""What is released is built as the files of the repository say: whatever flags and
features the command line or a bazelrc of the machine add are taken out again.

    "artifacts": attr.label_keyed_string_dict(cfg = as_released)
"""

# Options that could change what the compiler is told, or what a class demands of it.
_BY_THE_FILES = {
    "//command_line_option:conlyopt": [],
    "//command_line_option:copt": [],
    "//command_line_option:cxxopt": [],
    "//command_line_option:features": [],
    "//command_line_option:linkopt": [],
    "//command_line_option:per_file_copt": [],
}

def _as_released_impl(settings, attr):
    return _BY_THE_FILES

as_released = transition(
    implementation = _as_released_impl,
    inputs = [],
    outputs = sorted(_BY_THE_FILES),
)

# What a rule with `as_released` on an attribute needs.
AS_RELEASED_ATTRS = {
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
}
