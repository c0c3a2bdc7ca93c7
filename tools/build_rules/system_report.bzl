"""A product's system description, checked and written down by the build.

    vigil_system_report(name = "schedule", describe = ":describe_system")

runs a program made of //platform/system_report:main and gives schedule.txt and
schedule.json. A description that the kernel would refuse, or in which a stop would
become an alarm too late, fails the build.
"""

def _report_impl(ctx):
    text = ctx.actions.declare_file(ctx.label.name + ".txt")
    figures = ctx.actions.declare_file(ctx.label.name + ".json")
    ctx.actions.run(
        executable = ctx.executable.describe,
        arguments = ["--text=" + text.path, "--json=" + figures.path],
        outputs = [text, figures],
        mnemonic = "SystemReport",
        progress_message = "Checking the system description of %s" % ctx.label,
    )
    return [DefaultInfo(files = depset([text, figures]))]

vigil_system_report = rule(
    implementation = _report_impl,
    attrs = {
        "describe": attr.label(
            mandatory = True,
            executable = True,
            # The host is a target of the product; it describes the same system.
            cfg = "target",
        ),
    },
)
