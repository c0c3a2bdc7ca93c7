"""Recordings as outputs of the build.

A WFDB record from a NumPy file of converter counts:

    wfdb_record(
        name = "ecg_208",
        npy = "@ecg_208//:ecg.npy",
        frequency_hz = 360,
        counts_per_millivolt = 200,
        zero = 1024,
        description = "MLII",
    )

writes ecg_208.hea and ecg_208.dat. What the device's converter would give of it:

    adc_stream(
        name = "ecg_208_stream",
        record = ":ecg_208",
    )

writes ecg_208_stream.adc. The tools are built for the target, which is this machine
wherever a recording is used: a build of their own would compile their libraries twice.
"""

def _wfdb_record_impl(ctx):
    name = ctx.label.name
    header = ctx.actions.declare_file(name + ".hea")
    signal = ctx.actions.declare_file(name + ".dat")
    ctx.actions.run(
        executable = ctx.executable._npy_to_wfdb,
        arguments = [
            "--npy=" + ctx.file.npy.path,
            "--folder=" + header.dirname,
            "--name=" + name,
            "--frequency=%d" % ctx.attr.frequency_hz,
            "--gain=%d" % ctx.attr.counts_per_millivolt,
            "--zero=%d" % ctx.attr.zero,
            "--description=" + ctx.attr.description,
        ],
        inputs = [ctx.file.npy],
        outputs = [header, signal],
        mnemonic = "WfdbRecord",
    )
    files = [header, signal]
    return [DefaultInfo(files = depset(files), runfiles = ctx.runfiles(files))]

wfdb_record = rule(
    implementation = _wfdb_record_impl,
    attrs = {
        "npy": attr.label(allow_single_file = [".npy"], mandatory = True),
        "frequency_hz": attr.int(mandatory = True),
        "counts_per_millivolt": attr.int(mandatory = True),
        "zero": attr.int(mandatory = True),
        "description": attr.string(mandatory = True),
        "_npy_to_wfdb": attr.label(
            default = "//platform/wfdb:npy_to_wfdb",
            executable = True,
            cfg = "target",
        ),
    },
)

def _adc_stream_impl(ctx):
    headers = [file for file in ctx.files.record if file.extension == "hea"]
    if len(headers) != 1:
        fail("%s: record must have one .hea file, not %d" % (ctx.label, len(headers)))
    stream = ctx.actions.declare_file(ctx.label.name + ".adc")
    ctx.actions.run(
        executable = ctx.executable._record_to_adc,
        arguments = ["--record=" + headers[0].path, "--out=" + stream.path],
        inputs = ctx.files.record,
        outputs = [stream],
        mnemonic = "AdcStream",
    )
    return [DefaultInfo(files = depset([stream]), runfiles = ctx.runfiles([stream]))]

adc_stream = rule(
    implementation = _adc_stream_impl,
    attrs = {
        "record": attr.label(allow_files = True, mandatory = True),
        "_record_to_adc": attr.label(
            default = "//platform/wfdb:record_to_adc",
            executable = True,
            cfg = "target",
        ),
    },
)
