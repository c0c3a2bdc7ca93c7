"""What a BUILD file may say of first-party code: what the gates of a class and the
build's own graph can see, and nothing that goes past them.

    check_arguments(name, srcs + hdrs, deps, kwargs, ["data"])

fails the loading of a package for:

- a source that is neither .cc nor .h, since the gates look at no other;
- select() for sources or deps: which branch is taken, is known after the graph was
  written, so that what stands in it would be seen by no rule;
- an argument that changes how the code is compiled or linked (copts, defines,
  linkopts, features): the class decides that.
"""

_SOURCES = [".cc", ".h"]

def _is_file(label):
    return not (label.startswith(":") or label.startswith("//") or label.startswith("@"))

def arguments_problem(name, sources, deps, others = {}, allowed = []):
    """Why a target can't be as its BUILD file says, or "".

    Args:
      name: of the target.
      sources: files and labels of files.
      deps: labels.
      others: further arguments, by name.
      allowed: names that `others` may have.
    """
    for argument, value in [("srcs and hdrs", sources), ("deps", deps)]:
        if type(value) != "list":
            return ("%s: %s is a %s: the build's graph is written before it is resolved, and would not show it.\n" +
                    "  Make two targets, each with target_compatible_with.") % (name, argument, type(value))
    for source in sources:
        if _is_file(source) and not [suffix for suffix in _SOURCES if source.endswith(suffix)]:
            return ("%s: %s is neither .cc nor .h: no gate of a class would look at it.\n" +
                    "  Name it .cc or .h, or give it a rule of its own with the gates that fit it.") % (name, source)
    for argument in sorted(others):
        if argument not in allowed:
            return ("%s: %s is no argument here: how code is compiled and linked follows from its class.\n" +
                    "  Leave it out; what all targets of a class need belongs into tools/toolchain.") % (name, argument)
    return ""

# The layers above a processor: they alone name registers and memory by address.
_DEVICE_LAYERS = ["firmware/boards/", "portal/plugin_host/", "test/fault/"]
_DEVICES = ["//tools/platforms:cortex_m4_cpu", "//tools/platforms:wasm32_cpu"]

def is_device_layer(package, constraints):
    """Whether clang-tidy lets a library use assembler and addresses.

    Args:
      package: of the library.
      constraints: of the platforms that it builds for.
    """
    is_listed = [layer for layer in _DEVICE_LAYERS if (package + "/").startswith(layer)]
    return bool(is_listed and constraints) and not [one for one in constraints if one not in _DEVICES]

def soup_problem(package, name, deps):
    """Why third-party code can't be wrapped so, or "".

    Args:
      package: of the wrapper.
      name: of the wrapper.
      deps: what it wraps.
    """
    if package == "test/build_rules":
        return ""
    if not package.startswith("third_party/"):
        return ("//%s:%s: third-party code is wrapped below third_party, where its record is.\n" +
                "  What this project wrote is a vigil_library.") % (package, name)
    for dep in deps:
        if type(dep) != "string" or not dep.startswith("@"):
            return ("//%s:%s: %s is no label of a package that third_party/lock.bzl locks.\n" +
                    "  What this project wrote is a vigil_library.") % (package, name, dep)
    return ""

def check_arguments(name, sources, deps, others = {}, allowed = []):
    """Fails where arguments_problem() finds one; the arguments are the same."""
    problem = arguments_problem("//%s:%s" % (native.package_name(), name), sources, deps, others, allowed)
    if problem:
        fail(problem)
