using System.Diagnostics;
using System.Management.Automation;

namespace AiCloudSecurity.Benchmarks;

/// <summary>From Stop to stopped, while every read hangs: before the answer, or in the middle of one.</summary>
internal static class StopMeasure
{
    private const int Runs = 10;

    public static async Task<int> RunAsync()
    {
        using var session = new Session(Session.ImportModule);
        Console.WriteLine($"""

            Stop of a read that hangs, milliseconds; goal: within 1,000
              hangs              median (least to most) of {Runs} runs
            """);
        foreach (var hang in Enum.GetValues<Hang>())
        {
            List<double> runs = [];
            for (var run = 0; run < Runs; run++)
            {
                await using var echo = await EchoServer.StartAsync(new(0, 100), hang);
                using var shell = session.Shell($"Test-AiSecurity -CheckId AWS-NET-001 -Region eu-west-1 -EndpointUrl {echo.Endpoint}");
                shell.BeginInvoke();
                await echo.Hanging;
                var start = Stopwatch.GetTimestamp();
                shell.Stop();
                runs.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                if (shell.InvocationStateInfo.State != PSInvocationState.Stopped)
                {
                    throw new InvalidOperationException($"The read {shell.InvocationStateInfo.State}.");
                }
            }
            Console.WriteLine($"  {hang,-17}  {new Spread(runs)}");
        }
        return 0;
    }
}
