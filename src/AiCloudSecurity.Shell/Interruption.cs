using System.Runtime.InteropServices;

namespace AiCloudSecurity.Shell;

/// <summary>Ctrl-C and SIGTERM stop what runs, so that it can clean up; the second one does not wait.</summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalBase = 128;

    private readonly Func<bool> stop;
    private readonly PosixSignalRegistration[] registrations;

    /// <param name="stop">Stops what runs; false if nothing does.</param>
    /// <param name="endsProgram">False at a prompt, where Ctrl-C ends only the command.</param>
    public Interruption(Func<bool> stop, bool endsProgram)
    {
        this.stop = stop;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Handle(signal, 2, endsProgram)),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Handle(signal, 15, ends: true)),
        ];
    }

    /// <summary>128 and the number of the signal that ended the program; null if none did.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
        {
            registration.Dispose();
        }
    }

    private void Handle(PosixSignalContext context, int number, bool ends)
    {
        context.Cancel = true;
        bool again = ExitCode is not null;
        if (ends)
        {
            ExitCode ??= SignalBase + number;
        }

        if (again || (!stop() && ends))
        {
            Environment.Exit(SignalBase + number);
        }
    }
}
