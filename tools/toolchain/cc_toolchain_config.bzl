"""C++ toolchains from the locked LLVM: what every compilation gets.

    vigil_cc_toolchain(
        name = "cortex_m4",
        constraints = ["//tools/platforms:cortex_m4_cpu", ...],
        sysroot = "@sysroot_cortex_m4",
    )

declares `cortex_m4_toolchain` for register_toolchains. What a safety class adds
is a feature named vigil_class_a, _b or _c; the rules in tools/build_rules turn
them on. At most one can be on.
"""

load("@bazel_tools//tools/build_defs/cc:action_names.bzl", "ACTION_NAMES")
load(
    "@bazel_tools//tools/cpp:cc_toolchain_config_lib.bzl",
    "feature",
    "flag_group",
    "flag_set",
    "tool_path",
    "with_feature_set",
)
load("//tools/build_rules:safety_class.bzl", "gate_applies")

_C_COMPILE = [ACTION_NAMES.c_compile]
_CPP_COMPILE = [ACTION_NAMES.cpp_compile, ACTION_NAMES.cpp_header_parsing]
_ASSEMBLE = [ACTION_NAMES.assemble, ACTION_NAMES.preprocess_assemble]
_COMPILE = _C_COMPILE + _CPP_COMPILE + _ASSEMBLE
_LINK = [
    ACTION_NAMES.cpp_link_executable,
    ACTION_NAMES.cpp_link_dynamic_library,
    ACTION_NAMES.cpp_link_nodeps_dynamic_library,
]

_RESOURCE_DIR = "external/llvm/usr/lib/llvm-19/lib/clang/19"

# Nothing of the machine, the time or the folder gets into an object.
_REPRODUCIBLE = [
    "-no-canonical-prefixes",
    "-ffile-compilation-dir=.",
    "-Wno-builtin-macro-redefined",
    "-D__DATE__=\"redacted\"",
    "-D__TIME__=\"redacted\"",
    "-D__TIMESTAMP__=\"redacted\"",
]

_X86_64 = struct(
    triple = "x86_64-linux-gnu",
    machine = [
        "--sysroot=external/sysroot_x86_64",
        "--gcc-install-dir=external/sysroot_x86_64/usr/lib/gcc/x86_64-linux-gnu/12",
    ],
    c = [],
    cpp = [],
    link = [
        "-pie",
        "-Wl,-z,relro,-z,now",
        # The C++ library is ours, not the machine's.
        "-static-libgcc",
        "-Wl,-Bstatic",
        "-lstdc++",
        "-Wl,-Bdynamic",
        "-lm",
        "-lpthread",
    ],
    hardening = [
        "-fstack-protector-strong",
        "-D_GLIBCXX_ASSERTIONS",
    ],
    opt = ["-O2", "-DNDEBUG"],
    fastbuild = ["-O0"],
    pic = True,
)

_NEWLIB = "external/sysroot_cortex_m4/usr/include/newlib"
_NEWLIB_CPP = _NEWLIB + "/c++/12.2.1"

_CORTEX_M4 = struct(
    triple = "thumbv7em-none-eabi",
    machine = [
        "-mcpu=cortex-m4",
        "-mfloat-abi=soft",
        "-ffreestanding",
        "-nostdinc",
        "-fno-common",
        "-ffunction-sections",
        "-fdata-sections",
        "-fno-unwind-tables",
        "-fno-asynchronous-unwind-tables",
    ],
    c = ["-isystem", _RESOURCE_DIR + "/include", "-isystem", _NEWLIB],
    cpp = [
        "-nostdinc++",
        "-fno-threadsafe-statics",
        "-fno-use-cxa-atexit",
        "-isystem",
        _NEWLIB_CPP,
        "-isystem",
        _NEWLIB_CPP + "/arm-none-eabi/thumb/v7e-m/nofp",
        "-isystem",
        _RESOURCE_DIR + "/include",
        "-isystem",
        _NEWLIB,
    ],
    link = [
        "-nostdlib",
        "-static",
        "-Wl,--fatal-warnings",
        "-Wl,--orphan-handling=error",
        "-Wl,-z,max-page-size=4",
        # The C library and libgcc come with Debian's debug sections.
        "-Wl,--strip-debug",
        "external/sysroot_cortex_m4/usr/lib/arm-none-eabi/newlib/thumb/v7e-m/nofp/libc_nano.a",
        "external/sysroot_cortex_m4/usr/lib/gcc/arm-none-eabi/12.2.1/thumb/v7e-m/nofp/libgcc.a",
    ],
    hardening = [],
    # The same code whatever the compilation mode: what is tested is what ships.
    opt = ["-O2"],
    fastbuild = ["-O2"],
    pic = False,
)

