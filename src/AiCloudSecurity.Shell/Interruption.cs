using System.Runtime.InteropServices;

namespace AiCloudSecurity.Shell;

/// <summary>Ctrl-C and SIGTERM stop what runs, so that it can clean up; the second one does not wait.</summary>
internal sealed class Interruption : IDisposable
{
    private const int SignalBase = 128;

    private readonly Func<bool> stop;
    private readonly PosixSignalRegistration[] registrations;

    /// <param name="stop">Stops what runs; false if nothing does.</param>
    /// <param name="atPrompt">At a prompt Ctrl-C ends only the command, and SIGTERM is what it always was.</param>
    public Interruption(Func<bool> stop, bool atPrompt)
    {
        this.stop = stop;
        registrations = atPrompt
            ? [PosixSignalRegistration.Create(PosixSignal.SIGINT, StopCommand)]
            :
            [
                PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => End(signal, 2)),
                PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => End(signal, 15)),
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

    private void StopCommand(PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop();
    }

    private void End(PosixSignalContext signal, int number)
    {
        signal.Cancel = true;
        bool again = ExitCode is not null;
        ExitCode ??= SignalBase + number;
        if (again || !stop())
        {
            Environment.Exit(ExitCode.Value);
        }
    }
}