# The same headers as the device's: what a plugin may include is the same.
_WASM32 = struct(
    triple = "wasm32-unknown-unknown",
    machine = [
        "-ffreestanding",
        "-nostdinc",
        "-fno-common",
        "-ffunction-sections",
        "-fdata-sections",
        "-fno-unwind-tables",
        "-fno-asynchronous-unwind-tables",
        # The headers do not know the processor.
        "-D__IEEE_LITTLE_ENDIAN",
        # Copying and filling memory are instructions, not calls.
        "-mbulk-memory",
    ],
    c = _CORTEX_M4.c,
    cpp = _CORTEX_M4.cpp,
    link = [
        "-nostdlib",
        "-Wl,--fatal-warnings",
        "-Wl,--no-entry",
        # Below the stack is no memory: what overflows it traps.
        "-Wl,--stack-first",
        "-Wl,--strip-debug",
    ],
    hardening = [],
    opt = ["-O2"],
    fastbuild = ["-O2"],
    pic = False,
)

_TARGETS = {
    "cortex_m4": _CORTEX_M4,
    "wasm32": _WASM32,
    "x86_64_linux": _X86_64,
}

# What the gates of a safety class add (docs/classes.md); the table says which class is
# held to which. A designated initializer that leaves a member to its default is meant
# so: our members all have one.
_BASIC_WARNINGS = ["-Wall", "-Wextra", "-Wno-missing-designated-field-initializers"]
_STRICT_WARNINGS = [
    "-Wshadow",
    "-Wconversion",
    "-Wimplicit-fallthrough",
    "-Wdouble-promotion",
    "-Wvla",
]
_STRICT_CPP_WARNINGS = ["-Wnon-virtual-dtor", "-Woverloaded-virtual"]

def _held_to(gate, letter, flags):
    return flags if gate_applies(gate, letter.upper()) else []

def _class_flags(letter):
    return (_BASIC_WARNINGS +
            _held_to("strict_warnings", letter, _STRICT_WARNINGS) +
            _held_to("warnings_are_errors", letter, ["-Werror"]))

def _class_cpp_flags(letter):
    return (_held_to("no_exceptions", letter, ["-fno-exceptions", "-fno-rtti"]) +
            _held_to("strict_warnings", letter, _STRICT_CPP_WARNINGS))

def _flags(actions, flags, **kwargs):
    return flag_set(actions = actions, flag_groups = [flag_group(flags = flags)] if flags else [], **kwargs)

def _class_feature(letter):
    return feature(
        name = "vigil_class_" + letter,
        provides = ["vigil_safety_class"],
        flag_sets = [
            _flags(_C_COMPILE + _CPP_COMPILE, _class_flags(letter)),
            _flags(_CPP_COMPILE, _class_cpp_flags(letter)),
        ],
    )

def _config_impl(ctx):
    target = _TARGETS[ctx.attr.target]
    features = [
        feature(name = "opt"),
        feature(name = "fastbuild"),
        feature(name = "dbg"),
        feature(name = "supports_pic", enabled = target.pic),
        feature(
            name = "vigil_defaults",
            enabled = True,
            flag_sets = [
                _flags(_COMPILE, ["--target=" + target.triple, "-resource-dir=" + _RESOURCE_DIR] +
                                 target.machine + _REPRODUCIBLE),
                # One rounding on every target.
                _flags(_C_COMPILE + _CPP_COMPILE, ["-ffp-contract=off"] + target.hardening),
                _flags(_C_COMPILE, ["-std=c11"] + target.c),
                _flags(_CPP_COMPILE, ["-std=c++20"] + target.cpp),
                _flags(
                    _LINK,
                    [
                        "--target=" + target.triple,
                        "-resource-dir=" + _RESOURCE_DIR,
                        "-no-canonical-prefixes",
                        "-Btools/toolchain/wasm_bin" if ctx.attr.target == "wasm32" else "--ld-path=tools/toolchain/bin/ld.lld",
                        "-Wl,--build-id=none",
                        "-Wl,--gc-sections",
                    ] + [flag for flag in target.machine if flag.startswith("-m") or flag.startswith("--")],
                ),
            ],
        ),
        feature(
            name = "vigil_optimization",
            enabled = True,
            flag_sets = [
                _flags(_C_COMPILE + _CPP_COMPILE, target.opt, with_features = [with_feature_set(features = ["opt"])]),
                _flags(_C_COMPILE + _CPP_COMPILE, target.fastbuild, with_features = [with_feature_set(features = ["fastbuild"])]),
                _flags(_C_COMPILE + _CPP_COMPILE, ["-O0" if target.pic else "-O2", "-g"], with_features = [with_feature_set(features = ["dbg"])]),
            ],
        ),
        # For fuzzing: what the fuzzed code does wrong shows at once.
        feature(
            name = "vigil_fuzzing",
            flag_sets = [
                _flags(_C_COMPILE + _CPP_COMPILE, [
                    "-O1",
                    "-gline-tables-only",
                    "-fsanitize=fuzzer-no-link,address,undefined",
                    "-fno-sanitize=vptr",
                    "-fno-sanitize-recover=all",
                    "-fno-omit-frame-pointer",
                ]),
                _flags(_LINK, ["-fsanitize=address,undefined", "-fno-sanitize=vptr"]),
            ],
        ),
        _class_feature("a"),
        _class_feature("b"),
        _class_feature("c"),
        # After the objects and libraries of the program.
        feature(
            name = "vigil_runtime_libraries",
            enabled = True,
            flag_sets = [_flags(_LINK, target.link)],
        ),
    ]
    return cc_common.create_cc_toolchain_config_info(
        ctx = ctx,
        toolchain_identifier = "llvm19_" + ctx.attr.target,
        host_system_name = "x86_64-linux-gnu",
        target_system_name = target.triple,
        target_cpu = ctx.attr.target,
        target_libc = "glibc" if target.pic else "newlib",
        compiler = "clang",
        abi_version = "clang",
        abi_libc_version = "locked",
        features = features,
        cxx_builtin_include_directories = [
            "%package(@llvm//)%/usr/lib/llvm-19/lib/clang/19/include",
            "%package(@sysroot_x86_64//)%/usr/include" if target.pic else "%package(@sysroot_cortex_m4//)%/usr/include",
            "%package(@sysroot_x86_64//)%/usr/lib/gcc/x86_64-linux-gnu/12" if target.pic else "%package(@sysroot_cortex_m4//)%/usr/include",
        ],
        tool_paths = [
            tool_path(name = name, path = "bin/" + tool)
            for name, tool in {
                "ar": "llvm-ar",
                "cpp": "clang",
                "gcc": "clang",
                "gcov": "llvm-cov",
                "ld": "ld.lld",
                "llvm-cov": "llvm-cov",
                "nm": "llvm-nm",
                "objcopy": "llvm-objcopy",
                "objdump": "llvm-objdump",
                "strip": "llvm-strip",
            }.items()
        ],
    )

_cc_toolchain_config = rule(
    implementation = _config_impl,
    attrs = {"target": attr.string(mandatory = True, values = _TARGETS.keys())},
    provides = [CcToolchainConfigInfo],
)

def vigil_cc_toolchain(name, sysroot, constraints, linker = "@llvm//:linker"):
    """Declares the toolchain `<name>_toolchain`.

    Args:
      name: a target of this file: x86_64_linux or cortex_m4.
      sysroot: the repository with its headers and libraries.
      constraints: of the platform it builds for.
      linker: the files of its linker.
    """
    _cc_toolchain_config(name = name + "_config", target = name)
    files = {
        "compiler": [":bin", "@llvm//:compiler", sysroot + "//:headers"],
        "linker": [":bin", linker, "@llvm//:binutils", sysroot + "//:libraries"],
        "binutils": [":bin", "@llvm//:binutils"],
    }
    files["all"] = depset(files["compiler"] + files["linker"]).to_list()
    for kind, labels in files.items():
        native.filegroup(name = "%s_%s_files" % (name, kind), srcs = labels)
    native.cc_toolchain(
        name = name + "_cc",
        all_files = ":%s_all_files" % name,
        ar_files = ":%s_binutils_files" % name,
        as_files = ":%s_compiler_files" % name,
        compiler_files = ":%s_compiler_files" % name,
        dwp_files = ":%s_binutils_files" % name,
        linker_files = ":%s_linker_files" % name,
        objcopy_files = ":%s_binutils_files" % name,
        strip_files = ":%s_binutils_files" % name,
        supports_param_files = True,
        toolchain_config = ":%s_config" % name,
    )
    native.toolchain(
        name = name + "_toolchain",
        exec_compatible_with = [
            "@platforms//cpu:x86_64",
            "@platforms//os:linux",
        ],
        target_compatible_with = constraints,
        toolchain = ":%s_cc" % name,
        toolchain_type = "@bazel_tools//tools/cpp:toolchain_type",
    )
